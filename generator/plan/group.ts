import type { Guest } from "../../lib/inventory/inventory";
import { plainWord, variableName } from "./name";
import type { Entry, Fold, Group } from "./plan";

/** By what guests are put into files. It never changes what Terraform sees. */
export const groupings = ["node", "pool", "tag", "none"] as const;
export type Grouping = (typeof groupings)[number];

// Windows cannot have files of these names.
const devices = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A guest's entry, and the file that it goes into. */
export interface Placed {
  readonly file: string;
  readonly entry: Entry;
}

/** One file for each node, pool or first tag; guests in it by number. A function keeps the name that it had. */
export function groupEntries(placed: readonly Placed[], before: ReadonlyMap<string, string> = new Map(), folds: ReadonlyMap<string, readonly Fold[]> = new Map()): Group[] {
  const groups = new Map<string, Entry[]>();
  for (const { file, entry } of placed) groups.set(file, [...(groups.get(file) ?? []), entry]);
  return [...groups]
    .map(([path, entries]) => ({ path, name: before.get(path) ?? functionName(path), entries, folds: folds.get(path) ?? [], aside: [] }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `guests/pve1.ts` → `pve1Guests`, which reads as what it adds, and never as the node. */
function functionName(path: string): string {
  const word = path.replace(/^guests\/|\.ts$/g, "").replace(/^(\w+)-guests$/, (all, device: string) => (devices.test(device) ? device : all));
  return `${variableName(word, "")}Guests`;
}

/** Where a guest's code goes: `guests/pve1.ts`. */
export function pathOf(guest: Guest, by: Grouping): string {
  return `guests/${fileName(labelOf(guest, by))}.ts`;
}

function labelOf(guest: Guest, by: Grouping): string {
  if (by === "node") return guest.node;
  if (by === "pool") return guest.pool ?? "no-pool";
  if (by === "tag") return guest.tags[0] ?? "untagged";
  return "all";
}

function fileName(label: string): string {
  const word = plainWord(label).toLowerCase();
  return word === "" || devices.test(word) ? `${word}-guests`.replace(/^-/, "") : word;
}
