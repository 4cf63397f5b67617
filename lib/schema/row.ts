import type { GuestType } from "../pve/address";
import type { Accept } from "./accept";
import type { Kept } from "./kept";
import { constant, type Place, type Source } from "./place";
import type { Quirks } from "./provider/bpg-parse";
import type { ReadableGuest } from "./read-back";
import type { Refusal, PropValue, Shape, TerraformValue } from "./shape";

/** The props of a construct, as plain data. */
export interface Props {
  readonly [name: string]: PropValue | undefined;
}

/**
 * One value and its four spellings: the Proxmox VE key, the TypeScript prop, the Terraform attribute, and the shape that
 * translates between them. Everything that reads, writes, simulates or documents the value reads this row.
 */
export interface Row extends RowOptions {
  readonly kind: "row";
  /** Where Proxmox VE keeps it. */
  readonly pve: Source;
  /** null: never written as code. */
  readonly prop: string | null;
  /** null: the provider cannot say it. */
  readonly terraform: string | null;
  readonly shape: Shape;
}

export interface RowOptions {
  /** The doc comment of the prop: one sentence. */
  readonly says?: string;
  /** Unit of a plain number: `bytes`, `MB/s`. */
  readonly unit?: string;
  /** What holds where the prop is left out, for people, where the default does not tell: `- the lowest free number`. */
  readonly otherwise?: string;
  /**
   * What the provider's schema fills in where the configuration says nothing; of a key that it does not know, what Proxmox VE takes without
   * it. @default the shape's zero, of such a key for flags only; null: nothing
   */
  readonly default?: TerraformValue;
  /** What Read puts into state where Proxmox VE has no key. @default `default` */
  readonly absent?: TerraformValue;
  /** What a construct writes where its prop is left out. @default `default` */
  readonly unsaid?: TerraformValue;
  /** Said even where it equals the default: a storage or a size that is left out tells the reader nothing. */
  readonly always?: boolean;
  /** Said only where this holds. */
  readonly saidIf?: (device: Readonly<Record<string, unknown>>) => boolean;
  /** An import never says it; a construct enforces it only where the user says it. */
  readonly onlyAsked?: boolean;
  /** What the provider's validators accept. @default everything */
  readonly accepts?: Accept;
  /** How the provider rewrites what it is given; a value that this changes cannot be written without a difference. */
  readonly normalise?: (value: string) => string;
  /** How the row decides whether its block is in state. @default by differing from the default */
  readonly counts?: "never" | "whenPresent" | "whenAbsent";
  /** Another attribute that must be written, too: `cpu.numa`. */
  readonly requires?: string;
  /** Values of Proxmox VE on which Read fails. */
  readonly refuses?: (value: unknown) => string | Refusal | undefined;
  /** Another value replaces the guest: always, or only on the condition that it names. */
  readonly replaces?: true | string;
  /** The provider's schema demands it. */
  readonly required?: boolean;
  /** An update waits until nothing locks the guest, for as long as this says. */
  readonly awaitsLock?: boolean;
  /** The provider fills it in: leaving it out is never a difference. */
  readonly computed?: boolean;
  /** Proxmox VE draws one where none is said: leaving it out is no difference between code and cluster. */
  readonly drawn?: true;
  /** Only the provider's answer; never written. */
  readonly output?: boolean;
  /** Proxmox VE masks it, and it is never written. */
  readonly secret?: boolean;
  /** How a secret is said that Proxmox VE does not answer, by what it answers beside it; undefined if there is none. @default none */
  readonly kept?: (document: Readonly<Record<string, unknown>>) => Kept | undefined;
  /** The value may be shown to others as it is: nothing of it tells whose cluster it was. @default what the shape says */
  readonly shareable?: boolean;
  /** It tells this machine from every other, and a copy has another one. */
  readonly identity?: true;
  /** Numbers of VLANs, which another network has otherwise. */
  readonly vlans?: true;
  /** Only these families of the block's keys have it: `["scsi"]`. */
  readonly on?: readonly string[];
  /** Proxmox VE lets only root@pam say it to it, with a password and no token: always, or such a value, in Terraform's words. */
  readonly rootOnly?: true | ((value: TerraformValue) => boolean);
  /** Old names of the key. */
  readonly aliases?: readonly string[];
  /** Why the code cannot say it, where `terraform` or `prop` is null. */
  readonly why?: string;
  /** A sub-key of something that another row says as a whole. */
  readonly part?: boolean;
  /** Of interest to Proxmox VE alone (digests, times, locks): in the report, but not worth a comment in the code. */
  readonly internal?: boolean;
  /** Proxmox VE writes it by itself, and does not accept it. */
  readonly readOnly?: boolean;
  /** What Proxmox VE takes where it has no such key, in Terraform's words, if that is not what the provider reads. @default the same */
  readonly means?: TerraformValue | ((device: Readonly<Record<string, unknown>>, config: Readonly<Record<string, unknown>>) => TerraformValue | undefined);
  /** What Proxmox VE makes of the value beside the guest's other keys, in Terraform's words. @default the same */
  readonly beside?: (value: TerraformValue, config: Readonly<Record<string, unknown>>) => TerraformValue;
  /** What Proxmox VE takes where it has no such key, as a sentence, if no value says it. Nothing is written then, and this becomes a note. */
  readonly unsayable?: string | ((config: Readonly<Record<string, unknown>>) => string | undefined);
  /** Values that count as no such key to Proxmox VE. */
  readonly isNone?: (value: unknown) => boolean;
  /** What has to be known of a guest without such a key, as a sentence for a note, beside what is said. */
  readonly caution?: string | ((device: Readonly<Record<string, unknown>>) => string | undefined);
  /** Old keys whose meaning the value has, too. */
  readonly includes?: readonly string[];
  /**
   * The prop beside it whose value a construct takes where this one is left out, or what follows from the props beside it and those of the
   * whole guest. It is written once, and left alone later.
   */
  readonly follows?: string | ((beside: Props, all: Props) => PropValue | undefined);
  /** A value of the state that tells nothing: it is left out and ignored. */
  readonly blank?: (value: TerraformValue) => boolean;
}

/** A group of rows: a Terraform block, and an object among the props. */
export interface Block extends BlockOptions {
  readonly kind: "block";
  /** null: the provider does not know such a device. */
  readonly terraform: string | null;
  /** null: never written as code. */
  readonly prop: string | null;
  readonly rows: readonly Member[];
}

export interface BlockOptions {
  readonly says?: string;
  /** See RowOptions. */
  readonly otherwise?: string;
  /** The keys that the block is read from. @default the rows' own keys, spread over the guest's configuration */
  readonly from?: Place;
  /** When Read puts a single block into state. Lists are in state element by element. */
  readonly when?: "differs" | "present" | "always";
  /** What becomes of missing numbers in a list. @default "close" */
  readonly gaps?: "close" | "empty" | "null";
  /** Only devices that satisfy this. */
  readonly only?: (device: Readonly<Record<string, unknown>>) => boolean;
  /** The attribute that tells them apart where their order says nothing. */
  readonly unordered?: string;
  /** What makes one a device to Proxmox VE, where that is more. @default `only` */
  readonly has?: (device: Readonly<Record<string, unknown>>) => boolean;
  /** Why another is none, as half a sentence. */
  readonly hasNot?: string;
  /** Only drives with this role. */
  readonly role?: DriveRole;
  /** The drive that the provider takes where the code names none: `ide3`. What is in it is no disk of the guest's. */
  readonly drive?: string;
  /** Families of keys on which Proxmox VE may have such a drive as well, where Read does not look. */
  readonly unsought?: readonly string[];
  /** Proxmox VE has such a device even where it has no key for it. */
  readonly assumed?: true;
  /** The prop that Read does not find where it is given alone: a construct writes it once then, and leaves the block alone later. */
  readonly onceAlone?: string;
  /** What Read makes of a guest without the key. Proxmox VE makes nothing of it, so code would lie: why such a guest is left out. */
  readonly missing?: { readonly state: Readonly<Record<string, TerraformValue>>; readonly why: string };
  /** Why code cannot say such a device at all, as a sentence that begins with its key. It is ignored as a whole then. */
  readonly unsayable?: (device: Readonly<Record<string, unknown>>) => string | undefined;
  /** Read fails on such a device. */
  readonly refuses?: (device: Readonly<Record<string, unknown>>) => Trouble | undefined;
  /** Read waits for the device of such a guest, and every plan with it. */
  readonly waits?: (device: Readonly<Record<string, unknown>>, guest: ReadableGuest) => Wait | undefined;
  /** Another number of them replaces the guest. */
  readonly replaces?: true;
  /** How many the provider takes. A longer list is read, but cannot be written. */
  readonly most?: number;
  /** One value that cannot be written spoils the whole list. */
  readonly whole?: boolean;
  /** Top-level attributes that must be ignored when the numbers have a gap. */
  readonly gapIgnores?: readonly string[];
  /** The prop that may stand for the whole object when it is the only one: `agent: true`, `memory: Size.gibibytes(2)`. */
  readonly short?: string;
  /** Terraform has a list of it although Proxmox VE has one. */
  readonly listed?: boolean;
  /** A construct writes the block, empty, where its prop is left out: Read finds it on nearly every guest. */
  readonly implied?: boolean;
  /** The block's props are among its parent's: a container's `hostname`. */
  readonly flat?: boolean;
  /** The elements' props are in those of another list, element by element: the addresses of a container's cards. */
  readonly beside?: string;
  /** What is said for an element of that list that says nothing itself, before one that does: the provider would not count it. */
  readonly filler?: Readonly<Record<string, string>>;
  /** Where Read leaves the block out although Proxmox VE has it: the truth is written all the same, and ignored. */
  readonly unread?: string;
  /** Packed keys below: `cpu/flags` is the sub-key `flags` of `cpu`, whose default key is `cputype`. */
  readonly packed?: Readonly<Record<string, Packing>>;
  /** How the block's own keys are packed. */
  readonly packing?: Packing;
  /** Why the code cannot say it, where `terraform` or `prop` is null. */
  readonly why?: string;
  /** What a construct writes in its place: the block is the provider's own, and an import neither reads nor writes it. */
  readonly written?: Block;
  /** The prop of the construct's own that says it, instead of one named after it: `boot` says a virtual machine's clone. */
  readonly saidBy?: string;
  /** See RowOptions. */
  readonly internal?: boolean;
  /** See RowOptions. */
  readonly readOnly?: boolean;
}

export type Member = Row | Block;
export type DriveRole = "disk" | "cdrom" | "cloudInit" | "empty";

/** A device that Read fails on. */
export interface Trouble {
  readonly why: string;
  /** The key that ends it. @default the device's own */
  readonly key?: string;
  /** The value that ends it, or sub-keys with theirs; undefined if only a person can decide. */
  readonly cure?: string | Readonly<Record<string, string>>;
}

/** A device that Read waits for before it goes on. */
export interface Wait extends Trouble {
  /** It will wait; otherwise it may. */
  readonly certain: boolean;
  /** What helps first against this cause, as an order: `start the agent in the guest`. */
  readonly help: string;
}

/** How a property string is written. */
export interface Packing {
  readonly defaultKey?: string;
  readonly pairs?: { readonly names: readonly string[]; readonly name: string; readonly value: string };
}

// ---- making rows --------------------------------------------------------------------------------------------------------

/** A value that code can say. */
export function row(pve: Source, prop: string, terraform: string, shape: Shape, options: RowOptions = {}): Row {
  return { kind: "row", pve, prop, terraform, shape, ...options };
}

/** A value that the provider puts into state but that is never written. */
export function output(pve: Source, terraform: string, shape: Shape, options: RowOptions = {}): Row {
  return { kind: "row", pve, prop: null, terraform, shape, output: true, ...options };
}

/** An attribute of the provider's own, without a key in Proxmox VE. An import never writes it. */
export function providerOnly(prop: string | null, terraform: string, shape: Shape, options: RowOptions & { state: TerraformValue; why: string }): Row {
  const { state, ...others } = options;
  return { kind: "row", pve: constant(state), prop, terraform, shape, ...others };
}

/** A block of the provider's own that is never in state after an import and never written by one; a construct may write it. */
export function providerBlock(terraform: string, why: string, written?: Block): Block {
  return { kind: "block", terraform, prop: null, from: { is: "lines", key: "", columns: [] }, why, written, rows: [] };
}

/** An attribute of such a block. */
export function written(prop: string, terraform: string, shape: Shape, options: RowOptions = {}): Row {
  return { kind: "row", pve: constant(null), prop, terraform, shape, ...options };
}

/** The member as a construct writes it. */
export const asWritten = (member: Member): Member => (member.kind === "block" && member.written) || member;

/** A key that the provider does not know: kept on the server, reported, and noted in the code. */
export function lost(pve: string, shape: Shape, why: string, options: RowOptions = {}): Row {
  return { kind: "row", pve, prop: null, terraform: null, shape, why, ...options };
}

/** A sub-key of a key that another row says as a whole: `machine/viommu`. */
export function part(pve: string, shape: Shape): Row {
  return { kind: "row", pve, prop: null, terraform: null, shape, part: true };
}

/** A device that the provider does not know, with its sub-keys; a plain value is one row whose key is `""`. */
export function lostBlock(from: Place, why: string, rows: readonly Row[], options: Pick<BlockOptions, "packing" | "internal" | "readOnly"> = {}): Block {
  return { kind: "block", terraform: null, prop: null, from, why, rows, ...options };
}

export function block(terraform: string, prop: string, options: BlockOptions, rows: readonly Member[]): Block {
  return { kind: "block", terraform, prop, ...options, rows };
}

/** How many elements the provider takes of a block. */
export const mostOf = ({ most, from }: Block): number => most ?? (from?.is === "numbered" ? from.count * from.families.length : Infinity);

/** The rows of one type of Terraform's, and of the kind of resource that it says. */
export interface Table {
  /** How keys of the kind begin. */
  readonly type: string;
  /** The provider's resource type. */
  readonly terraform: string;
  /** The construct's name. */
  readonly construct: string;
  /** How packed keys of the rows below are packed. */
  readonly packed: Readonly<Record<string, Packing>>;
  /** Old names of keys: `cdrom` is `ide2`. */
  readonly aliases: Readonly<Record<string, string>>;
  /** How the provider takes keys apart, where Proxmox VE does it otherwise. */
  readonly quirks: Quirks;
  readonly rows: readonly Member[];
}

/** The table of a kind of guest. */
export interface GuestTable extends Table {
  readonly type: GuestType;
}
