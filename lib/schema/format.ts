import { parsePropertyString, printPropertyString, type Property, type PropertyFormat } from "../pve/property-string";
import { tables } from "./catalog";
import type { Source } from "./place";
import type { Member, Packing, Row } from "./row";
import type { Mention, Shape } from "./shape";

/** How Proxmox VE writes one key, or one numbered family of keys. Derived from the rows; nothing is written twice. */
export interface KeyFormat {
  /** `net` for net0 … net31; the key itself otherwise. */
  readonly family: string;
  /** How many of the family there are; undefined for a single key. */
  readonly count?: number;
  /** The sub-keys of a packed key, with the rows that know them. */
  readonly fields: ReadonlyMap<string, Row>;
  /** The row of a plain value. */
  readonly plain?: Row;
  /** What of the cluster is named by which sub-key; that of a plain value is "". */
  readonly mentions: ReadonlyMap<string, readonly Mentions[]>;
  readonly text: PropertyFormat;
  /** How many of the family the provider reads. */
  readonly read?: number;
  /** Why the provider does not read the key at all. */
  readonly why?: string;
  /** Of interest to Proxmox VE alone. */
  readonly internal?: boolean;
  /** Proxmox VE writes it by itself, and does not accept it. */
  readonly readOnly?: boolean;
}

/** Something in a configuration that Proxmox VE or pmpc does not understand. It stays as it is, and is reported. */
export interface Problem {
  readonly key: string;
  readonly field?: string;
  readonly value: string;
  readonly problem: "unknown key" | "unknown sub-key" | "wrong value" | "repeated";
}

type Mentions = NonNullable<Shape["mentions"]>;

interface OpenFormat {
  count?: number;
  fields: Map<string, Row>;
  mentions: Map<string, Mentions[]>;
  plain?: Row;
  packing: Packing;
  aliases: Record<string, string>;
  read?: number;
  why?: string;
  internal?: boolean;
  readOnly?: boolean;
}

// Proxmox VE has fewer drives on a bus than the provider has disks.
const driveCounts: Readonly<Record<string, number>> = { "ide#": 4, "sata#": 6, "scsi#": 31, "virtio#": 16 };

const indexes: ReadonlyMap<string, ReadonlyMap<string, KeyFormat>> = new Map([...new Set(tables.map(({ type }) => type))].map((type) => [type, index(type)]));
const passing: ReadonlyMap<string, ReadonlySet<string>> = new Map([...indexes].map(([type, formats]) => [type, passingIn(formats)]));
const aliases: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(tables.map((table) => [table.type, new Map(Object.entries(table.aliases))]));

/** The format of a key, `net12` and old names included; undefined for a key that Proxmox VE does not have. */
export function formatOf(type: string, name: string): KeyFormat | undefined {
  const key = keyOf(type, name);
  const formats = indexes.get(type);
  const exact = formats?.get(key);
  if (exact && exact.count === undefined) return exact;
  const [, family, digits] = /^([a-z]+)(0|[1-9]\d*)$/.exec(key) ?? [];
  const numbered = family === undefined ? undefined : formats?.get(`${family}#`);
  return numbered && Number(digits) < (numbered.count ?? 0) ? numbered : undefined;
}

/** Every format of a kind. */
export function formatsOf(type: string): Iterable<KeyFormat> {
  return indexes.get(type)?.values() ?? [];
}

/** Keys that come and go by themselves: locks, snapshots, digests. A plan says the same, whatever they are. */
export const passingKeys = (type: string): ReadonlySet<string> => passing.get(type) ?? new Set();

/** The key by its present name: `cdrom` is `ide2`. */
export function keyOf(type: string, name: string): string {
  return aliases.get(type)?.get(name) ?? name;
}

/** One setting, understood as far as it can be: the parts in their order, and what is wrong with them. */
export interface Device {
  readonly parts: readonly Property[];
  readonly problems: readonly Problem[];
}

/** Reads the text of one key. Everything survives: `printDevice` gives the same text up to Proxmox VE's own order. */
export function parseDevice(type: string, key: string, value: string): Device {
  const format = formatOf(type, key);
  if (!format) return { parts: [["", value]], problems: [{ key, value, problem: "unknown key" }] };
  if (format.fields.size === 0) {
    const good = !format.plain || format.plain.shape.parse(value) !== undefined;
    return { parts: [["", value]], problems: good ? [] : [{ key, value, problem: "wrong value" }] };
  }
  const parts = parsePropertyString(value, format.text);
  return { parts, problems: parts.flatMap((part, at) => problemOf(format, key, part, parts.slice(0, at)) ?? []) };
}

export function printDevice(type: string, key: string, parts: readonly Property[]): string {
  return printPropertyString(parts, formatOf(type, key)?.text);
}

/** What of the cluster a setting names, each once: storages, bridges, mappings, images, the template of a linked clone. */
export function mentionsIn(type: string, key: string, value: string): readonly Mention[] {
  const { mentions, fields, plain } = formatOf(type, key) ?? {};
  if (mentions === undefined || mentions.size === 0) return [];
  const parts: readonly Property[] = fields!.size === 0 || plain ? [["", value]] : parseDevice(type, key, value).parts;
  const all = parts.flatMap(([field, text]) => (mentions.get(field) ?? []).flatMap((read) => read(text)));
  return all.filter(({ as, name }, at) => all.findIndex((one) => one.as === as && one.name === name) === at);
}

function problemOf(format: KeyFormat, key: string, [field, value]: Property, before: readonly Property[]): Problem | undefined {
  const row = format.fields.get(field);
  const family = /^[a-z]+/.exec(key)?.[0] ?? "";
  if (!row || (row.on && format.count !== undefined && !row.on.includes(family))) return { key, field, value, problem: "unknown sub-key" };
  if (before.some(([other]) => other === field)) return { key, field, value, problem: "repeated" };
  return row.shape.parse(value) === undefined ? { key, field, value, problem: "wrong value" } : undefined;
}

// ---- deriving the formats ------------------------------------------------------------------------------------------------

function index(type: string): ReadonlyMap<string, KeyFormat> {
  const open = new Map<string, OpenFormat>();
  const at = (name: string) => {
    if (!open.has(name)) open.set(name, { fields: new Map(), mentions: new Map(), packing: {}, aliases: {} });
    return open.get(name)!;
  };
  for (const { rows, packed } of tables.filter((table) => table.type === type)) {
    collect(rows, [], at);
    for (const [name, packing] of Object.entries(packed)) at(name).packing = packing;
  }
  return new Map(
    [...open].map(([name, { packing, aliases, ...format }]) => {
      const readOnly = format.readOnly ?? format.plain?.readOnly;
      const text = { defaultKey: packing.defaultKey, pairs: packing.pairs, aliases };
      return [name, { family: name.replace("#", ""), ...format, readOnly, text }];
    }),
  );
}

function passingIn(formats: ReadonlyMap<string, KeyFormat>): ReadonlySet<string> {
  return new Set([...formats.values()].flatMap(({ family, internal, plain }) => (internal || plain?.internal ? [family] : [])));
}

type At = (name: string) => OpenFormat;

function collect(members: readonly Member[], place: readonly string[], at: At): void {
  for (const member of members) {
    if (member.kind === "row") {
      for (const path of keysOf(member.pve)) register(member, path, place, at);
      continue;
    }
    const { from } = member;
    for (const [name, packing] of Object.entries(member.packed ?? {})) at(name).packing = packing;
    if (from?.is === "lines" || from?.is === "items") continue;
    const names = from === undefined ? place : from.is === "key" ? [homeOf(from.key)] : from.families.map((family) => `${family}#`);
    for (const name of from ? names : []) {
      const format = at(name);
      if (from?.is === "numbered") format.count = numbersOf(name, from.known, format.count);
      if (member.packing) format.packing = member.packing;
      if (from?.is === "numbered" && from.count > 0) format.read = Math.max(from.count, format.read ?? 0);
      if (member.terraform === null) Object.assign(format, { why: member.why, internal: member.internal, readOnly: member.readOnly });
    }
    collect(member.rows, names, at);
  }
}

// ide3, where the provider looks for the CD drive, is one of the ide drives.
function homeOf(key: string): string {
  const family = key.replace(/\d+$/, "#");
  return Object.hasOwn(driveCounts, family) ? family : key;
}

function numbersOf(name: string, known: number, before = 0): number {
  return driveCounts[name] ?? Math.max(known, before);
}

function register(row: Row, path: string, place: readonly string[], at: At): void {
  const slash = path.indexOf("/");
  if (slash > 0) {
    const family = path.slice(0, slash);
    if (family === "guest" || family === "cloudinit") return;
    enter(at(family), path.slice(slash + 1), row);
  } else if (place.length === 0) {
    enterPlain(at(path), row);
  } else {
    for (const name of place) {
      if (path === "") enterPlain(at(name), row);
      else enter(at(name), path, row);
    }
  }
}

function enterPlain(format: OpenFormat, row: Row): void {
  format.plain ??= row;
  mention(format, "", row);
}

/** Several rows may read one sub-key, and each knows something of what it names. */
function mention({ mentions }: OpenFormat, field: string, { shape }: Row): void {
  if (shape.mentions) mentions.set(field, [...(mentions.get(field) ?? []), shape.mentions]);
}

function enter(format: OpenFormat, field: string, row: Row): void {
  mention(format, field, row);
  if (!format.fields.has(field)) format.fields.set(field, row);
  for (const alias of row.aliases ?? []) format.aliases[alias] = field;
}

/** The keys that a source names, whichever way it uses them. */
export function keysOf(source: Source): readonly string[] {
  if (typeof source === "string") return [source];
  return source.is === "first" ? source.of.filter((one) => typeof one === "string") : [];
}
