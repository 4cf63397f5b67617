import type { Observation } from "../../lib/inventory/document";
import { readInventory, type Inventory } from "../../lib/inventory/inventory";
import type { RunSummary, StateStore } from "../store/state-store";
import { listResources } from "../store/resource";
import { knownOf } from "./resource";
import type { Row } from "./row";

type Json = Readonly<Record<string, unknown>>;

export interface Seen {
  readonly inventory: Inventory;
  readonly observation: Observation;
  readonly rows: readonly Row[];
}

// A run does not change, and who asks a door for lists asks for the same one again and again.
let last: { readonly of: string; readonly seen: Seen } | undefined;

/** Everything that a run saw, with what it used at that moment, as Proxmox VE's own list of resources has it. */
export async function seenIn({ root, store }: { readonly root: string; readonly store: Pick<StateStore, "observation"> }, run: RunSummary): Promise<Seen> {
  const of = JSON.stringify([root, run]);
  if (last?.of !== of) last = { of, seen: await readSeen(store, run.id) };
  return last.seen;
}

async function readSeen(store: Pick<StateStore, "observation">, run: number): Promise<Seen> {
  const observation = await store.observation(run);
  const inventory = readInventory(observation);
  const listed = observation.documents.get("/cluster/resources");
  const used = new Map((Array.isArray(listed) ? (listed as Json[]) : []).map((row) => [String(row.id), row]));
  const guests = new Map(inventory.guests.map((guest) => [guest.key, guest]));
  return {
    inventory,
    observation,
    rows: listResources(inventory).map((resource) => {
      const [usage, guest] = [used.get(resource.key) ?? storageRow(listed, resource.key), guests.get(resource.key)];
      return { ...knownOf(resource), ...(usage === undefined ? {} : usageOf(usage)), ...(guest === undefined ? {} : { tags: guest.tags, ...(guest.pool === undefined ? {} : { pool: guest.pool }) }) };
    }),
  };
}

/** A storage is listed once for each node that has it; one that is shared has the same room on all. */
function storageRow(listed: unknown, key: string): Json | undefined {
  const rows = Array.isArray(listed) ? (listed as Json[]) : [];
  const own = rows.filter(({ type, storage }) => type === "storage" && `storage/${String(storage)}` === key && type !== undefined);
  if (own.length === 0) return undefined;
  const counted = own[0]!.shared === 1 ? own.slice(0, 1) : own;
  const sum = (name: string) => counted.reduce((all, row) => all + (Number(row[name]) || 0), 0);
  return { disk: sum("disk"), maxdisk: sum("maxdisk") };
}

function usageOf(row: Json): Partial<Row> {
  const number = (name: string, as: keyof Row) => (typeof row[name] === "number" && row[name] > 0 ? { [as]: row[name] } : {});
  return { ...number("maxcpu", "cores"), ...number("cpu", "load"), ...number("maxmem", "memory"), ...number("mem", "memoryUsed"), ...number("maxdisk", "disk"), ...number("disk", "diskUsed"), ...number("uptime", "uptime") };
}
