import type { Write } from "./write";

/**
 * One kind of resource: what it is called, where it is read and written, and what it is in Terraform. The record knows no rows, so that
 * code that only names resources loads none; `catalog` has them.
 *
 * Braces stand for the parts of its identity, everywhere by the same names: `{vmid}`, `{node}`, `{storage}`.
 */
export interface Kind {
  /** How its keys begin: `qemu` in `qemu/100`. */
  readonly prefix: string;
  /** What follows in a key: `{vmid}`, `{node}/{iface}`. A star takes slashes in: `{poolid*}`. */
  readonly id: string;
  readonly word: Words;
  /** The construct that says it; undefined if none does. */
  readonly construct?: string;
  /** It belongs to a guest of this kind, which its parts `{node}` and `{vmid}` name. */
  readonly guest?: "qemu" | "lxc";
  /** Why no code says it, where that is so: it is read, and reported beside another kind. */
  readonly unsaid?: {
    readonly why: string;
    readonly beside: string;
    /** Proxmox VE has those built in whose list says one of these, and nothing is to be told of them: column → values. */
    readonly builtIn?: Readonly<Record<string, readonly string[]>>;
  };
  /** What it is in Terraform, the first that fits the document; empty where the provider does not know it. */
  readonly terraform: readonly TerraformType[];
  readonly reads: Reads;
  /** Every request by which the provider changes it. What is not here is not one of its writes. */
  readonly writes: readonly Write[];
  /** Place among the kinds, in lists and in code: what others depend on comes first. */
  readonly rank: number;
  /** It is the hardware or the files of a node: another cluster has its own. */
  readonly bound?: true;
  /** Its own code says which resource pool it is in; otherwise that is a membership of its own. */
  readonly saysPool?: true;
  /** What names it in texts where code has no construct of it: `+guest/{name}`. @default the name that its construct is made from */
  readonly text?: string;
  /** The path at which rights on it are given, where its own identity does not say all of that path. */
  readonly rights?: string;
  /** References that lead to it besides its prefix: a card's `bridge` may be a bridge or a virtual network. */
  readonly serves?: readonly string[];
}

/** What people call it. */
export interface Words {
  /** As they name one: `vm 101`, `storage local-lvm`. */
  readonly short: string;
  /** In a sentence: `virtual machine`. */
  readonly one: string;
  readonly many: string;
  /** What they may type besides: `qm`, `ct`. Its prefix is always understood. */
  readonly synonyms: readonly string[];
}

/**
 * What of a record the gate needs: which requests the provider makes for it. Settings of which there is one in its place have only this.
 */
export interface Written extends Pick<Kind, "prefix" | "id" | "word" | "terraform" | "writes"> {
  readonly reads?: Pick<Reads, "secrets">;
  /** It belongs to a guest of this kind, which its parts `{node}` and `{vmid}` name. */
  readonly guest?: "qemu" | "lxc";
}

export interface TerraformType {
  /** `proxmox_virtual_environment_vm` */
  readonly type: string;
  /** The id by which the provider imports it: `{node}/{vmid}`; undefined if it cannot. */
  readonly importId?: string;
  /** Which attributes say the parts of its identity: `{ vmid: "vm_id", node: "node_name" }`. Of several, the one that has a value. */
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
  /** Attributes that say more of what is written than its identity does: `{ propagate: "propagate" }`. */
  readonly says?: Readonly<Record<string, string>>;
  /** Resources of other kinds that it writes, one for each row of a block: a user's grants. */
  readonly holds?: readonly Held[];
  /** Only what has these values in its document: `{ type: "nfs" }`. */
  readonly only?: Readonly<Record<string, string>>;
  /** Other names of the same type, which a user's code may have. */
  readonly aliases?: readonly string[];
}

/** The rows of a block that are resources of another kind. */
export interface Held {
  readonly block: string;
  /** The prefix of their kind. */
  readonly kind: string;
  /** Which attributes of a row say their parts. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Parts that the resource itself says: `{ ugid: "user_id" }`. */
  readonly own: Readonly<Record<string, string>>;
}

/** Where it is read. */
export interface Reads {
  /** The list that names all of them; one with `{node}` is asked for each node. */
  readonly list: string;
  /** A list that also names what is deleted and still there, until that is applied: its rows say `state: deleted`. */
  readonly leaving?: string;
  /** The rows of the list that are of this kind: column → values. */
  readonly where?: Readonly<Record<string, readonly string[]>>;
  /** Of these, only rows that set one of these columns: column → what it is where nobody has set it. Of what there is one, no other columns are of it. */
  readonly sets?: Readonly<Record<string, string>>;
  /** Columns of the list that spell parts of the identity otherwise than by their name: `{ volid: "{storage}:{file*}" }`. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Columns of the list that name others: `{ pool: "pool" }`; several names have commas, semicolons or blanks between them. */
  readonly mentions?: Readonly<Record<string, string>>;
  /** Settings whose values the API answers in clear text, and that are never kept. */
  readonly secrets?: readonly string[];
  /** The documents of one, by what they tell: `config` is what its rows read. Without one the list tells everything. */
  readonly documents?: Readonly<Record<string, string>>;
  /** The prefix of the kind that it belongs to, whose parts the address of its list has: the virtual network of a subnet. */
  readonly of?: string;
  /**
   * The answer is an object of lists: each row of `rows` is one. With `groups`, that is a list of objects that have such lists: each row has the key
   * of its group as `carries` says, and its place as `index`.
   */
  readonly nested?: { readonly rows: string; readonly groups?: string; readonly carries?: Readonly<Record<string, string>> };
  /** There is one in its place: `list` answers it and no list, unless `listed` says so. */
  readonly one?: true;
  /** What tells of it is a list, which its rows find under `list`: the rules of a security group. */
  readonly listed?: true;
}
