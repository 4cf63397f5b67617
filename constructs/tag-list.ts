import { Fn, Token } from "cdktf";
import { isListToken } from "./token";

/** Tags, and further ones: each once. A list that only Terraform knows is put together there. */
export function withTags(said: readonly string[] | undefined, more: readonly string[]): readonly string[] {
  const parts = [said ?? [], more].filter((list) => list.length > 0);
  return parts.some(isListToken) ? Token.asList(Fn.distinct(Fn.concat(parts))) : [...new Set(parts.flat())];
}

/** Tags without some. */
export const withoutTags = (said: readonly string[], fewer: readonly string[]): readonly string[] =>
  isListToken(said) ? Token.asList(Fn.setsubtract([...said], [...fewer])) : said.filter((tag) => !fewer.includes(tag));
