import { diffIndices } from "node-diff3";
import { parseGuestKey } from "../../lib/pve/address";
import { catalog } from "../../lib/schema/catalog";
import { clusterTableOf } from "../../lib/schema/cluster/all";
import { propPath } from "../../lib/schema/props";
import type { Member } from "../../lib/schema/row";
import type { ChangeReport, ResourceReport } from "./grading";

/** One change as a row: the prop, what becomes of its value, and what that does to the guest. */
export type Row = readonly [prop: string, change: string, says: string];

/** What changes of a resource, value by value in the code's words: `cpu.cores`, `2 → 1`; a block that comes or goes is one row. */
export function changeRows({ key, address, changes }: Pick<ResourceReport, "key" | "address" | "changes">): readonly Row[] {
  const guest = key === undefined ? undefined : parseGuestKey(key);
  const rows = guest === undefined ? clusterTableOf(address.split(".").at(-2) ?? "")?.rows : catalog[guest.type].rows;
  const named = (path: string) => (rows === undefined ? path : propPath(rows, path));
  const said = changes.filter((change) => !isFilledIn(change, rows));
  return (said.length === 0 ? changes : said).flatMap((change) => rowsOf(change, named, guest === undefined ? inOrder : byName));
}

/** What the provider fills in by itself says nothing beside what code changes. */
function isFilledIn({ attribute, unknown }: ChangeReport, rows: readonly Member[] | undefined): boolean {
  const row = rows?.find(({ terraform }) => terraform === /^\w+/.exec(attribute)?.[0]);
  return unknown === true && (row === undefined || (row.kind === "row" && (row.output === true || row.computed === true)));
}

type Naming = (path: string) => string;
type Value = Readonly<Record<string, unknown>>;

function rowsOf({ prop, attribute, before, after, hidden, unknown, says }: ChangeReport, named: Naming, pairsOf: Pairing): readonly Row[] {
  if (hidden) return [[prop, "(hidden)", says]];
  if (unknown) return [[prop, `${printed(before)} → (known after apply)`, says]];
  const [old, fresh] = [blocksIn(before), blocksIn(after)];
  if (old === undefined || fresh === undefined) return [[prop, `${printed(before)} → ${printed(after)}`, says]];
  if (old.length <= 1 && fresh.length <= 1) return leaves(`${attribute}[0]`, old[0] ?? {}, fresh[0] ?? {}, says, named);
  return pairsOf(old, fresh).flatMap(([name, was, is]): readonly Row[] => {
    const block = `${prop} ${name}`;
    const path = `${attribute}[0]`;
    if (was === undefined) return [[block, `new: ${summed(is!, path, named)}`, says]];
    if (is === undefined) return [[block, `${summed(was, path, named)} → removed`, says]];
    return leaves(path, was, is, says, named).map(([leaf, change, text]): Row => [`${block} ${within(leaf, named(path))}`, change, text]);
  });
}

/** What of a block is meant: `disks[0].size` → `size`. */
const within = (leaf: string, block: string) => (leaf.startsWith(`${block}.`) ? leaf.slice(block.length + 1) : leaf.split(".").slice(1).join(".") || leaf);

type Pair = readonly [name: string, was: Value | undefined, is: Value | undefined];
/** Which block of before is which of after. */
type Pairing = (old: readonly Value[], fresh: readonly Value[]) => readonly Pair[];

const byName: Pairing = (old, fresh) =>
  [...new Set([...old.map(keyOf), ...fresh.map(keyOf)])].map((key) => [key, old.find((one, at) => keyOf(one, at) === key), fresh.find((one, at) => keyOf(one, at) === key)]);

/** Blocks in an order, such as the rules of a firewall: one that comes or goes moves those below it, which is no change of theirs. */
const inOrder: Pairing = (old, fresh) => {
  if ([...old, ...fresh].some((one, at) => keyOf(one, at) !== String(at))) return byName(old, fresh);
  const [before, after] = [old, fresh].map((list) => list.map((one) => JSON.stringify(Object.entries(unplaced(one)).sort())));
  return diffIndices(before!, after!).flatMap(({ buffer1: [from, gone], buffer2: [at, come] }) =>
    Array.from({ length: Math.max(gone, come) }, (_, index): Pair => {
      const [was, is] = [index < gone ? old[from + index] : undefined, index < come ? fresh[at + index] : undefined];
      return [String(is === undefined ? from + index : at + index), was && unplaced(was), is && unplaced(is)];
    }),
  );
};

/** Without its place, which the order says. */
const unplaced = ({ pos: _, ...block }: Value): Value => block;

/** A block that may be there several times, or not at all. */
function blocksIn(value: unknown): readonly Value[] | undefined {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) && value.every((one) => typeof one === "object" && one !== null) ? (value as readonly Value[]) : undefined;
}

// A card of a virtual machine has no name, and is known by its place.
const keyOf = ({ interface: bus, name, volume, path }: Value, at: number) => String([bus, name, path, volume].find((one) => typeof one === "string" && one !== "") ?? at);

function leaves(path: string, was: Value, is: Value, says: string, named: Naming): readonly Row[] {
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
  return keys.flatMap((key): readonly Row[] => {
    const [before, after] = [printed(was[key]), printed(is[key])];
    return before === after ? [] : [[named(`${path}.${key}`), `${before} → ${after}`, says]];
  });
}

/** What a block says, in short: `storage local, size 8`. */
function summed(block: Value, path = "", named: Naming = (own) => own): string {
  const nameOf = (key: string) => (path === "" ? key : within(named(`${path}.${key}`), named(path)));
  const parts = Object.entries(block).flatMap(([name, value]) => (printed(value) === "nothing" || value === false || value === 0 || value === name ? [] : [`${nameOf(name)} ${printed(value)}`]));
  return short(parts.join(", "));
}

function printed(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "nothing" : short(value.map((one) => (typeof one === "object" && one !== null ? summed(one as Value) : printed(one))).join(", "));
  if (typeof value === "object") return Object.keys(value).length === 0 ? "nothing" : summed(value as Value);
  return short(String(value).replaceAll("\n", "⏎"));
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
