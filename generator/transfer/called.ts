import type { Guest } from "../../lib/inventory/inventory";
import type { Says } from "../../lib/schema/rewrite";

/** What something is called after it was carried over. */
export interface Cast {
  readonly cluster: (name: string) => string;
  readonly node: (name: string) => string;
  readonly storage: (name: string) => string;
  readonly bridge: (name: string) => string;
  readonly pool: (name: string) => string;
  readonly vmId: (number: number) => number;
  /** A value of a guest's configuration; undefined leaves it out. */
  readonly value: (says: Says, text: string, guest: Guest) => string | undefined;
  /** Anything that has a name, by the reference that leads to it; undefined if it is not there. */
  readonly thing: (as: string, name: string) => string | undefined;
  /** A setting of something that is not a guest; undefined leaves it out. `isNeeded`: the provider requires one. */
  readonly setting: (says: Says, text: string, isNeeded: boolean) => string | undefined;
}
