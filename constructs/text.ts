import { Token, Tokenization } from "cdktf";
import type { TerraformValue } from "../lib/schema/shape";
import { literal } from "./expression";
import { isToken } from "./token";

/**
 * Text as data: Terraform reads `${` and `%{` in a string as the beginning of a template, so they are doubled. Tokens of cdktf
 * are no text and pass.
 */
export function asData(value: TerraformValue): TerraformValue {
  if (typeof value === "string") return escapeText(value);
  if (typeof value !== "object" || value === null || Tokenization.isResolvable(value)) return value;
  if (Array.isArray(value)) return (value as readonly TerraformValue[]).map(asData);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [escapeText(key), asData(inner as TerraformValue)]));
}

/** The configuration of a binding, with its texts as data. */
export const dataOf = <C extends object>(config: C): C => asData(config as unknown as TerraformValue) as unknown as C;

/** One text as data. */
export function escapeText(text: string): string {
  if (!isToken(text)) return escapeTemplates(text);
  // A string that mixes tokens and text: only the text between the tokens is escaped.
  return text.split(/(\$\{TfToken\[[^\]]*\]\})/).map((part, at) => (at % 2 === 1 ? part : escapeTemplates(part))).join("");
}

/** A text as Terraform's expressions write it. */
export const quoted = (text: string): string => JSON.stringify(escapeText(text));

const escapeTemplates = (text: string) => (text.includes("{") ? text.replace(/[$%]\{/g, (opening) => opening[0]! + opening) : text);

/**
 * Text that must not be taken for anything else: cdktf knows its tokens by marks inside strings, and a guest's notes can hold
 * such a mark. Terraform sees the very same characters.
 */
export function plainText(text: string): string {
  return Token.asString({
    creationStack: [],
    resolve: () => literal(text),
    toString: () => text,
  });
}
