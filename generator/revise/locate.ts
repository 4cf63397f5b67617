import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { instancesIn, type Instance } from "../edit/instance";
import { readProject } from "../edit/project";
import { valueAt } from "../edit/read";
import type { Step } from "../edit/assignment";
import type { ClusterName } from "../workspace/cluster-names";
import type { Names } from "../workspace/names";
import { guestConstructs, isGuest, placeOf } from "./find";

/** Finds where code declares guests and other things, and says their values: `guests/pve1.ts:12`. */
export interface Locator {
  /** Where it is made; undefined if unknown. */
  declared(key: ResourceKey): string | undefined;
  /** Where a value of it is said; where it is not, where it is made. */
  said(key: ResourceKey, steps: readonly Step[]): string | undefined;
}

/** `others`: what is not a guest, by the constructs that declare it. */
export function locate(code: ReadonlyMap<string, string>, names: Names, others: ReadonlyMap<ResourceKey, Pick<ClusterName, "construct" | "id">>): Locator {
  const project = readProject(code);
  const isMeant = (key: ResourceKey) => {
    const { construct, id } = others.get(key) ?? {};
    return parseGuestKey(key) === undefined ? (one: Instance) => one.className === construct && one.id === id : isGuest(key, names);
  };
  let all: readonly Instance[] | undefined;
  const known = new Map<ResourceKey, Instance | undefined>();
  const find = (key: ResourceKey) => {
    all ??= instancesIn(project, [...guestConstructs, ...[...new Set([...others.values()].map(({ construct }) => construct))].map((className) => ({ className }))]);
    if (!known.has(key)) known.set(key, all.find(isMeant(key)));
    return known.get(key);
  };
  return {
    declared(key) {
      const instance = find(key);
      return instance && placeOf(instance.creation);
    },
    said(key, steps) {
      const instance = find(key);
      if (instance === undefined) return undefined;
      // A device that the code does not have is missing in its list.
      for (let length = steps.length; length > 0; length--) {
        const place = valueAt(project, instance, steps.slice(0, length));
        if (place !== undefined) return placeOf(place);
      }
      return placeOf(instance.creation);
    },
  };
}
