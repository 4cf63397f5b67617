import { Token, Tokenization } from "cdktf";

/**
 * Whether a value is, or holds, what only Terraform will know. cdktf's own test takes texts apart and looks at the bits of numbers;
 * nearly all values are neither.
 */
export function isToken(value: unknown): boolean {
  if (typeof value === "string") return value.includes("TfToken[") && Token.isUnresolved(value);
  if (typeof value === "number") return value < -1e288 && Token.isUnresolved(value);
  if (Array.isArray(value)) return value.some(isToken) || Token.isUnresolved(value);
  return typeof value === "object" && value !== null && Tokenization.isResolvable(value);
}
