import type { ResourceKey } from "../../pve/address";
import { textTemplate, type Parts } from "../../pve/template";
import type { Mention } from "../shape";
import type { Kind, TerraformType } from "./kind";

/** One resource: its kind and the parts of its identity, in Proxmox VE's words. */
export interface ResourceId {
  readonly kind: Kind;
  readonly parts: Parts;
}

/** A resource as the provider's import names it. */
export interface ImportId extends ResourceId {
  readonly type: TerraformType;
}

/** The kinds of resources that are known, and the ways between their names. */
export interface Kinds {
  /** By rank. */
  readonly all: readonly Kind[];
  /** The kind whose keys begin so; undefined if none does. */
  readonly of: (prefix: string) => Kind | undefined;
  /** `qemu/100`, `pool/customers/acme` */
  readonly printKey: (id: ResourceId) => ResourceKey;
  readonly parseKey: (key: ResourceKey) => ResourceId | undefined;
  /** `vm 101`, `storage local-lvm`, as people say it. */
  readonly printName: (id: ResourceId) => string;
  /** Also what they type: `ct 202`, `lxc/202`, `VM 101`. */
  readonly parseName: (name: string) => ResourceId | undefined;
  /** The kind of a word that people use for it: `vm`, `containers`, `ct`, `qemu`. */
  readonly ofWord: (word: string) => Kind | undefined;
  /** The resources that a reference may lead to, from one on this node; the likeliest first. */
  readonly mentioned: (mention: Mention, node?: string) => readonly ResourceId[];
  /** The kind of a resource type of Terraform's, under any of its names; of several, the first by rank. */
  readonly ofTerraform: (type: string) => { readonly kind: Kind; readonly type: TerraformType } | undefined;
  /** The resource that a plan or a state has these values of; undefined if it is not of a known type, or has no identity yet. */
  readonly ofValues: (type: string, values: Values) => ResourceId | undefined;
  /** `proxmox_virtual_environment_vm`, `pve1/101` → the resource, with its place. */
  readonly parseImport: (type: string, importId: string) => ImportId | undefined;
}

type Values = Readonly<Record<string, unknown>>;

/** Joins kinds. A prefix or a word that two of them have is a mistake, and is told at once. */
export function joinKinds(records: readonly Kind[]): Kinds {
  const all = [...records].sort((a, b) => a.rank - b.rank);
  const prefixes = new Map<string, Kind>();
  const served = new Map<string, Kind[]>();
  const words = new Map<string, Kind>();
  const types = new Map<string, { kind: Kind; type: TerraformType }[]>();
  for (const kind of all) {
    enter(prefixes, kind.prefix, kind);
    for (const as of new Set([kind.prefix, ...(kind.serves ?? [])])) served.set(as, [...(served.get(as) ?? []), kind]);
    for (const word of wordsOf(kind)) enter(words, word, kind);
    for (const type of kind.terraform) for (const name of [type.type, ...(type.aliases ?? [])]) types.set(name, [...(types.get(name) ?? []), { kind, type }]);
  }
  const read = (kind: Kind | undefined, rest: string): ResourceId | undefined => {
    const parts = kind && textTemplate(kind.id).parse(rest);
    return parts && { kind, parts };
  };
  // The longest word that fits counts: "virtual machine" has a blank inside.
  const longestFirst = [...words].sort(([a], [b]) => b.length - a.length);
  return {
    all,
    of: (prefix) => prefixes.get(prefix),
    printKey: ({ kind, parts }) => `${kind.prefix}/${textTemplate(kind.id).print(parts)}`,
    parseKey: (key) => read(prefixes.get(key.split("/")[0]!), key.slice(key.indexOf("/") + 1)),
    printName: ({ kind, parts }) => `${kind.word.short} ${textTemplate(kind.id).print(parts)}`,
    parseName: (name) => {
      const text = name.trim();
      const [word = "", kind] = longestFirst.find(([one]) => /^[ /]/.test(text.slice(one.length)) && text.toLowerCase().startsWith(one)) ?? [];
      return read(kind, text.slice(word.length + 1).trim());
    },
    ofWord: (word) => words.get(word.toLowerCase()),
    mentioned: ({ as, name }, node) =>
      (served.get(as) ?? []).flatMap((kind) => {
        // What each node has for itself is that of the same node.
        const text = kind.id.startsWith("{node}/") ? `${node ?? ""}/${name}` : name;
        return read(kind, text) ?? [];
      }),
    ofTerraform: (type) => types.get(type)?.[0],
    ofValues: (name, values) => {
      // What is in more than one kind of place has the most to say where it is in the narrowest.
      const found = [...(types.get(name) ?? [])].sort((a, b) => sayings(b.type) - sayings(a.type));
      const told = [...found.map(({ kind, type }) => ({ kind, parts: saidBy(kind, type, values) })), ...found.map(({ kind, type }) => ({ kind, parts: idIn(kind, type, values.id) }))];
      const one = told.find(({ parts }) => parts !== undefined);
      return one && { kind: one.kind, parts: one.parts! };
    },
    parseImport: (name, importId) => {
      const found = (types.get(name) ?? []).map((one) => ({ ...one, parts: one.type.importId === undefined ? undefined : textTemplate(one.type.importId).parse(importId) }));
      const one = found.find(({ parts }) => parts !== undefined);
      return one && { ...one, parts: one.parts! };
    },
  };
}

const sayings = ({ attributes }: TerraformType) => Object.keys(attributes).length;

/** The identity as its attributes say it. */
function saidBy({ id }: Kind, { attributes }: TerraformType, values: Values): Parts | undefined {
  const said = Object.entries(attributes).flatMap(([part, attribute]): [string, string][] => {
    const value = [attribute].flat().map((one) => values[one]).find(isText);
    return value === undefined ? [] : [[part, String(value)]];
  });
  const parts = Object.fromEntries(said);
  const { names, print, parse } = textTemplate(id);
  return names.every((name) => name in parts) && parse(print(parts)) ? parts : undefined;
}

const isText = (value: unknown) => (typeof value === "string" && value !== "") || typeof value === "number";

// After an import it may be that of the import, with the node before it.
function idIn({ id }: Kind, { importId }: TerraformType, text: unknown): Parts | undefined {
  if (typeof text !== "string") return undefined;
  return (importId === undefined ? undefined : textTemplate(importId).parse(text)) ?? textTemplate(id).parse(text);
}

/** The type that a document of this kind is in Terraform; undefined if the provider has none for it. */
export function terraformTypeOf(kind: Kind, document: Readonly<Record<string, unknown>>): TerraformType | undefined {
  return kind.terraform.find(({ only = {} }) => Object.entries(only).every(([column, value]) => document[column] === value));
}

/** The id by which the provider imports it; undefined if it cannot. */
export const printImport = ({ importId }: TerraformType, parts: Parts): string | undefined => (importId === undefined ? undefined : textTemplate(importId).print(parts));

const wordsOf = ({ prefix, word: { short, one, many, synonyms } }: Kind) => new Set([prefix, short, one, many, ...synonyms].map((word) => word.toLowerCase()));

function enter<V>(map: Map<string, V>, name: string, value: V): void {
  if (map.has(name)) throw new TypeError(`two kinds of resources are called "${name}"`);
  map.set(name, value);
}
