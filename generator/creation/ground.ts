import { readInventory, type Guest, type Inventory, type Storage } from "../../lib/inventory/inventory";
import { graphOf } from "../../lib/inventory/link";
import { parseGuestKey, type GuestType, type ResourceKey } from "../../lib/pve/address";
import { printName } from "../../lib/schema/kind/name";
import type { Observation } from "../../lib/inventory/document";
import { guestConstructs, placeOf } from "../revise/find";
import { instancesIn, type Instance } from "../edit/instance";
import type { Project } from "../edit/project";
import type { Written } from "../session/written";

type Json = Readonly<Record<string, unknown>>;

/** What a new guest can depend on: the cluster as it was seen last, and the code. */
export interface Ground {
  readonly inventory: Inventory;
  readonly instances: readonly Instance[];
  /** Numbers that are not free: who has each. */
  readonly numbers: ReadonlyMap<number, string>;
  /** Free bytes of memory; undefined if unknown. */
  readonly freeMemory: (node: string) => number | undefined;
  /** What a storage takes: `images`, `rootdir`, …; undefined if unknown. */
  readonly contents: (storage: string) => ReadonlySet<string> | undefined;
  readonly room: (storage: string, node: string) => { readonly free: number; readonly total: number } | undefined;
  /** Bridges of a node; undefined if it was not asked. */
  readonly bridges: (node: string) => ReadonlySet<string> | undefined;
}

export function readGround(observation: Observation, project: Project, written: Pick<Written, "names" | "ownNames" | "forgotten">): Ground {
  const inventory = readInventory(observation);
  const rows = rowsOf(observation.documents.get("/cluster/resources"));
  const storages = new Map(rowsOf(observation.documents.get("/storage")).map((row) => [String(row.storage), row]));
  const instances = instancesIn(project, guestConstructs);
  // A virtual network is a bridge of every node of its zone, and no node lists it.
  const vnets = [...inventory.resources.values()].flatMap(({ kind, parts }) => (kind.serves?.includes("bridge") && parts.node === undefined ? Object.values(parts).slice(-1) : []));
  return {
    inventory,
    instances,
    numbers: new Map([
      ...[...written.names.keys(), ...written.ownNames.keys(), ...[...written.forgotten.values()].map(({ guest }) => guest)].flatMap((key) => numberIn(key, printName(key))),
      ...instances.flatMap(({ key, creation }): [number, string][] => (Number.isInteger(Number(key)) && key !== undefined ? [[Number(key), placeOf(creation)]] : [])),
      ...inventory.guests.map(({ vmId, key, name }) => [vmId, `${printName(key)}${name === undefined ? "" : ` ${name}`}`] as const),
    ]),
    freeMemory: (node) => {
      const row = rows.find((one) => one.type === "node" && one.node === node);
      return typeof row?.maxmem === "number" && typeof row.mem === "number" ? row.maxmem - row.mem : undefined;
    },
    contents: (storage) => {
      const content = storages.get(storage)?.content;
      return typeof content === "string" ? new Set(content.split(",").map((one) => one.trim())) : undefined;
    },
    room: (storage, node) => {
      const row = rows.find((one) => one.type === "storage" && one.storage === storage && one.node === node);
      return typeof row?.maxdisk === "number" && typeof row.disk === "number" && row.maxdisk > 0 ? { free: row.maxdisk - row.disk, total: row.maxdisk } : undefined;
    },
    bridges: (node) => {
      const listed = observation.documents.get(`/nodes/${encodeURIComponent(node)}/network`);
      return listed === undefined ? undefined : new Set(rowsOf(listed).filter(({ type }) => type === "bridge" || type === "OVSBridge" || type === "vnet").map(({ iface }) => String(iface)).concat(vnets));
    },
  };
}

const rowsOf = (body: unknown): readonly Json[] => (Array.isArray(body) ? (body as Json[]) : []);

const numberIn = (key: ResourceKey, whose: string): [number, string][] => {
  const guest = parseGuestKey(key);
  return guest === undefined ? [] : [[guest.vmId, whose]];
};

/** Guests of its kind, those of its node where there are some; templates are no example. */
export function guestsLike({ inventory }: Ground, type: GuestType, node: string | undefined): readonly Guest[] {
  const all = inventory.guests.filter((guest) => guest.type === type && !guest.template && guest.config !== undefined);
  const near = all.filter((guest) => guest.node === node);
  return near.length > 0 ? near : all;
}

/** Names of storages or bridges that guests use in some of their settings: the most used first. */
export function usedBy({ inventory }: Ground, guests: readonly Guest[], as: "storage" | "bridge", at: RegExp): readonly string[] {
  const graph = graphOf(inventory);
  const names = guests.flatMap(({ key }) => graph.linksOf(key).filter((link) => link.as === as && link.at.some((setting) => at.test(setting))).map(({ to }) => to.split("/").at(-1)!));
  return mostFirst(names);
}

/** Each value once, the most frequent first; of those that are as frequent the first. */
export function mostFirst<T>(values: readonly T[]): readonly T[] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value);
}

/** Whether a node has a storage, as far as was seen. */
export const isOn = ({ nodes, unreachable, disabled }: Storage, node: string) => !disabled && (nodes === undefined || nodes.includes(node)) && !unreachable.includes(node);
