import type { Kept } from "../kept";
import type { Member, Props, Row, RowOptions } from "../row";
import { constant } from "../place";
import type { PropValue, Shape, TerraformValue } from "../shape";

/** A document of Proxmox VE, with the parts of its identity that it leaves out. */
export type Document = Readonly<Record<string, unknown>>;

/** What an admin looks after together; an import writes a file for each. */
export const areas = ["storage", "pools", "members", "backup", "replication", "mappings", "ha", "network", "access", "datacenter", "metrics", "firewall", "sdn", "nodes"] as const;
export type Area = (typeof areas)[number];

/** The rows of one resource type of the provider, and of what it stands for in the cluster. */
export interface ClusterTable {
  /** How keys of its kind begin: `storage`. */
  readonly type: string;
  /** The resource type: `proxmox_storage_nfs`. */
  readonly terraform: string;
  /** The construct's name: `NfsStorage`. */
  readonly construct: string;
  /** The file of the workspace that has it: `cluster/storage.ts`. */
  readonly area: Area;
  /** What it is, as a sentence. */
  readonly says: string;
  /** The prop that a construct takes its own id for, where it is left out. */
  readonly named?: string;
  /** What Terraform may do to it unless code says otherwise: what holds data, carries guests or lets people in is protected. */
  readonly policy: "protect" | "destroy";
  /** Made with the provider's older library: there `ignore_changes` keeps a default away; in the newer one nothing does. */
  readonly older?: true;
  /** The id by which the provider imports one, by its attributes, where the record of its kind does not tell it from these. */
  readonly importId?: (values: Readonly<Record<string, unknown>>) => string;
  /** What its rows read, where that is not what Proxmox VE answers as it is. */
  readonly document?: (answered: Document) => Document;
  /** Proxmox VE lets only root@pam make and change one, with a password and no token. */
  readonly rootOnly?: true;
  /** What every cluster has, and nobody makes: code refers to it by its name. */
  readonly builtIn?: (document: Document) => boolean;
  /** What code says beside the attributes, or instead of them (undefined): the provider's import needs the zone of a subnet. */
  readonly beside?: (document: Document) => Readonly<Record<string, PropValue | undefined>>;
  /** Why one cannot be taken into code as it is. */
  readonly aside?: (document: Document) => Aside | undefined;
  /** What an admin has to know of one, as sentences for notes. */
  readonly cautions?: (document: Document) => readonly string[];
  /** What a change of one does to the cluster, as half a sentence, by Terraform's values: `reloads the network of pve2`. */
  readonly does?: (values: Readonly<Record<string, unknown>>, deed: "create" | "change" | "destroy", after: Readonly<Record<string, unknown>>) => string | undefined;
  /** What the provider plans and cannot do, by Terraform's values before and after, with the attribute that it is about. */
  readonly cannot?: (before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>) => (Aside & { readonly attribute: string }) | undefined;
  /** Whose rights one is about, by Terraform's values: a user, or a token. */
  readonly rightsOf?: (values: Readonly<Record<string, unknown>>) => string | undefined;
  readonly rows: readonly Member[];
}

/** Why something is left out of the code, and what an admin can do. */
export interface Aside {
  readonly reason: string;
  readonly remedy?: string;
}

/** Keys that every document has and nobody sets: checksums of files, and the word for the kind. */
export const records: ReadonlySet<string> = new Set(["digest", "type"]);

/** An attribute that the provider fills in by itself, and no document has: it is never written. */
export const provided = (terraform: string, shape: Shape, state: TerraformValue): Row => ({ kind: "row", pve: constant(state), prop: null, terraform, shape, output: true });

/** A password or key: Proxmox VE never answers it, so that the state has nothing. */
export function secretRow(pve: string, prop: string, terraform: string, shape: Shape, options: RowOptions = {}): Row {
  return { kind: "row", pve, prop, terraform, shape, secret: true, absent: null, ...options };
}

/** A secret of which Proxmox VE does not tell whether it is there. */
export const perhaps: Kept = { why: "Proxmox VE does not tell whether there is one, nor which", as: "variable" };

/** What props of such a construct say, where its id stands for a prop that is left out. */
export const withName = ({ named }: Pick<ClusterTable, "named">, props: Props, id: string): Props => (named === undefined || props[named] !== undefined ? props : { [named]: id, ...props });
