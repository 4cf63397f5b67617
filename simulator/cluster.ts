import type { GuestType } from "../lib/pve/address";
import type { ConfigSection } from "../lib/pve/file/section-config";
import type { UserConfig } from "../lib/pve/file/user-config";
import type { Hardware } from "./hardware";
import type { UserId } from "./permission";

/** A Proxmox VE cluster that fits in a variable. Routes read it, power actions and `control` change it. */
export interface Cluster {
  /** Undefined for a node that never joined one. */
  readonly name?: string;
  readonly version: { readonly version: string; readonly release: string; readonly repoid: string };
  readonly nodes: ReadonlyMap<string, Node>;
  /** By number: a cluster gives each only once, whichever the type and node. */
  readonly guests: Map<number, Guest>;
  readonly storages: Map<string, Storage>;
  /** Every file but the guests', by path below `/etc/pve`, as it is; what the simulator does not understand is kept. */
  readonly files: Map<string, string>;
  readonly realms: readonly ConfigSection[];
  /** The comment in `datacenter.cfg`. */
  notes: string;
  /** The settings in `datacenter.cfg`. */
  readonly options: Map<string, string>;
  /** ISO images, templates, snippets, backups, and the guests' volumes that were made since; the others follow from their configurations. */
  readonly volumes: Volume[];
  /** The first three numbers of the network behind a VLAN tag (0: none), for guests that get their address there. */
  readonly networks: ReadonlyMap<number, string>;
  users: UserConfig;
  /** The secrets of API tokens. */
  readonly secrets: Map<UserId, string>;
  readonly passwords: Map<UserId, string>;
  /** The newest last. */
  readonly tasks: Task[];
  /** SHA-256 of the certificate that the nodes show, where there is one. */
  readonly fingerprint?: string;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Seconds until a task is said to have ended. */
  readonly taskTime: number;
  /** Whether high availability is at work: without it, what it is asked for is only written down. */
  readonly crm: boolean;
  /** How many names were made up so far: MAC addresses, UUIDs, secrets. */
  inventions: number;
}

export interface Node {
  readonly name: string;
  readonly id: number;
  readonly ip: string;
  online: boolean;
  readonly cpus: number;
  /** Bytes. */
  readonly memory: number;
  /** Bytes of the root file system. */
  readonly disk: number;
  /** What mappings can name. */
  readonly hardware?: Hardware;
  readonly bootedAt: number;
}

export interface Guest {
  readonly type: GuestType;
  readonly vmId: number;
  node: string;
  /** The configuration file as it is. */
  text: string;
  /** A suspended virtual machine is paused; Proxmox VE calls its status running all the same. */
  power: "running" | "paused" | "stopped";
  /** When it was started. */
  startedAt: number;
  /**
   * What the guest says about itself: its addresses by network device (`net0` → `192.168.1.20/24`) or by the name of an interface
   * that only it knows (`docker0`), or nothing although an agent is configured.
   * Undefined: addresses that follow from the configuration.
   */
  readonly addresses?: Addresses | "silent";
  /** The cluster's own processors when its file was read: a line with another is left out. Undefined: whichever it names is there. */
  readonly processors?: readonly string[];
  /** It does not answer when it is asked to shut down. */
  deaf?: boolean;
  /** It does not let go of a device that is unplugged while it runs. */
  clings?: boolean;
}

export type Addresses = Readonly<Record<string, readonly string[]>>;

export interface Storage {
  readonly id: string;
  readonly type: string;
  readonly settings: ReadonlyMap<string, string>;
  /** Bytes. */
  readonly total: number;
  /** Bytes. */
  readonly used: number;
  /** False where the server behind it does not answer. */
  readonly reachable: boolean;
}

export interface Volume {
  /** `local:iso/debian-13.iso`. */
  readonly id: string;
  /** Bytes: of the file, or of the disk that a guest's volume is. */
  readonly size: number;
  /** Bytes of the disk that an image holds, where the file is smaller. */
  readonly holds?: number;
  /** The volume that this one is a linked clone of. */
  readonly parent?: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
  readonly notes?: string;
}

/** Work that a node does. Here it is done at once; that it takes time is only said. */
export interface Task {
  readonly upid: string;
  readonly endTime: number;
  /** `OK`, or what went wrong. */
  readonly result: string;
  readonly log: readonly string[];
}
