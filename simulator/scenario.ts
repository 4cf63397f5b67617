import type { Addresses, Volume } from "./cluster";
import type { Hardware } from "./hardware";
import type { Release } from "./release";

/**
 * A cluster as text: the files of `/etc/pve`, and the few facts that are in none of them.
 * A folder that somebody copied from a node is one as well.
 */
export interface Scenario {
  readonly name: string;
  /** @default "9.2" */
  readonly release?: Release;
  /**
   * Text by path below `/etc/pve`: `nodes/pve1/qemu-server/100.conf`, `storage.cfg`, `user.cfg`, `datacenter.cfg`, `corosync.conf`.
   * A node's network is `nodes/pve1/interfaces`, or `interfaces` for all of them.
   */
  readonly files: Readonly<Record<string, string>>;
  readonly nodes?: Readonly<Record<string, NodeFacts>>;
  /** By number. Guests that are not here run if they start at boot, and report what their configuration says. */
  readonly guests?: Readonly<Record<number, GuestFacts>>;
  readonly storages?: Readonly<Record<string, StorageFacts>>;
  /** ISO images, templates, snippets and backups. */
  readonly volumes?: readonly Volume[];
  /** The first three numbers of the network behind each VLAN tag: `{ 0: "192.168.1" }`. */
  readonly networks?: Readonly<Record<number, string>>;
}

export interface NodeFacts {
  readonly online?: boolean;
  readonly cpus?: number;
  /** Bytes. */
  readonly memory?: number;
  /** Bytes of the root file system. */
  readonly disk?: number;
  /** PCI and USB devices that mappings can name. @default none */
  readonly hardware?: Hardware;
}

export interface GuestFacts {
  readonly power?: "running" | "paused" | "stopped";
  readonly addresses?: Addresses | "silent";
}

export interface StorageFacts {
  /** Bytes. */
  readonly total?: number;
  /** Bytes. */
  readonly used?: number;
  /** False where the server behind it does not answer. */
  readonly reachable?: boolean;
}
