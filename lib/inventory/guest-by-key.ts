import { guestKinds } from "../schema/kind/all";
import type { ResourceKey } from "../pve/address";
import type { Guest } from "./inventory";

const known = new WeakMap<readonly Guest[], ReadonlyMap<ResourceKey, Guest>>();

/** The guests by their keys: the first of each. The same list gives the same map: it may be asked for each of thousands of guests. */
export function guestsByKey(guests: readonly Guest[]): ReadonlyMap<ResourceKey, Guest> {
  const byKey = known.get(guests) ?? new Map([...guests].reverse().map((guest) => [guest.key, guest]));
  known.set(guests, byKey);
  return byKey;
}

/** All guests that have a number: there is one at most of each type. */
export function guestsNumbered(guests: readonly Guest[], vmId: number): readonly Guest[] {
  const byKey = guestsByKey(guests);
  return Object.values(guestKinds).flatMap(({ prefix }) => byKey.get(`${prefix}/${vmId}`) ?? []);
}
