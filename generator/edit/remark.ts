import type { ArrayExpression, Comment, Node, ObjectExpression } from "@babel/types";
import type { Change } from "./change";
import { removeMember } from "./layout";
import type { Source } from "./source";
import { indentAt, isFirst, lineEndOf } from "./style";

/** The comments inside of a node, but for those that may go with it. */
export const remarksIn = ({ file }: Source, { start, end }: Node, isOurs: (comment: string) => boolean = () => false): readonly Comment[] =>
  (file.comments ?? []).filter((one) => one.start! > start! && one.end! < end! && !isOurs(one.value));

/** Takes a member out of an object or a list, as `removeMember` does. Comments that are inside of it stay: in its place, or above its line. */
export function removeKeeping(source: Source, whole: ObjectExpression | ArrayExpression, member: Node, kept: readonly Comment[], options: { readonly comment?: boolean } = {}): readonly Change[] {
  const changes = removeMember(source, whole, member, options);
  const [first, ...rest] = changes;
  if (kept.length === 0 || first === undefined) return changes;
  const isWhole = isFirst(source.text, member.start!) && first.start === lineStart(source, member) && source.text[first.end - 1] === "\n";
  return isWhole ? [{ ...first, text: linesOf(source, member, kept) }, ...rest] : [aboveLine(source, member, kept), ...changes];
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
