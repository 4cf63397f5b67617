import type { ArrayExpression, Node, ObjectExpression } from "@babel/types";
import { wholeLines, type Change } from "./change";
import { restyle } from "./restyle";
import type { Source } from "./source";
import { indentAt, isFirst, isTall, styleAt, type Style } from "./style";

/** Code in pmpc's own style for a place that begins at a column; it decides by that whether it takes one line or many. */
export type Code = (column: number) => string;

/** Puts other code in the place of a node. */
export function replaceNode({ text }: Source, node: Node, code: Code, style: Style): Change {
  const indent = indentAt(text, node.start!);
  const line = text.lastIndexOf("\n", node.start! - 1) + 1;
  return { start: node.start!, end: node.end!, text: restyle(code(node.start! - line), style, indent, node.type === "ObjectProperty" ? "property" : "expression") };
}

/** Puts a property into an object, behind one of its members, or first. */
export function insertProperty(source: Source, object: ObjectExpression, name: string, code: Code, behind: Node | undefined, style: Style): Change[] {
  return insertMember(source, object, object.properties, (column) => `${name}: ${code(column + name.length + 2)}`, behind, style);
}

/** Puts an element into a list, behind one of its elements, or first. */
export function insertElement(source: Source, list: ArrayExpression, code: Code, behind: Node | undefined, style: Style): Change[] {
  return insertMember(source, list, list.elements.filter((one) => one !== null), code, behind, style);
}

/** Puts the text of a member into a list or an object as it is, behind one of its members, or first. */
export function insertAsIs(source: Source, whole: ObjectExpression | ArrayExpression, text: string, behind: Node | undefined): Change[] {
  const members: readonly (Node | null)[] = whole.type === "ArrayExpression" ? whole.elements : whole.properties;
  return insertMember(source, whole, members.filter((one) => one !== null), undefined, behind, styleAt(source, whole), text);
}

function insertMember(source: Source, whole: ObjectExpression | ArrayExpression, members: readonly Node[], code: Code | undefined, behind: Node | undefined, style: Style, asIs = ""): Change[] {
  const { text } = source;
  const tall = isTall(text, whole);
  const sibling = behind ?? members[0];
  const outer = indentAt(text, whole.start!);
  const indent = sibling !== undefined && isFirst(text, sibling.start!) ? indentAt(text, sibling.start!) : tall ? outer + style.step : outer;
  const print = () => code === undefined ? asIs : restyle(code(indent.length), style, indent, whole.type === "ObjectExpression" ? "property" : "expression");
  if (members.length === 0) return insertOnly(source, whole, print, tall ? indent : undefined, style);
  if (behind === undefined) return insertFirst(source, whole, members[0]!, print, tall ? indent : undefined, style);
  const next = members[members.indexOf(behind) + 1];
  const comma = commaAfter(text, behind.end!, whole.end! - 1);
  const isOneLine = !tall || (next !== undefined && !text.slice(behind.end!, next.start!).includes("\n"));
  if (isOneLine) return [at(behind.end!, `, ${print()}`)];
  const end = lineEnd(text, comma === undefined ? behind.end! : comma + 1, next?.start ?? whole.end! - 1);
  const tail = next !== undefined || comma !== undefined ? "," : "";
  return [...(comma === undefined ? [at(behind.end!, ",")] : []), at(end, `${style.lineEnd}${indent}${print()}${tail}`)];
}

function insertOnly({ text }: Source, whole: ObjectExpression | ArrayExpression, print: () => string, indent: string | undefined, style: Style): Change[] {
  const blank = whole.type === "ObjectExpression" && style.spaced ? " " : "";
  const inside = text.slice(whole.start! + 1, whole.end! - 1);
  if (inside.trim() === "") return [{ start: whole.start! + 1, end: whole.end! - 1, text: `${blank}${print()}${blank}` }];
  // Comments are all that is in it.
  const place = lineEnd(text, whole.start! + 1, whole.end! - 1);
  return [at(place, indent === undefined ? `${blank}${print()}` : `${style.lineEnd}${indent}${print()}${style.trailingComma ? "," : ""}`)];
}

function insertFirst({ text }: Source, whole: ObjectExpression | ArrayExpression, first: Node, print: () => string, indent: string | undefined, style: Style): Change[] {
  if (indent === undefined || !isFirst(text, first.start!)) return [at(first.start!, `${print()}, `)];
  const place = lineEnd(text, whole.start! + 1, first.start!);
  return [at(place, `${style.lineEnd}${indent}${print()},`)];
}

const at = (offset: number, text: string): Change => ({ start: offset, end: offset, text });

/** Where a line ends, its comment included; no further than `limit`. */
function lineEnd(text: string, from: number, limit: number): number {
  const rest = /^[^\S\r\n]*(?:\/\/[^\r\n]*|(?:\/\*(?:(?!\*\/)[^\n])*\*\/[^\S\r\n]*)+(?=\r?\n))?/.exec(text.slice(from))![0];
  const found = from + rest.length;
  return found <= limit && /^\r?\n/.test(text.slice(found)) ? found : from;
}

/** The comma behind a member, whatever comments are between. */
function commaAfter(text: string, from: number, limit: number): number | undefined {
  const blank = /^(?:\s|\/\/[^\n]*\n|\/\*[^]*?\*\/)*/.exec(text.slice(from, limit))![0].length;
  return text[from + blank] === "," && from + blank < limit ? from + blank : undefined;
}

/** A comment that is all that is left of a line. */
export const remarkBehind = /^[ \t]*(?:\/\/[^\r\n]*|\/\*(?:(?!\*\/)[^\n])*\*\/(?=[ \t]*\r?\n))/;

/** Takes a member out of an object or a list, with its comma, and with its line where it has one of its own. Comments beside it stay. */
export function removeMember({ text }: Source, whole: ObjectExpression | ArrayExpression, member: Node, { comment = false } = {}): Change[] {
  const members = (whole.type === "ObjectExpression" ? whole.properties : whole.elements).filter((one): one is NonNullable<typeof one> => one !== null) as readonly Node[];
  const before = members[members.indexOf(member) - 1];
  const comma = commaAfter(text, member.end!, whole.end! - 1);
  const isNear = comma !== undefined && text.slice(member.end!, comma).trim() === "";
  const tail = isNear ? comma + 1 : member.end!;
  const end = tail + (comment ? (remarkBehind.exec(text.slice(tail))?.[0].length ?? 0) : 0);
  const far: Change[] = comma === undefined || isNear ? [] : [{ start: comma, end: comma + 1, text: "" }];
  const lines = wholeLines(text, { start: member.start!, end });
  const isLast = members.at(-1) === member;
  const former = isLast && comma === undefined && before !== undefined ? commaAfter(text, before.end!, member.start!) : undefined;
  if (lines.start !== member.start! || lines.end !== end) return [{ ...lines, text: "" }, ...far, ...(former === undefined ? [] : [{ start: former, end: former + 1, text: "" }])];
  if (members.length === 1 && text.slice(whole.start! + 1, member.start!).trim() === "" && text.slice(end, whole.end! - 1).trim() === "") return [{ start: whole.start! + 1, end: whole.end! - 1, text: "" }];
  if (former !== undefined && text.slice(former + 1, member.start!).trim() === "") return [{ start: former, end: member.end!, text: "" }];
  const isRemarked = /^[ \t]*\/[/*]/.test(text.slice(end));
  const blank = (isLast && !(isRemarked && isFirst(text, member.start!))) || (comma !== undefined && !isNear) ? 0 : /^[ \t]*(?=\S)/.exec(text.slice(end))?.[0].length ?? 0;
  const lead = isLast && isNear && before !== undefined && !text.slice(before.end!, member.start!).includes("\n") ? /[ \t]*$/.exec(text.slice(0, member.start!))![0].length : 0;
  return [{ start: member.start! - lead, end: end + blank, text: "" }, ...far, ...(former === undefined ? [] : [{ start: former, end: former + 1, text: "" }])];
}
