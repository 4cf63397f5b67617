import type { ImportDeclaration, ImportSpecifier } from "@babel/types";
import type { Change } from "./change";
import { nameOf } from "./project";
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

/** How a file calls things of a module: by their own names, by others, or as parts of the whole; undefined for what it does not import. */
export function namesFor(source: Source, module: string): (name: string) => string | undefined {
  const specifiers = importsOf(source).flatMap((one) => (one.source.value === module && one.importKind !== "type" ? one.specifiers : []));
  const names = new Map(specifiers.flatMap((one) => (one.type === "ImportSpecifier" && one.importKind !== "type" ? [[nameOf(one.imported), one.local.name] as const] : [])));
  const whole = specifiers.find(({ type }) => type === "ImportNamespaceSpecifier")?.local.name;
  return (name) => names.get(name) ?? (whole === undefined ? undefined : `${whole}.${name}`);
}

const importsOf = ({ file }: Source) => file.program.body.filter((one): one is ImportDeclaration => one.type === "ImportDeclaration");

/** The changes that import names of a module: in its own import where there is one, in their order where they have one. What was imported as a type only becomes a value. */
export function importNames(source: Source, names: readonly string[], module: string): readonly Change[] {
  const imports = importsOf(source);
  const types = imports.filter((one) => one.source.value === module).flatMap((node) => node.specifiers.flatMap((one) => (one.type === "ImportSpecifier" && names.includes(one.local.name) && (node.importKind === "type" || one.importKind === "type") ? [{ node, one }] : [])));
  const known = new Set(imports.flatMap(({ specifiers }) => specifiers.map(({ local }) => local.name)));
  const missing = [...new Set(names)].filter((name) => !known.has(name)).sort();
  return [...asValues(source, types), ...importMissing(source, imports, missing, module)];
}

/** `import type { A, Size }` → `import { type A, Size }` */
function asValues({ text }: Source, types: readonly { readonly node: ImportDeclaration; readonly one: ImportSpecifier }[]): readonly Change[] {
  const within = (start: number, pattern: RegExp) => start + pattern.exec(text.slice(start))![0].length;
  return [...new Set(types.map(({ node }) => node))].flatMap((node): Change[] => {
    const values = types.filter((one) => one.node === node).map(({ one }) => one);
    if (node.importKind !== "type") return values.map(({ start }) => ({ start: start!, end: within(start!, /^type\s+/), text: "" }));
    const others = node.specifiers.filter((one) => !values.includes(one as ImportSpecifier));
    return [{ start: within(node.start!, /^import\s+/), end: within(node.start!, /^import\s+type\s*/), text: "" }, ...others.map(({ start }) => ({ start: start!, end: start!, text: "type " }))];
  });
}

function importMissing(source: Source, imports: readonly ImportDeclaration[], missing: readonly string[], module: string): readonly Change[] {
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
