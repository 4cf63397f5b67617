import type { ArrayExpression, Comment, Node, ObjectExpression } from "@babel/types";
import type { Change } from "./change";
import { removeMember } from "./layout";
import type { Source } from "./source";
import { indentAt, isFirst, lineEndOf } from "./style";

/** The comments inside of a node, but for those that may go with it. */
export const remarksIn = ({ file }: Source, { start, end }: Node, isOurs: (comment: string) => boolean = () => false): readonly Comment[] =>
  (file.comments ?? []).filter((one) => one.start! > start! && one.end! < end! && !isOurs(one.value));

/** Takes a member out of an object or a list, as `removeMember` does. Comments that are inside of it stay: in its place, or above its line. */
export function removeKeeping(source: Source, whole: ObjectExpression | ArrayExpression, member: Node, kept: readonly Comment[], options: { readonly comment?: boolean; readonly isOurs?: (comment: string) => boolean } = {}): readonly Change[] {
  const [only, ...rest] = removeMember(source, whole, member, options);
  if (only === undefined) return rest;
  const left = [...kept, ...remarksOn(source, member).filter(({ value, start }) => !options.isOurs?.(value) && !(options.comment && start! > member.end!))];
  const first: Change = left.length === 0 ? only : { ...only, left: left.map(({ start, end }) => source.text.slice(start!, end!)) };
  const changes = [first, ...rest];
  if (kept.length === 0) return changes;
  const isWhole = isFirst(source.text, member.start!) && first.start === lineStart(source, member) && source.text[first.end - 1] === "\n";
  return isWhole ? [{ ...first, text: linesOf(source, member, kept) }, ...rest] : [aboveLine(source, member, kept), ...changes];
}

/** The comments on a node: directly above its line, and beside it on its lines. */
export function remarksOn({ text, file }: Source, node: Node): readonly Comment[] {
  const line = { start: text.lastIndexOf("\n", node.start! - 1) + 1, end: text.indexOf("\n", node.end!) < 0 ? text.length : text.indexOf("\n", node.end!) };
  const isBeside = ({ start, end }: Comment) => (start! >= line.start && end! <= node.start! && /^[\s*/]*$/.test(text.slice(end!, node.start!))) || (start! >= node.end! && end! <= line.end && /^[\s,;]*$/.test(text.slice(node.end!, start!)));
  const found = (file.comments ?? []).filter(isBeside);
  for (const one of [...(file.comments ?? [])].reverse()) {
    const head = found[0]?.start ?? node.start!;
    if (one.end! <= head && isFirst(text, one.start!) && /^[ \t]*(?:\r?\n)?[ \t]*$/.test(text.slice(one.end!, head)) && isFirst(text, head)) found.unshift(one);
  }
  return found;
}

/** Puts comments above the line that a node is on, or that something around it begins. */
export function aboveLine(source: Source, node: Node, kept: readonly Comment[]): Change {
  let head = node;
  for (let one: Node | undefined = node; one !== undefined && !isFirst(source.text, head.start!); one = source.parentOf(one)) head = one;
  const start = lineStart(source, head);
  return { start, end: start, text: linesOf(source, head, kept) };
}

const lineStart = ({ text }: Source, { start }: Node) => text.lastIndexOf("\n", start! - 1) + 1;

function linesOf({ text }: Source, beside: Node, kept: readonly Comment[]): string {
  const [indent, lineEnd] = [indentAt(text, beside.start!), lineEndOf(text)];
  return kept.map((one) => `${indent}${text.slice(one.start!, one.end!)}${lineEnd}`).join("");
}
