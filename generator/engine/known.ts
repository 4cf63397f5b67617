import type { ResourceKey } from "../../lib/pve/address";

/** Something that was seen on the cluster, as people name it on a line. */
export interface Known {
  readonly key: ResourceKey;
  /** What kind of thing it is, in people's word: `vm`, `container`, `node`, `storage`. */
  readonly kind: string;
  /** What names it beside its kind: its number, or its name where it has none. */
  readonly id: string;
  readonly name: string;
  readonly isGuest: boolean;
  readonly status?: string;
  readonly node?: string;
}
