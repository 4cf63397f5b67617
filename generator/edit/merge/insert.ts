import type { FunctionDeclaration, Node, Statement } from "@babel/types";
import type { Change } from "../change";
import { restyle } from "../restyle";
import type { Source } from "../source";
import { indentAt, isFirst, styleAt } from "../style";
import { headOf, tailOf } from "./place";

/** Puts code behind a statement, or before it, as a statement of its own: with a blank line between where its neighbours have one. */
export function insertBeside(source: Source, neighbour: Statement, code: string, where: "behind" | "before"): Change {
  const { text } = source;
  const style = styleAt(source, source.parentOf(neighbour) ?? source.file.program);
  const indent = indentAt(text, neighbour.start!);
  const gap = isAiry(source, neighbour) ? style.lineEnd : "";
  const said = restyle(code, style, indent, "statements");
  if (where === "behind") {
    const place = tailOf(source, neighbour);
    return { start: place, end: place, text: `${style.lineEnd}${gap}${indent}${said}` };
  }
  const head = headOf(source, neighbour);
  return { start: head, end: head, text: `${said}${style.lineEnd}${gap}${indent}` };
}

/** Puts code into a function that has no statement yet. */
export function insertInto(source: Source, block: Node, code: string): Change {
  const { text } = source;
  const style = styleAt(source, block);
  const outer = indentAt(text, block.start!);
  const said = restyle(code, style, outer + style.step, "statements");
  const close = block.end! - 1;
  const isClosed = isFirst(text, close);
  const place = isClosed ? text.lastIndexOf("\n", close) + 1 : close;
  return isClosed ? { start: place, end: place, text: `${outer}${style.step}${said}${style.lineEnd}` } : { start: place, end: place, text: `${style.lineEnd}${outer}${style.step}${said}${style.lineEnd}${outer}` };
}

/** Whether a blank line parts a statement from one of its neighbours; true where it has none. */
function isAiry(source: Source, statement: Statement): boolean {
  const all = siblingsOf(source, statement);
  const at = all.indexOf(statement);
  const gaps = [all[at - 1] && ([all[at - 1]!, statement] as const), all[at + 1] && ([statement, all[at + 1]!] as const)].filter((one) => one !== undefined);
  return gaps.length === 0 || gaps.some(([before, behind]) => /\n[ \t]*\r?\n/.test(source.text.slice(tailOf(source, before), behind.start!)));
}

function siblingsOf(source: Source, statement: Node): readonly Statement[] {
  const parent = source.parentOf(statement);
  return parent?.type === "BlockStatement" || parent?.type === "Program" ? parent.body : [];
}

/** The functions at the top of a file. */
export const functionsOf = ({ file }: Source): readonly FunctionDeclaration[] =>
  file.program.body.flatMap((one) => {
    const declared = one.type === "ExportNamedDeclaration" ? one.declaration : one;
    return declared?.type === "FunctionDeclaration" ? [declared] : [];
  });
