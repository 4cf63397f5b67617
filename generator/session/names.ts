import { createHash } from "node:crypto";
import { compareMarks, marksOf, type Marks, type Sameness } from "../../lib/inventory/identity";
import type { Guest, Inventory } from "../../lib/inventory/inventory";
import type { Resource } from "../../lib/inventory/resource";
import type { ResourceKey } from "../../lib/pve/address";
import { awaitsLock } from "../../lib/schema/catalog";
import { passingKeys } from "../../lib/schema/format";
import { providerVersion } from "../../lib/schema/provider/bpg";
import type { Remembered } from "../plan/build";
import type { Finding, Findings } from "../workspace/findings";
import type { Name, Names } from "../workspace/names";
import type { Written } from "./written";

/** What a state of Terraform's has: key → name. */
export type InState = ReadonlyMap<ResourceKey, string>;

/**
 * The names of guests in the code. Terraform's state, where it was asked, ends the import of what it has, and names what nobody
 * else remembers.
 */
export function namesNow({ names, own }: Written, { guests }: Inventory, inState: InState | undefined): Names {
  if (inState === undefined) return names;
  const held = new Set(guests.flatMap((guest) => (isHeld(guest) ? [guest.key] : [])));
  const known = [...names].map(([key, name]): [ResourceKey, Name] => [key, isSettled(name, inState) && !held.has(key) ? withoutAdopt(name) : name]);
  const lost = guests.flatMap(({ key }): [ResourceKey, Name][] => {
    const id = names.has(key) || own.has(key) ? undefined : inState.get(key);
    return id === undefined ? [] : [[key, { key, id }]];
  });
  return new Map([...known, ...lost]);
}

// Once it is settled the next apply touches Terraform's record of it, and the provider would wait for its lock.
const isHeld = ({ type, config }: Guest) => awaitsLock(type) && config?.lock !== undefined;

/** Whether something whose import is pending is in the state by now. */
export const isSettled = ({ key, id, adopt }: Pick<Name, "key" | "id" | "adopt">, inState: InState | undefined): boolean => adopt === true && inState?.get(key) === id;

export const withoutAdopt = <N extends Pick<Name, "adopt">>({ adopt: _, ...name }: N): Omit<N, "adopt"> => name;

/** The names as planning takes them. */
export function rememberedBy(names: Names, written: Written): ReadonlyMap<ResourceKey, Remembered> {
  return new Map([...names].map(([key, name]) => [key, { id: name.id, ...(name.file === undefined ? {} : { file: name.file }), adopt: name.adopt === true, code: () => written.codeOf(name) }]));
}

/** A guest that has the number of one in the code, and is not it, or may not be. */
export interface Stranger {
  readonly guest: Guest;
  readonly name: Name;
  readonly sameness: Exclude<Sameness, "same">;
}

/** Compares what was written with what has its number now. What was written before marks were kept cannot be compared. */
export function strangersIn(names: Names, guests: readonly Guest[]): readonly Stranger[] {
  return guests.flatMap((guest) => {
    const name = names.get(guest.key);
    if (name?.marks === undefined || guest.config === undefined) return [];
    const sameness = compareMarks(guest.type, name.marks as Marks, marksOf(guest));
    return sameness === "same" ? [] : [{ guest, name, sameness }];
  });
}

/** What was found out about guests that are still as they were, with the provider that the code asks for; of guests that were not read, too. */
export function findingsOn(guests: readonly Guest[], findings: Findings, others: Iterable<Resource> = [], release = providerVersion): ReadonlyMap<ResourceKey, Finding> {
  const now = new Map<ResourceKey, string | undefined>([...[...others].map((one) => [one.key, looksOfResource(one)] as const), ...guests.map((guest) => [guest.key, guest.config && looksOf(guest)] as const)]);
  return new Map([...findings].filter(([key, { provider, on }]) => provider === release && (now.get(key) ?? on) === on));
}

/** The same of what is not a guest. */
export const looksOfResource = ({ config, row }: Resource): string => createHash("sha256").update(JSON.stringify(Object.entries(config ?? row).sort())).digest("base64url").slice(0, 22);

/** Names a guest's configuration: the same for the same, whatever comes and goes by itself. */
export function looksOf({ type, config }: Guest): string {
  const lasting = Object.entries(config ?? {}).filter(([key]) => !passingKeys(type).has(key));
  return createHash("sha256").update(JSON.stringify(lasting.sort())).digest("base64url").slice(0, 22);
}
