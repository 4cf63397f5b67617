import type { ImportDeclaration } from "@babel/types";
import type { FileChange } from "../assignment";
import type { Change } from "../change";
import { nameOf } from "../project";
import type { Source } from "../source";

/** Takes names out of the imports of a file that are generated no longer and that nothing in it reads. */
export function dropImports(base: Source | undefined, fresh: Source | undefined, mine: Source): readonly FileChange[] {
  if (base === undefined) return [];
  const now = new Set(fresh ? importsOf(fresh).map(nameIn) : []);
  const gone = new Set(importsOf(base).map(nameIn).filter((one) => !now.has(one)));
  if (gone.size === 0) return [];
  return mine.file.program.body.flatMap((node) => {
    if (node.type !== "ImportDeclaration" || node.specifiers.length === 0) return [];
    const unread = node.specifiers.filter((one) => gone.has(nameIn({ node, name: nameAbroad(one) })) && mine.usesOf(one.local.name).every((use) => mine.parentOf(use)?.type.startsWith("Import")));
    return without(mine, node, unread).map((one) => ({ ...one, file: mine.path }));
  });
}

interface Imported {
  readonly node: ImportDeclaration;
  readonly name: string;
}

const importsOf = ({ file }: Source): Imported[] => file.program.body.flatMap((node) => (node.type === "ImportDeclaration" ? node.specifiers.map((one) => ({ node, name: nameAbroad(one) })) : []));

/** What the module calls it. */
const nameAbroad = (one: ImportDeclaration["specifiers"][number]) => (one.type === "ImportSpecifier" ? nameOf(one.imported) : one.local.name);

const nameIn = ({ node, name }: Imported) => `${node.source.value} ${name}`;

function without({ text }: Source, node: ImportDeclaration, unread: ImportDeclaration["specifiers"]): Change[] {
  if (unread.length === 0) return [];
  if (unread.length === node.specifiers.length) {
    const rest = /^[ \t]*\r?\n/.exec(text.slice(node.end!));
    if (rest === null || /\/[/*]/.test(text.slice(node.start!, node.end!))) return [];
    return [{ start: node.start!, end: node.end! + rest[0].length, text: "" }];
  }
  return unread.flatMap((one): Change[] => {
    const at = node.specifiers.indexOf(one);
    const [before, behind] = [node.specifiers[at - 1], node.specifiers[at + 1]];
    // With its comma: the one before it, where that stays.
    const [start, end] = behind !== undefined ? [one.start!, behind.start!] : before !== undefined ? [before.end!, one.end!] : [one.start!, one.end!];
    const isPlain = one.type === "ImportSpecifier" && !/\/[/*]/.test(text.slice(start, end)) && (behind !== undefined || before === undefined || !unread.includes(before));
    return isPlain ? [{ start, end, text: "" }] : [];
  });
}
