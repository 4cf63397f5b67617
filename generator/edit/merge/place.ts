import type { ArrayExpression, Comment, Node, Statement } from "@babel/types";
import { wholeLines, type Change, type Span } from "../change";
import type { Instance } from "../instance";
import { remarksIn, remarksOn, removeKeeping } from "../remark";
import { bare } from "../resolve";
import { lineAt, type Source } from "../source";
import { indentAt } from "../style";
import { rowOf } from "../unfold";
import { plain } from "./values";

/** Why a construct cannot be taken out, and where. */
export interface Stuck {
  readonly file: string;
  readonly line: number;
  readonly why: string;
}

/** The statement that a node is in, directly in a block or in the file. */
export function statementOf({ parentOf }: Source, node: Node): Statement | undefined {
  for (let one: Node | undefined = node; one !== undefined; one = parentOf(one)) {
    const above = parentOf(one);
    if (above?.type === "BlockStatement" || above?.type === "Program") return one as Statement;
  }
  return undefined;
}

/** Takes a construct out of the code: its statement, its row in a table, the call that makes it. Comments that `isOurs` does not know stay. */
export function takeOut(instance: Instance, isOurs: (comment: string) => boolean): { readonly file: string; readonly changes: readonly Change[] } | Stuck {
  const { creation, frames } = instance;
  const { row } = rowOf(instance) ?? {};
  if (row !== undefined) return { file: row.source.path, changes: removeKeeping(row.source, row.source.parentOf(row.node) as ArrayExpression, row.node, remarksIn(row.source, row.node, isOurs), { isOurs }) };
  const given = [...frames.values()].at(-1)?.given[0];
  const start = given === undefined ? creation : "key" in given ? { source: given.key.source, node: given.key.source.parentOf(given.key.node)! } : given;
  const { source } = start;
  const stuck = (node: Node, why: string): Stuck => ({ file: source.path, line: lineAt(source.text, node.start!), why });
  if (frames.size > 1) return stuck(start.node, "it is made there with others");
  if (frames.size === 0) return removeStatement(source, creation.node, isOurs) ?? stuck(creation.node, "it is a part of something else there");
  const parent = source.parentOf(start.node);
  if (parent?.type === "ArrayExpression" || parent?.type === "ObjectExpression") return { file: source.path, changes: removeKeeping(source, parent, start.node, remarksIn(source, start.node, isOurs), { isOurs }) };
  const call = parent?.type === "CallExpression" || parent?.type === "NewExpression" ? parent : undefined;
  return (call && removeStatement(source, call, isOurs)) ?? stuck(start.node, "it is made there with others");
}

/** Takes a statement out that is nothing but an expression, or a constant that is not read. */
function removeStatement(source: Source, node: Node, isOurs: (comment: string) => boolean): { readonly file: string; readonly changes: readonly Change[] } | undefined {
  const statement = statementOf(source, node);
  if (statement === undefined) return undefined;
  if (statement.type === "ExpressionStatement" ? bare(statement.expression) !== node : !isUnread(source, statement, node)) return undefined;
  return { file: source.path, changes: withoutStatement(source, statement, isOurs) };
}

function isUnread(source: Source, statement: Statement, node: Node): boolean {
  if (statement.type !== "VariableDeclaration" || statement.declarations.length !== 1) return false;
  const [{ id, init }] = statement.declarations as [(typeof statement.declarations)[number]];
  return id.type === "Identifier" && init != null && bare(init) === node && source.usesOf(id.name).filter((one) => one !== id).length === 0;
}

const commentsIn = ({ file }: Source, { start, end }: Node) => (file.comments ?? []).filter((one) => one.start! >= start! && one.end! <= end!);

/** Removes a statement with what is remarked on it; comments of the user's stay in its place. */
export function withoutStatement(source: Source, statement: Node, isOurs: (comment: string) => boolean): readonly Change[] {
  const left = [...commentsIn(source, statement), ...remarksOn(source, statement)].filter(({ value }) => !isOurs(value)).map(({ start, end }) => source.text.slice(start!, end!));
  return statementOut(source, statement, isOurs).map((one) => (left.length === 0 ? one : { ...one, left }));
}

function statementOut(source: Source, statement: Node, isOurs: (comment: string) => boolean): readonly Change[] {
  const { text } = source;
  const kept = commentsIn(source, statement).filter(({ value }) => !isOurs(value));
  const indent = indentAt(text, statement.start!);
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const trailing = (file(source).find((one) => one.start! >= statement.end! && /^[ \t]*$/.test(text.slice(statement.end!, one.start!))));
  const isMine = trailing !== undefined && !isOurs(trailing.value);
  const start = startWith(source, statement, isOurs);
  const stop = trailing !== undefined && !isMine ? trailing.end! : statement.end!;
  if (kept.length > 0) return [{ start, end: stop, text: kept.map((one) => text.slice(one.start!, one.end!)).join(`${end}${indent}`) + (isMine ? `${end}${indent}` : "") }];
  if (isMine) return [{ start, end: trailing.start!, text: "" }];
  const lines = wholeLines(text, { start, end: stop });
  if (lines.start === start && lines.end === stop) return [{ start, end: stop, text: "" }];
  return [{ ...withBlank(text, lines), text: "" }];
}

const file = ({ file: { comments } }: Source): readonly Comment[] => comments ?? [];

/** One of the blank lines that parted a statement from its neighbours goes with it. */
export function withBlank(text: string, { start, end }: Span): Span {
  const behind = /^[ \t]*\r?\n/.exec(text.slice(end, end + 400))?.[0].length ?? 0;
  const before = /(?:^|\n)([ \t]*\r?\n)$/.exec(text.slice(Math.max(0, start - 400), start))?.[1]!.length ?? 0;
  const closes = /^[ \t]*[})]/.test(text.slice(end, end + 400));
  if (behind > 0) return { start, end: end + behind };
  return closes ? { start: start - before, end } : { start, end };
}

/** Where a statement begins with the generated comments directly above it. */
function startWith(source: Source, statement: Node, isOurs: (comment: string) => boolean): number {
  const { text } = source;
  let start = statement.start!;
  for (const one of [...(statement.leadingComments ?? [])].reverse()) {
    const between = text.slice(one.end!, start);
    const isAlone = text.slice(text.lastIndexOf("\n", one.start! - 1) + 1, one.start!).trim() === "";
    if (!isAlone || (between.match(/\n/g)?.length ?? 0) > 1 || !isOurs(one.value)) break;
    start = one.start!;
  }
  return start;
}

/** Where a statement begins with all comments directly above it. */
export const headOf = (source: Source, statement: Node): number => startWith(source, statement, () => true);

/** Where a statement ends with what is remarked on its line. */
export function tailOf({ text }: Source, statement: Node): number {
  const rest = /^[^\S\r\n]*(?:\/\/[^\r\n]*|(?:\/\*(?:(?!\*\/)[^\n])*\*\/[^\S\r\n]*)+(?=\r?\n))?/.exec(text.slice(statement.end!))![0];
  return statement.end! + (/^\r?\n/.test(text.slice(statement.end! + rest.length)) ? rest.length : 0);
}

export const isKnown = (known: ReadonlySet<string>) => (comment: string) => known.has(plain(comment));
