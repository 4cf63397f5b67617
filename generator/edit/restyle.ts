import { parse, type ParserOptions } from "@babel/parser";
import { houseStyle, type Style } from "./style";

interface Token {
  readonly type: { readonly label: string } | string;
  readonly start: number;
  readonly end: number;
  readonly value?: unknown;
}

const options: ParserOptions = { sourceType: "module", plugins: ["typescript"], tokens: true, errorRecovery: true };

/** What a piece of code is, and what makes a whole file of it. */
const frames = { expression: ["(", "\n)"], property: ["({", "\n})"], statements: ["", ""] } as const;

/**
 * Code in pmpc's own style, as it is written at a place: with its quotes, its steps, its commas and semicolons, and behind this
 * indentation from the second line on.
 */
export function restyle(code: string, style: Style, indent: string, is: keyof typeof frames = "expression"): string {
  const [open, close] = frames[is];
  const text = open + code + close;
  const tokens = parse(text, options).tokens!.filter(({ start, end }: Token) => end > start) as readonly Token[];
  const inner = tokens.slice(open.length, tokens.length - (close.length === 0 ? 0 : close.length - 1));
  const pieces = inner.map((token, at) => {
    const next = tokens[open.length + at + 1];
    const gap = at === inner.length - 1 ? "" : gapText(text.slice(token.end, next!.start), token, next, style, indent);
    return tokenText(text, token, tokens.slice(open.length + at + 1).find((one) => !isComment(one)), style) + gap;
  });
  const result = pieces.join("");
  return style.lineEnd === "\n" ? result : result.replaceAll("\n", "\r\n");
}

const label = (token: Token | undefined) => (token === undefined ? "" : typeof token.type === "string" ? token.type : token.type.label);

const isComment = (token: Token) => /^Comment(?:Line|Block)$/.test(label(token));

function tokenText(text: string, token: Token, behind: Token | undefined, style: Style): string {
  const code = text.slice(token.start, token.end);
  if (label(token) === "string") return requote(code, style.quote);
  const isAtLineEnd = behind !== undefined && text.slice(token.end, behind.start).includes("\n");
  const closes = /^[}\])]/.test(text.slice(behind?.start ?? text.length));
  if (code === "," && isAtLineEnd && !style.trailingComma && closes) return "";
  if (code === ";" && !style.semicolon && (behind === undefined || isAtLineEnd || label(behind) === "eof")) return "";
  return code;
}

function gapText(gap: string, before: Token | undefined, behind: Token | undefined, style: Style, indent: string): string {
  if (gap.includes("\n")) return gap.split("\n").map((line, at, lines) => (at === 0 || (line === "" && at < lines.length - 1) ? line : reindent(line, style, indent))).join("\n");
  if (!style.spaced && ((label(before) === "{" && gap === " ") || (label(behind) === "}" && gap === " "))) return "";
  return gap;
}

function reindent(line: string, { step }: Style, indent: string): string {
  const blanks = /^ */.exec(line)![0].length;
  const steps = Math.floor(blanks / houseStyle.step.length);
  return indent + step.repeat(steps) + " ".repeat(blanks % houseStyle.step.length) + line.slice(blanks);
}

function requote(code: string, quote: Style["quote"]): string {
  const [own] = code;
  if (own === quote || (own !== '"' && own !== "'")) return code;
  const inner = code.slice(1, -1).replaceAll(`\\${own}`, own).replaceAll(new RegExp(`(\\\\.)|${quote}`, "g"), (found, escaped: string | undefined) => escaped ?? `\\${found}`);
  return quote + inner + quote;
}
