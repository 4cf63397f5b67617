import type { ImportDeclaration } from "@babel/types";
import type { Change } from "./change";
import { restyle } from "./restyle";
import type { Source } from "./source";
import { styleAt } from "./style";
import { parseSource } from "./parse";

/** What a file imports by name: name → module. */
export function importsIn(text: string): ReadonlyMap<string, string> {
  const statements = parseSource(text)?.program.body ?? [];
  const imports = statements.filter((one): one is ImportDeclaration => one.type === "ImportDeclaration");
  return new Map(imports.flatMap(({ source, specifiers }) => specifiers.map(({ local }) => [local.name, source.value])));
}

/** The changes that import names of a module: in its own import where there is one, in their order where they have one. */
export function importNames(source: Source, names: readonly string[], module: string): readonly Change[] {
  const imports = source.file.program.body.filter((one): one is ImportDeclaration => one.type === "ImportDeclaration");
  const known = new Set(imports.flatMap(({ specifiers }) => specifiers.map(({ local }) => local.name)));
  const missing = [...new Set(names)].filter((name) => !known.has(name)).sort();
  if (missing.length === 0) return [];
  const own = imports.find((one) => one.source.value === module && one.importKind !== "type" && one.specifiers.some(({ type }) => type === "ImportSpecifier"));
  if (own !== undefined) return missing.map((name) => besideOthers(own, name));
  const style = styleAt(source, source.file.program);
  const line = restyle(`import { ${missing.join(", ")} } from ${JSON.stringify(module)};`, style, "", "statements");
  const last = imports.at(-1)?.end ?? undefined;
  if (last !== undefined) return [{ start: last, end: last, text: `${style.lineEnd}${line}` }];
  const first = source.file.program.body[0]?.start ?? source.text.length;
  return [{ start: first, end: first, text: `${line}${style.lineEnd}` }];
}

function besideOthers({ specifiers }: ImportDeclaration, name: string): Change {
  const texts = specifiers.map(({ local }) => local.name);
  const isSorted = texts.every((text, at) => at === 0 || texts[at - 1]! < text);
  const next = isSorted ? specifiers.find(({ local }) => local.name > name) : undefined;
  return next === undefined ? { start: specifiers.at(-1)!.end!, end: specifiers.at(-1)!.end!, text: `, ${name}` } : { start: next.start!, end: next.start!, text: `${name}, ` };
}
