import type { Parts } from "../../lib/pve/template";
import type { Operation } from "../../lib/schema/kind/write";

/** What an apply may write: what was agreed to, as data, so that the process of a gate can be told. */
export interface Approval {
  /** Names the plan. */
  readonly plan: string;
  readonly writes: readonly Writes[];
}

/** What may be written of one resource of a plan. */
export interface Writes {
  /** `proxmox_virtual_environment_vm.web` */
  readonly address: string;
  /** How keys of its kind begin, `qemu`; several where they share their requests. None: a type that pmpc does not know, and that was let through by name. */
  readonly kinds: readonly string[];
  /** What is known of its identity, `{ vmid: "101" }`; what is missing is decided when it is made. */
  readonly parts: Parts;
  readonly operations: readonly Operation[];
  /** Pools that it may join and leave. */
  readonly pools?: readonly string[];
  /** Of a guest: how much of it. */
  readonly guest?: GuestWrites;
}

export interface GuestWrites {
  /** What it is or will be called, for one that gets its number when it is made. */
  readonly name?: string;
  /** Where it is, and where it goes. */
  readonly nodes: readonly string[];
  /** The guest that it is a copy of. */
  readonly source?: string;
  /** It is there already, with this configuration: what the plan was made on. Without one it cannot be told from another. */
  readonly digest?: string;
  /** It is made. */
  readonly isNew: boolean;
  /** Keys of its configuration: `memory`, `net0`; a family where any number may be meant: `net#`. */
  readonly keys: readonly string[];
  /**
   * Families whose numbers have a gap, and that the plan leaves as they are: `net#`. The provider sends them along with every change to fill the
   * gap, and that goes no further. @default none
   */
  readonly untouched?: readonly string[];
  /** Places of drives: `scsi0`. */
  readonly drives: readonly string[];
  /** Its drive for cloud-init is written anew, wherever that is. */
  readonly cloudInit: boolean;
  /** Places whose disk may be taken away, as was agreed: `scsi1`, `mp#`. */
  readonly losing: readonly string[];
  /** Places whose disk goes to another storage. */
  readonly moving: readonly string[];
  /** Storages that disks go to. */
  readonly storages: readonly string[];
  /** Volumes that the code names: `vm-101-disk-0`. */
  readonly volumes: readonly string[];
}

/** A write that was stopped. */
export interface Stopped {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** `qemu/101`; undefined for what is about no guest. */
  readonly key?: string;
  /** `PUT /nodes/pve1/qemu/101/config` */
  readonly request: string;
  readonly why: string;
}
