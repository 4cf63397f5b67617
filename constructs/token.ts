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

/** Whether a list is one that only Terraform knows: as one of objects it would be taken for the first of them, and nothing can be put beside it. */
export const isListToken = (list: readonly unknown[]): boolean => list.length === 1 && typeof list[0] === "string" && list[0].startsWith("#{TfToken[");

/** What iterators and functions of cdktf give as an object, as the text that stands for it; anything else as it is. */
export const asWord = <T>(value: T): T => (typeof value === "object" && value !== null && Tokenization.isResolvable(value) ? (Token.asString(value) as T) : value);
