import { parseGuestKey } from "../../lib/pve/address";
import { catalog } from "../../lib/schema/catalog";
import { propPath } from "../../lib/schema/props";
import type { ChangeReport, ResourceReport } from "./grading";

/** One change as a row: the prop, what becomes of its value, and what that does to the guest. */
export type Row = readonly [prop: string, change: string, says: string];

/** What changes of a resource, value by value in the code's words: `cpu.cores`, `2 → 1`; a block that comes or goes is one row. */
export function changeRows({ key, changes }: Pick<ResourceReport, "key" | "changes">): readonly Row[] {
  const guest = key === undefined ? undefined : parseGuestKey(key);
  const rows = guest === undefined ? undefined : catalog[guest.type].rows;
  const named = (path: string) => (rows === undefined ? path : propPath(rows, path));
  return changes.flatMap((change) => rowsOf(change, named));
}

type Naming = (path: string) => string;
type Value = Readonly<Record<string, unknown>>;

function rowsOf({ prop, attribute, before, after, hidden, unknown, says }: ChangeReport, named: Naming): readonly Row[] {
  if (hidden) return [[prop, "(hidden)", says]];
  if (unknown) return [[prop, `${printed(before)} → (known after apply)`, says]];
  const [old, fresh] = [blocksIn(before), blocksIn(after)];
  if (old === undefined || fresh === undefined) return [[prop, `${printed(before)} → ${printed(after)}`, says]];
  if (old.length <= 1 && fresh.length <= 1) return leaves(`${attribute}[0]`, old[0] ?? {}, fresh[0] ?? {}, says, named);
  const keys = [...new Set([...old.map(keyOf), ...fresh.map(keyOf)])];
  return keys.flatMap((key): readonly Row[] => {
    const [was, is] = [old.find((one, at) => keyOf(one, at) === key), fresh.find((one, at) => keyOf(one, at) === key)];
    if (was === undefined || is === undefined) return [[`${prop} ${key}`, was === undefined ? `new: ${summed(is!)}` : `${summed(was)} → removed`, says]];
    return leaves(`${attribute}[${fresh.indexOf(is)}]`, was, is, says, named).map(([, change, text]): Row => [`${prop} ${key}`, change, text]);
  });
}

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

/** What a block says, in short: `datastore_id local, size 8`. */
function summed(block: Value): string {
  const parts = Object.entries(block).flatMap(([name, value]) => (printed(value) === "nothing" || value === false || value === 0 || value === name ? [] : [`${name} ${printed(value)}`]));
  return short(parts.join(", "));
}

function printed(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "nothing" : short(value.map((one) => (typeof one === "object" && one !== null ? summed(one as Value) : printed(one))).join(", "));
  if (typeof value === "object") return Object.keys(value).length === 0 ? "nothing" : summed(value as Value);
  return short(String(value).replaceAll("\n", "⏎"));
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
