import type { Node } from "@babel/types";
import { childrenOf, type Source } from "./source";

/** How a place is written. */
export interface Style {
  readonly quote: '"' | "'";
  /** One step of indentation. */
  readonly step: string;
  /** `{ a: 1 }`, and not `{a: 1}`. */
  readonly spaced: boolean;
  /** A comma behind the last of several lines. */
  readonly trailingComma: boolean;
  readonly semicolon: boolean;
  readonly lineEnd: "\n" | "\r\n";
}

/** How pmpc writes. */
export const houseStyle: Style = { quote: '"', step: "  ", spaced: true, trailingComma: true, semicolon: true, lineEnd: "\n" };

interface Votes {
  quote: number;
  spaced: number;
  trailingComma: number;
  semicolon: number;
  readonly steps: Map<string, number>;
}

const nothing = (): Votes => ({ quote: 0, spaced: 0, trailingComma: 0, semicolon: 0, steps: new Map() });

/** What a file says as a whole. */
interface Whole {
  readonly votes: Votes;
  readonly lineEnd: Style["lineEnd"];
}

const wholes = new WeakMap<Source, Whole>();

function wholeOf(source: Source): Whole {
  const whole = wholes.get(source) ?? { votes: count(source, source.file.program, nothing()), lineEnd: lineEndOf(source.text) };
  wholes.set(source, whole);
  return whole;
}

/** How a place is written: as what it is in says, else as the rest of the file does, else as pmpc writes. */
export function styleAt(source: Source, node: Node): Style {
  const near = count(source, node, nothing());
  const { votes: file, lineEnd } = wholeOf(source);
  const first = (key: "quote" | "spaced" | "trailingComma" | "semicolon") => near[key] || file[key];
  return {
    quote: first("quote") < 0 ? "'" : '"',
    step: commonest(near.steps) ?? commonest(file.steps) ?? houseStyle.step,
    spaced: first("spaced") >= 0,
    trailingComma: first("trailingComma") >= 0,
    semicolon: first("semicolon") >= 0,
    lineEnd,
  };
}

const commonest = (steps: ReadonlyMap<string, number>) => [...steps].sort(([, a], [, b]) => b - a)[0]?.[0];

/** The line end that most lines have. */
export function lineEndOf(text: string): Style["lineEnd"] {
  const windows = text.split("\r\n").length - 1;
  return windows * 2 > text.split("\n").length - 1 ? "\r\n" : "\n";
}

function count(source: Source, node: Node, votes: Votes): Votes {
  const { text } = source;
  if (node.type === "StringLiteral") votes.quote += text[node.start!] === '"' ? 1 : -1;
  if (node.type === "ObjectExpression" || node.type === "ArrayExpression") countBrackets(source, node, votes);
  if (node.type === "BlockStatement" || node.type === "ClassBody") countStep(source, node, (node.body as readonly Node[])[0], votes);
  if (node.type === "ExpressionStatement" || node.type === "VariableDeclaration" || node.type === "ImportDeclaration" || node.type === "ReturnStatement") votes.semicolon += text[node.end! - 1] === ";" ? 1 : -1;
  for (const child of childrenOf(node)) count(source, child, votes);
  return votes;
}

function countBrackets(source: Source, node: Extract<Node, { type: "ObjectExpression" | "ArrayExpression" }>, votes: Votes): void {
  const { text } = source;
  const parts = (node.type === "ObjectExpression" ? node.properties : node.elements) as readonly (Node | null)[];
  const last = parts.at(-1);
  if (last == null) return;
  if (!text.slice(node.start!, node.end!).includes("\n")) {
    if (node.type === "ObjectExpression") votes.spaced += text[node.start! + 1] === " " ? 1 : -1;
  } else if (isTall(text, node)) {
    votes.trailingComma += /^(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*,/.test(text.slice(last.end!, node.end!)) ? 1 : -1;
    countStep(source, node, parts[0] ?? undefined, votes);
  }
}

/** Whether the parts of an object, a list or a block begin on lines of their own. */
export function isTall(text: string, node: Node): boolean {
  return /^[^\S\n]*(?:\/\/[^\n]*|\/\*[^]*?\*\/[^\S\n]*)?\n/.test(text.slice(node.start! + 1, node.end!));
}

function countStep({ text }: Source, node: Node, first: Node | undefined, votes: Votes): void {
  if (first === undefined) return;
  const [outer, inner] = [indentAt(text, node.start!), indentAt(text, first.start!)];
  const step = inner.startsWith(outer) && isFirst(text, first.start!) ? inner.slice(outer.length) : "";
  if (step !== "") votes.steps.set(step, (votes.steps.get(step) ?? 0) + 1);
}

/** The indentation of the line that an offset is on. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))![0];
}

/** Whether only blanks come before an offset on its line. */
export const isFirst = (text: string, offset: number): boolean => text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset).trim() === "";
