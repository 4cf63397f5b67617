import type { ImportSpecifier, Node } from "@babel/types";
import { change, type Change } from "./change";
import { nameOf } from "./project";
import { lineAt, readSource, type Source } from "./source";

/** What became of a file whose names of a module have changed. */
export interface Renamed {
  readonly text: string;
  /** Names that nothing single stands for: each with the line that imports it. */
  readonly open: readonly { readonly name: string; readonly line: number }[];
}

/** Gives what a file imports of a module its new names, wherever the file says them; what is not meant stays byte for byte. Undefined for a file that does not parse, or names none of them. */
export function renameImports(path: string, text: string, names: ReadonlyMap<string, string | undefined>, module: string): Renamed | undefined {
  const source = text.includes(module) ? readSource(path, text) : undefined;
  if (source === undefined) return undefined;
  const [changes, open] = [[] as Change[], [] as { name: string; line: number }[]];
  const meet = (former: Node, name: string, rename: (now: string) => readonly Change[]) => {
    if (!names.has(name)) return;
    const now = names.get(name);
    if (now === undefined) open.push({ name, line: lineAt(text, former.start!) });
    else changes.push(...rename(now));
  };
  for (const one of source.file.program.body.flatMap((node) => (node.type === "ImportDeclaration" && node.source.value === module ? node.specifiers : []))) {
    if (one.type === "ImportSpecifier") meet(one, nameOf(one.imported), (now) => renameSpecifier(source, one, now));
    if (one.type !== "ImportNamespaceSpecifier") continue;
    for (const member of source.usesOf(one.local.name).map((use) => memberOf(source, use))) {
      if (member !== undefined) meet(member, member.name, (now) => [{ start: member.start!, end: member.end!, text: now }]);
    }
  }
  for (const one of source.file.program.body.flatMap((node) => (node.type === "ExportNamedDeclaration" && node.source?.value === module ? node.specifiers : []))) {
    if (one.type === "ExportSpecifier") meet(one, one.local.name, (now) => [{ start: one.local.start!, end: one.local.end!, text: one.exported.start === one.local.start ? `${now} as ${one.local.name}` : now }]);
  }
  return changes.length + open.length === 0 ? undefined : { text: change(text, changes), open };
}

function renameSpecifier(source: Source, { imported, local }: ImportSpecifier, now: string): readonly Change[] {
  const wanted: Change = { start: imported.start!, end: imported.end!, text: now };
  // It goes by a name of the file's own, which stays.
  if (imported.start !== local.start) return [wanted];
  const uses = [...new Map(source.usesOf(local.name).filter((use) => use.start !== local.start && !isGivenAway(source, use)).map((use) => [use.start, use])).values()];
  // Where the new name means something else, or the old one is made anew inside, the file keeps its own word.
  if (source.usesOf(now).length > 0 || uses.some((use) => isMade(source, use))) return [{ ...wanted, text: `${now} as ${local.name}` }];
  return [wanted, ...uses.map((use) => ({ start: use.start!, end: use.end!, text: inPlace(source, use, now) }))];
}

/** The name in the place of a use: a short property, and an export, keep the name that others know. */
function inPlace(source: Source, use: Node, now: string): string {
  const parent = source.parentOf(use);
  const word = source.text.slice(use.start!, use.end!);
  if (parent?.type === "ObjectProperty" && parent.shorthand) return `${word}: ${now}`;
  return parent?.type === "ExportSpecifier" && parent.exported.start === use.start ? `${now} as ${word}` : now;
}

/** A name that others know it by, or what comes from another module. */
function isGivenAway(source: Source, use: Node): boolean {
  const parent = source.parentOf(use);
  if (parent?.type !== "ExportSpecifier") return false;
  const statement = source.parentOf(parent);
  return parent.local.start !== use.start || (statement?.type === "ExportNamedDeclaration" && statement.source != null);
}

function isMade(source: Source, use: Node): boolean {
  const parent = source.parentOf(use);
  if (parent === undefined) return false;
  if (/^(Function|Arrow|ObjectMethod|ClassMethod)/.test(parent.type)) return "params" in parent && (parent.params as readonly Node[]).includes(use) || ("id" in parent && parent.id === use);
  return (parent.type === "VariableDeclarator" || parent.type === "ClassDeclaration" || parent.type === "TSInterfaceDeclaration" || parent.type === "TSTypeAliasDeclaration") && parent.id === use;
}

/** What is named behind the dot: `SdnNetwork` in `pmpc.SdnNetwork`, in code or in a type. */
function memberOf(source: Source, use: Node): { readonly type: "Identifier"; readonly name: string; readonly start?: number | null; readonly end?: number | null } & Node | undefined {
  const parent = source.parentOf(use);
  const found = parent?.type === "MemberExpression" && parent.object === use && !parent.computed ? parent.property : parent?.type === "TSQualifiedName" && parent.left === use ? parent.right : undefined;
  return found?.type === "Identifier" ? found : undefined;
}
