import type { Guest, Inventory } from "../../lib/inventory/inventory";
import type { GuestType, ResourceKey } from "../../lib/pve/address";
import { awaitsLock } from "../../lib/schema/catalog";
import { formatsOf } from "../../lib/schema/format";
import { providerVersion } from "../../lib/schema/provider/bpg";
import type { FindingRecord, NameRecord, StateStore } from "../store/state-store";

/** What guests are called in the code, by key. */
export type Names = ReadonlyMap<ResourceKey, NameRecord>;

/**
 * The names that earlier imports gave. Terraform's state, where it was asked, knows better than the store which guests it has
 * (`adopted`: key → name), and in a fresh clone it is all there is.
 */
export async function rememberedNames(store: StateStore, { guests }: Inventory, adopted: ReadonlyMap<ResourceKey, string> | undefined): Promise<Names> {
  const names = await store.names();
  if (adopted === undefined) return names;
  const held = new Set(guests.flatMap((guest) => (isHeld(guest) ? [guest.key] : [])));
  const known = [...names].map(([key, name]) => [key, { ...name, adopted: adopted.get(key) === name.id && (name.adopted || !held.has(key)) }] as const);
  const lost = guests.flatMap((guest) => {
    const id = names.has(guest.key) ? undefined : adopted.get(guest.key);
    return id === undefined ? [] : [[guest.key, { key: guest.key, id, forgotten: false, adopted: true, guest }] as const];
  });
  return new Map([...known, ...lost]);
}

// Once it is settled the next apply touches Terraform's record of it, and the provider would wait for its lock.
const isHeld = ({ type, config }: Guest) => awaitsLock(type) && config?.lock !== undefined;

/** What was found out about guests that are still as they were, with the provider that the code asks for. */
export async function findingsOn({ guests }: Inventory, store: StateStore): Promise<ReadonlyMap<ResourceKey, FindingRecord>> {
  const now = new Map(guests.map((guest) => [guest.key, looksOf(guest)]));
  return new Map([...(await store.findings())].filter(([key, { provider, guest }]) => provider === providerVersion && now.get(key) === looksOf(guest)));
}

// Locks, snapshots and digests come and go, and a plan says the same.
const passing = (type: GuestType) => new Set([...formatsOf(type)].flatMap(({ family, internal, plain }) => (internal || plain?.internal ? [family] : [])));
const passingKeys = { qemu: passing("qemu"), lxc: passing("lxc") };

const looksOf = ({ type, config }: Guest) => JSON.stringify(Object.entries(config ?? {}).filter(([key]) => !passingKeys[type].has(key)).sort());
