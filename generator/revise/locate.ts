import type { ResourceKey } from "../../lib/pve/address";
import { instancesIn, type Instance } from "../edit/instance";
import { readProject } from "../edit/project";
import { valueAt } from "../edit/read";
import type { Step } from "../edit/assignment";
import type { Names } from "../workspace/names";
import { guestConstructs, isGuest, placeOf } from "./find";

/** Finds where code declares guests, and says their values: `guests/pve1.ts:12`. */
export interface Locator {
  /** Where the guest is made; undefined if unknown. */
  declared(key: ResourceKey): string | undefined;
  /** Where a value of it is said; where it is not, where the guest is made. */
  said(key: ResourceKey, steps: readonly Step[]): string | undefined;
}

export function locate(code: ReadonlyMap<string, string>, names: Names): Locator {
  const project = readProject(code);
  let all: readonly Instance[] | undefined;
  const known = new Map<ResourceKey, Instance | undefined>();
  const find = (key: ResourceKey) => {
    all ??= instancesIn(project, guestConstructs);
    if (!known.has(key)) known.set(key, all.find(isGuest(key, names)));
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
