import type { ReferenceKind } from "../../lib/schema/shape";
import type { PropValue } from "../../lib/schema/shape";
import { isSize, isReference, type Reference } from "../../lib/schema/shape";
import { variableName } from "./name";
import type { Declaration, Entry } from "./plan";

// Images are many and mostly used once: they are named where they are used.
const declared: readonly ReferenceKind[] = ["node", "storage", "bridge", "pool"];
const suffixes: Readonly<Record<ReferenceKind, string>> = { node: "Node", storage: "Storage", bridge: "Bridge", pool: "Pool", image: "Image" };

/** What the entries refer to, each once, with a field name that is free: in the stack and among themselves. */
export function declareReferences(entries: readonly Entry[], members: ReadonlySet<string>): Declaration[] {
  const found = new Map<string, Reference>();
  for (const { props } of entries) for (const reference of referencesIn(Object.values(props))) found.set(`${reference.kind}\0${reference.name}`, reference);
  const references = [...found.values()].filter(({ kind }) => declared.includes(kind)).sort(order);
  const plain = references.map(({ kind, name }) => variableName(name, suffixes[kind], members));
  return references.map(({ kind, name }, at) => {
    const clash = plain.filter((one) => one === plain[at]).length > 1;
    return { kind, name, field: clash ? unique(plain[at]! + suffixes[kind], at, references, plain) : plain[at]! };
  });
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
