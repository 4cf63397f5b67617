import type { GuestType } from "../../pve/address";
import type { Kind } from "./kind";

/** A kind of guest: what the tools and files of a node call it, which of its keys tell what, and how it differs from others where it is read. */
export interface GuestKind extends Kind {
  readonly prefix: GuestType;
  /** The tool of a node's shell. */
  readonly tool: "qm" | "pct";
  /** The parameter of its creation that this tool takes without a name, behind the number. */
  readonly createdFrom?: string;
  /** The command that makes it again from a backup; `ARCHIVE` and `VMID` stand for those. */
  readonly restore: string;
  /** How types of tasks begin: `qmstart`, `vzstart`. */
  readonly task: "qm" | "vz";
  /** The key that holds its name; its prop is called the same. */
  readonly nameKey: "name" | "hostname";
  /** What comes before its number where it has no usable name: `vm-101`. */
  readonly stem: string;
  /** What comes before its number where high availability names it: `vm:101`. */
  readonly haType: "vm" | "ct";
  /** What Proxmox VE itself calls one without a name. */
  readonly nameless: (vmId: number) => string;
  /** The sub-key of a network device's hardware address. */
  readonly macField: string;
  /** The numbered keys that hold fixed addresses. */
  readonly addressFamily: string;
  /** Software inside has to tell its addresses, and may be missing or silent; otherwise the node knows them. */
  readonly hasAgent: boolean;
  /** Its processes are the node's: whatever runs inside is Linux, and the node can enter it. */
  readonly sharesKernel: boolean;
  /** What its state tells beyond the cluster's list. */
  readonly tells: readonly ("cpus" | "qmpstatus" | "type")[];
  /** Its texts lose their quotes, and values that do not pass are left out, where its file is read. */
  readonly isStrict: boolean;
  /** How its tool complains of a value that it leaves out; the key is the first group. */
  readonly complaint: RegExp;
  /** Words of errors that may not say which one they are about, and whether such an error says the number where it is about one. */
  readonly errors: readonly { readonly word: RegExp; readonly numbered: boolean }[];
  readonly identity: Identity;
  readonly making: Making;
}

/** How a new one is made, and where its parts lie. */
export interface Making {
  /** What storages call its volumes, and what people do. */
  readonly volumes: { readonly content: "images" | "rootdir"; readonly says: string };
  /** What it is made from: the option that says it, the prop that code says it by, what storages call it, what people do, and what to say in its place. */
  readonly origin: { readonly option: "image" | "template"; readonly prop: "boot" | "operatingSystem"; readonly content: "import" | "vztmpl"; readonly says: string; readonly instead: { readonly says: string; readonly hint: string } };
  /** The name of an origin where none is said and one is needed; undefined if none is. */
  readonly usualOrigin?: string;
  /** The prop of its network cards. */
  readonly cards: "networkDevices" | "networkInterfaces";
  /** A small one: cores, MiB of memory, and the type of its processor where that is said. */
  readonly small: { readonly cores: number; readonly memory: number; readonly cpuType?: string };
  /** It can be copied while it runs; otherwise Proxmox VE copies a running one from a snapshot only, which the provider does not name. */
  readonly copiesRunning: boolean;
  /** Code says of a copy what its original has: a difference would change the copy right away. */
  readonly saysOriginal: boolean;
  /** How its backups are called by storages. */
  readonly backups: readonly string[];
}

/** What a guest keeps for life, by which one is told from another of the same number. */
export interface Identity {
  /** Parts of its configuration: mark → key and sub-key. */
  readonly marks: Readonly<Partial<Record<"uuid" | "created" | "root", readonly [key: string, field: string]>>>;
  /** Its name is a mark, too. */
  readonly named: boolean;
  /** In words, where two share none of it: "it shares neither …". */
  readonly says: string;
}
