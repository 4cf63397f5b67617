import type { GuestType } from "../../pve/address";
import type { Kind } from "./kind";

/** A kind of guest: what the tools and files of a node call it, and which of its keys tell what. */
export interface GuestKind extends Kind {
  readonly prefix: GuestType;
  /** The tool of a node's shell. */
  readonly tool: "qm" | "pct";
  /** How types of tasks begin: `qmstart`, `vzstart`. */
  readonly task: "qm" | "vz";
  /** The folder of its files, below `/etc/pve/nodes/NODE`. */
  readonly folder: string;
  /** The key that holds its name. */
  readonly nameKey: "name" | "hostname";
  /** What stands before its number where it has no usable name: `vm-101`. */
  readonly stem: string;
  /** The sub-key of a network device's hardware address. */
  readonly macField: string;
  /** The numbered keys that hold fixed addresses: `ipconfig`, `net`. */
  readonly addressFamily: string;
}
