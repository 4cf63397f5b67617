import type { Node, ObjectExpression } from "@babel/types";
import type { FileChange } from "./assignment";
import type { Instance } from "./instance";
import { removeMember } from "./layout";
import { declarationOf, type Project } from "./project";
import { childrenOf, type Place, type Source } from "./source";
import { spellOut } from "./spell";
import { indentAt, lineEndOf } from "./style";

/** The row of a table that a construct is made from, and the statement that goes over the table. */
export interface RowPlace {
  readonly row: Place<ObjectExpression>;
  readonly loop: Place;
}

/** The row of a construct that a loop over a table makes, and nothing else does; undefined for any other one. */
export function rowOf({ frames }: Instance): RowPlace | undefined {
  const several = [...frames].filter(([, { of }]) => of !== 1 || frames.size === 1);
  const [found, ...others] = several.length > 0 ? several : [...frames].slice(-1);
  const row = found?.[1].given[0];
  if (found === undefined || others.length > 0 || row === undefined || "key" in row || row.node.type !== "ObjectExpression" || row.source.parentOf(row.node)?.type !== "ArrayExpression") return undefined;
  return { row: row as Place<ObjectExpression>, loop: { source: row.source, node: found[0] } };
}

/**
 * The changes that make one of several constructs a statement of its own, with the values that it had: its row goes, and what was remarked
 * in that goes along. Undefined if it is made in another way than pmpc folds, by a function that a loop calls with each row, or where the
 * code would not mean the same at another place. Comments that `staysThere` knows stay with what makes the others.
 */
export function unfold(project: Project, instance: Instance, staysThere?: (comment: string) => boolean): readonly FileChange[] | undefined {
  const place = rowOf(instance);
  const code = spellOut(project, instance, staysThere);
  const isFolded = place?.loop.node.type === "ForOfStatement" && instance.frames.size === 2 && [...instance.frames.keys()].some(({ type }) => type === "FunctionDeclaration");
  if (place === undefined || !isFolded || code === undefined || dependsOnPlace(project, instance)) return undefined;
  const source = homeOf(project, place.loop.node);
  const loop = source && statementAround(source, place.loop.node);
  const list = place.row.source.parentOf(place.row.node);
  if (source === undefined || loop === undefined || list?.type !== "ArrayExpression") return undefined;
  const { text } = source;
  const indent = indentAt(text, loop.start!);
  const lineEnd = lineEndOf(text);
  const remarks = (place.row.source.file.comments ?? []).filter(({ start, end }) => start! > place.row.node.start! && end! < place.row.node.end!).map(({ start, end }) => place.row.source.text.slice(start!, end!));
  const semicolon = text[loop.end! - 1] === ";" || text[loop.end! - 1] === "}" ? ";" : "";
  const said = [...remarks, `${code}${semicolon}`].flatMap((one) => one.split(/\r?\n/)).map((line) => (line === "" ? line : indent + line)).join(lineEnd);
  const end = endOfLine(text, loop.end!);
  return [...removeMember(place.row.source, list, place.row.node).map((one) => ({ ...one, file: place.row.source.path })), { start: end, end, text: `${lineEnd}${lineEnd}${said}`, file: source.path }];
}

/** The file that a node is in. */
const homeOf = ({ sources }: Project, node: Node): Source | undefined => sources.find((one) => one.parentOf(node) !== undefined);

function statementAround(source: Source, node: Node): Node | undefined {
  for (let one: Node | undefined = node; one !== undefined; one = source.parentOf(one)) {
    const above = source.parentOf(one);
    if (above?.type === "BlockStatement" || above?.type === "Program") return one;
  }
  return undefined;
}

const endOfLine = (text: string, from: number) => from + (/^[^\S\r\n]*(?:\/\/[^\r\n]*)?(?=\r?\n)/.exec(text.slice(from))?.[0].length ?? 0);

/** Whether the code of a construct names something that only the function around it knows. */
function dependsOnPlace(project: Project, { creation: { source, node }, frames }: Instance): boolean {
  const inside = (one: Node | undefined, outer: Node): boolean => one !== undefined && one.start! >= outer.start! && one.end! <= outer.end!;
  const isLocal = (one: Node): boolean => {
    if (one.type !== "Identifier") return childrenOf(one).some(isLocal);
    const declared = declarationOf(project, source, one, one.name);
    if (declared?.is === "parameter" || declared?.is === "element") return !frames.has(declared.of.node) && [...frames.keys()].some((frame) => frame !== declared.of.node && inside(declared.of.node, frame));
    return declared?.is === "constant" && declared.value.source === source && [...frames.keys()].some((frame) => inside(declared.value.node, frame) && !inside(declared.value.node, node));
  };
  return isLocal(node);
}
