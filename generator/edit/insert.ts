import type { BlockStatement, Program, Statement } from "@babel/types";
import { applied, withImports } from "./edit";
import { withSource, type Project } from "./project";
import { restyle } from "./restyle";
import type { Source } from "./source";
import { indentAt, styleAt, type Style } from "./style";

/** Where a statement can go: into a block, behind one of its statements, or as its first. */
export interface Spot {
  readonly source: Source;
  readonly block: BlockStatement | Program;
  readonly behind?: Statement;
}

/**
 * Puts statements in pmpc's own style at a spot, as it is written there; nothing else changes. What they name of the library is imported.
 * Raises `cannot-edit`.
 */
export function insertStatements(project: Project, spot: Spot, code: string, library = "pmpc"): Project {
  return insert(project, spot, (style, indent) => restyle(code, style, indent, "statements"), library);
}

/** Puts back a statement that was taken out, as it was. Raises `cannot-edit`. */
export function putBack(project: Project, spot: Spot, text: string, library = "pmpc"): Project {
  return insert(project, spot, () => text, library);
}

function insert(project: Project, { source, block, behind }: Spot, write: (style: Style, indent: string) => string, library: string): Project {
  const { text } = source;
  const style = styleAt(source, block);
  const outer = block.type === "Program" ? "" : indentAt(text, block.start!);
  const first = (block.body as readonly Statement[])[0];
  const indent = behind !== undefined ? indentAt(text, behind.start!) : first !== undefined ? indentAt(text, first.start!) : block.type === "Program" ? "" : outer + style.step;
  const written = indent + write(style, indent);
  const blank = style.lineEnd + style.lineEnd;
  const place = behind === undefined ? (block.type === "Program" ? 0 : block.start! + 1) : endOfLine(text, behind.end!, (block.body as readonly Statement[])[(block.body as readonly Statement[]).indexOf(behind) + 1]?.start ?? block.end!);
  const inside = block.type !== "Program" && block.body.length === 0 ? text.slice(block.start! + 1, block.end! - 1) : undefined;
  const afterComments = block.start! + 1 + (inside ?? "").trimEnd().length;
  const change = inside !== undefined
    ? { start: afterComments, end: block.end! - 1, text: `${inside.trim() === "" ? style.lineEnd : blank}${written}${style.lineEnd}${outer}` }
    : { start: place, end: place, text: behind === undefined ? `${style.lineEnd}${written}${first === undefined ? "" : style.lineEnd}` : `${blank}${written}` };
  return withSource(project, applied(source, withImports(source, [change], library)));
}

/** Where the line of a statement ends, with the comment that comes after it there; no further than the next statement. */
function endOfLine(text: string, from: number, limit: number): number {
  const rest = /^[^\S\r\n]*(?:\/\/[^\r\n]*|\/\*(?:(?!\*\/)[^\n])*\*\/[^\S\r\n]*)?(?=\r?\n)/.exec(text.slice(from));
  return rest !== null && from + rest[0].length <= limit ? from + rest[0].length : from;
}
