import { isReference, isSize, type PropValue, type Reference, type ReferenceKind } from "../../lib/schema/shape";
import { variableName } from "./name";
import type { Carried, Declaration, Entry } from "./plan";

// Images are many and mostly used once: they are named where they are used.
const declared: readonly ReferenceKind[] = ["node", "storage", "bridge", "pool"];
const suffixes: Readonly<Record<ReferenceKind, string>> = { node: "Node", storage: "Storage", bridge: "Bridge", pool: "Pool", image: "Image", guest: "", secret: "" };

/**
 * What the entries refer to, each once, with a field name that is free: in the stack and among themselves. What had a field before
 * keeps its name: code that people have written refers to it.
 */
export function declareReferences(entries: readonly { readonly props: Entry["props"]; readonly carried?: Pick<Carried, "fields"> }[], members: ReadonlySet<string>, before: readonly Declaration[] = []): Declaration[] {
  const carried = new Set(entries.flatMap(({ carried: code }) => code?.fields ?? []));
  const used = entries.flatMap(({ props }) => referencesIn(Object.values(props)));
  const found = new Map([...before.filter(({ field }) => carried.has(field)), ...used].map(({ kind, name }): [string, Reference] => [idOf({ kind, name }), { kind, name }]));
  const references = [...found.values()].filter(({ kind }) => declared.includes(kind)).sort(order);
  const kept = new Map(before.filter(({ field }) => !members.has(field)).map(({ field, ...reference }) => [idOf(reference), field]));
  const taken = new Set([...members, ...references.flatMap((reference) => kept.get(idOf(reference)) ?? [])]);
  const fresh = references.filter((reference) => !kept.has(idOf(reference)));
  const names = nameFields(fresh, taken);
  return references.map((reference) => ({ ...reference, field: kept.get(idOf(reference)) ?? names.get(idOf(reference))! }));
}

const idOf = ({ kind, name }: Reference) => `${kind}\0${name}`;

function nameFields(references: readonly Reference[], taken: ReadonlySet<string>): ReadonlyMap<string, string> {
  const plain = references.map(({ kind, name }) => variableName(name, suffixes[kind], taken));
  return new Map(
    references.map((reference, at) => {
      const clash = plain.filter((one) => one === plain[at]).length > 1;
      return [idOf(reference), clash ? unique(plain[at]! + suffixes[reference.kind], at, references, plain) : plain[at]!];
    }),
  );
}

// Two of one kind that read the same (`a.b`, `a-b`) keep their order behind the name.
function unique(field: string, at: number, references: readonly Reference[], plain: readonly string[]): string {
  const same = references.map((_, other) => other).filter((other) => plain[other] === plain[at] && references[other]!.kind === references[at]!.kind);
  return same.length > 1 ? `${field}${same.indexOf(at) + 1}` : field;
}

const order = (a: Reference, b: Reference) => declared.indexOf(a.kind) - declared.indexOf(b.kind) || (a.name < b.name ? -1 : 1);

function referencesIn(values: readonly (PropValue | undefined)[]): Reference[] {
  return values.flatMap((value) => {
    if (typeof value !== "object" || isSize(value)) return [];
    if (isReference(value)) return [value];
    return referencesIn(Object.values(value as Readonly<Record<string, PropValue>>));
  });
}
