import type { AddressBook } from "../../lib/inventory/address-book";
import type { Guest, Inventory } from "../../lib/inventory/inventory";
import type { ReferenceKind } from "../../lib/schema/shape";
import type { Props } from "../../lib/schema/props";
import type { ResourceKey } from "../../lib/pve/address";
import type { Area } from "../../lib/schema/cluster/table";

/** What will be written, with no language in it: entries, references, names, groups. */
export interface Plan {
  readonly inventory: Inventory;
  /** Where the API is: `https://pve1.lan:8006`. */
  readonly endpoint: string;
  /** The provider may skip the certificate's check, because the user did. */
  readonly insecure: boolean;
  /** Release of the provider that was chosen. @default the one that pmpc is made for */
  readonly provider?: string;
  /** The stack: class name (`Home`), construct id (`home`) and the name functions call it by (`home`). */
  readonly stack: { readonly className: string; readonly id: string; readonly variable: string };
  /** What guests refer to, as fields of the stack; sorted by kind and name. */
  readonly references: readonly Declaration[];
  /** The functions of the files, in the order in which they are called: what others depend on comes first. */
  readonly calls: readonly string[];
  /** One file each, sorted by path. */
  readonly groups: readonly Group[];
  /** What the cluster has besides guests, one file for each area. */
  readonly areas: readonly ClusterFile[];
  /** Everything besides guests that an import is to write, with what became of it. */
  readonly resources: readonly PlannedResource[];
  /** Guests that the cluster proved gone: their code becomes a `removed` block. */
  readonly forgotten: readonly Forgotten[];
  /** The guests are to be made: nothing of it exists, and all of it is checked. @default false */
  readonly isNew?: boolean;
  /** Every guest of the cluster and of the workspace, by number, with what became of it. */
  readonly guests: readonly PlannedGuest[];
  /** By which address each guest is reached. */
  readonly addresses: AddressBook;
  /** Whether guests that are equal but for a few values are said once. */
  readonly fold: boolean;
}

/** What earlier imports called the stack, its functions and its fields; code refers to them. */
export interface NamedBefore {
  readonly stack?: { readonly className: string; readonly id: string; readonly variable: string };
  /** File → function. */
  readonly functions: ReadonlyMap<string, string>;
  readonly fields: readonly FieldBefore[];
  /** Constants of functions that stand for constructs: the construct's id → the constant. */
  readonly constants?: ReadonlyMap<string, string>;
  /** File → its tables of guests that are equal but for a few values. */
  readonly folds?: ReadonlyMap<string, readonly Fold[]>;
}

/** Guests of a file that are equal but for a few values, as an earlier import said them: a function, and a row for each. */
export interface Fold {
  /** The function's name: `k3sMachine`. */
  readonly name: string;
  /** What the rows say: the column's name, and where its value is in the props. */
  readonly columns: readonly { readonly name: string; readonly path: string }[];
  readonly members: readonly ResourceKey[];
}

/** A field of the stack by which others are referred to: `readonly lan = Bridge.fromName(this, "vmbr0")`. */
export interface Declaration {
  readonly kind: ReferenceKind;
  readonly name: string;
  /** The field's name. */
  readonly field: string;
  /** The class that names it, where its kind has several: `Container`. */
  readonly construct?: string;
  /** The function that makes it, and what that calls it: `readonly tank = this.storages.tank`. Undefined where it is named only here. */
  readonly made?: { readonly by: string; readonly as: string };
}

/** A field of the stack as it was generated last. */
export interface FieldBefore extends Pick<Declaration, "kind" | "name" | "field" | "construct"> {
  /** The id of the construct that it stands for; undefined where it was named only. */
  readonly id?: string;
}

/** How an entry's code names others: kind and name → names of code, `["cluster", "tank"]`. */
export type Referring = ReadonlyMap<string, readonly string[]>;

/** A file of guests: a function that adds them to the stack. */
export interface Group {
  /** `guests/pve1.ts` */
  readonly path: string;
  /** The function's name: `pve1`. */
  readonly name: string;
  readonly entries: readonly Entry[];
  /** Tables that earlier imports wrote here. */
  readonly folds: readonly Fold[];
  /** Guests that would be here, were they not set aside. */
  readonly aside: readonly Aside[];
}

/** A file of what is not a guest: a function that adds it to the stack. */
export interface ClusterFile {
  readonly area: Area;
  /** `cluster/storage.ts` */
  readonly path: string;
  /** The function's name: `storages`. */
  readonly name: string;
  readonly entries: readonly ClusterEntry[];
  readonly aside: readonly ClusterAside[];
}

/** Something that is not a guest and has no code. */
export interface ClusterAside {
  readonly key: ResourceKey;
  readonly reason: string;
  readonly remedy?: string;
  /** The comment in its place as it was generated last, which stays to the letter: what it is about cannot be read now. */
  readonly carried?: string;
}

/** Something that is not a guest, in code. */
export interface ClusterEntry {
  readonly key: ResourceKey;
  /** `NfsStorage` */
  readonly construct: string;
  /** The construct's id. Remembered; never changes. */
  readonly id: string;
  readonly adopt: boolean;
  readonly props: Props;
  readonly ignore: Entry["ignore"];
  readonly notes: readonly string[];
  /** The constant of its function that stands for it, if something refers to it. */
  readonly as?: string | undefined;
  readonly refers?: Referring;
  /** The code as it was generated last, which stays to the letter. */
  readonly carried?: Pick<Carried, "text" | "imports" | "fields" | "names">;
}

/** Something that is not a guest, and what became of it. */
export interface PlannedResource {
  readonly key: ResourceKey;
  readonly area: Area;
  /** Written; written before and left as it was; or left to Proxmox VE. */
  readonly outcome: "imported" | "kept" | "aside";
  /** It was not read; what is known of it is from before. */
  readonly unread?: true;
  readonly reason?: string;
  readonly remedy?: string;
  readonly entry?: ClusterEntry;
  /** What it has on the cluster, where it is left to Proxmox VE as a whole: no secret is among it. */
  readonly settings?: readonly Pick<NotSaid, "key" | "value">[];
  readonly notSaid: readonly NotSaid[];
  readonly counts: { readonly said: number; readonly default: number; readonly notSaid: number };
}

/** A guest without code, as a comment says it. */
export interface Aside extends Place {
  readonly name: string;
  readonly reason: string;
  readonly remedy?: string;
  /** The comment as it was generated last, of a guest that was not read since. */
  readonly carried?: string;
}

/** Where something of a guest is in a file. */
export interface Place {
  readonly key: ResourceKey;
  /** `VirtualMachine` */
  readonly construct: string;
  readonly template: boolean;
}

/** One guest in code. */
export interface Entry extends Place {
  /** The construct's id, and the resource's name in Terraform. Remembered; never changes. */
  readonly id: string;
  /** It is not in Terraform's state yet, and is to be taken into it. */
  readonly adopt: boolean;
  /** In the order of the table; references are plain data. */
  readonly props: Props;
  /** Entries of `ignoreChanges`, in the props' words. */
  readonly ignore: readonly { readonly path: string; readonly why: string }[];
  /** What could not be said, as sentences. */
  readonly notes: readonly string[];
  /** Words that it shares with guests that are like it, as names of code: its role, its tags. */
  readonly kin: readonly string[];
  /** The constant of its function that stands for it, if something refers to it. */
  readonly as?: string | undefined;
  readonly refers?: Referring;
  /** The code as it was generated last, which stays as it is to the letter: then nothing of the above is written. */
  readonly carried?: Carried;
}

/** Code that is carried over from what was generated last. */
export interface Carried {
  /** The statement, without the constant that it is given to. */
  readonly text: string;
  /** What it takes from the library: `Container`, `Size`. */
  readonly imports: readonly string[];
  /** Fields of the stack that it refers to: `fast`. */
  readonly fields: readonly string[];
  /** Every name of its file that it reads, other constructs among them. */
  readonly names: readonly string[];
  /** It is among the templates; undefined if nothing tells. */
  readonly template?: boolean;
  /** Texts that its file names: name → text. */
  readonly constants: ReadonlyMap<string, string>;
}

export interface Forgotten {
  readonly key: ResourceKey;
  /** `proxmox_virtual_environment_vm.web` */
  readonly address: string;
  readonly id: string;
  readonly name: string;
  /** It exists, and the user forgot it. */
  readonly released: boolean;
}

export type Outcome =
  /** Its code is written. */
  | "imported"
  /** Its user declares it in code of their own. */
  | "own"
  /** It was written before and not seen this time: its code stays as it was. */
  | "kept"
  /** The provider cannot read it. */
  | "refused"
  /** The user forgot it. */
  | "released"
  /** A filter left it out, and it was never written. */
  | "skipped"
  /** pmpc could not read it, and it was never written. */
  | "unreadable";

export interface PlannedGuest {
  /** As it was seen; of one that was not, only what is in its key. */
  readonly guest: Guest;
  readonly outcome: Outcome;
  /** Why a kept guest is not written anew. */
  readonly because?: "skipped" | "unreadable" | "refused";
  readonly reason?: string;
  /** The admin's way out: a command, or a sentence. */
  readonly remedy?: string;
  /** Where its code is. */
  readonly file?: string;
  readonly entry?: Entry;
  /** What a plan of Terraform's found to be ignored, in Terraform's words. */
  readonly repairs: readonly Repair[];
  /** Plain Terraform waits for it at every plan, or, if it is not certain, may wait: its agent was not asked. */
  readonly wait?: { readonly certain: boolean; readonly help: string; readonly refusal: string; readonly remedy: string };
  /** Keys that the code cannot say. */
  readonly notSaid: readonly NotSaid[];
  /** How many keys and sub-keys are said, equal the default, or stay on the server only: Proxmox VE's own records do not count. */
  readonly counts: { readonly said: number; readonly default: number; readonly notSaid: number };
  /** The name of its host in the inventory: its own, or with the number behind where two, or a node, share it. */
  readonly host: string;
}

/** An entry of `ignore_changes` that the table did not know. */
export interface Repair {
  readonly path: string;
  readonly why: string;
}

/** What a plan of Terraform's found out about a guest. */
export interface PlanResult {
  readonly repairs: readonly Repair[];
  /** Why no code is written for it. */
  readonly aside?: { readonly reason: string; readonly remedy?: string };
}

export interface NotSaid {
  /** `scsi0 wwn`, `args`, `lxc.cap.drop` */
  readonly key: string;
  readonly value: string;
  readonly why: string;
  /** Of interest to Proxmox VE alone: in the report only. */
  readonly internal?: true;
}
