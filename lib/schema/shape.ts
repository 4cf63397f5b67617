import type { Duration } from "../pve/duration";
import type { Size } from "../pve/size";

/** What a value looks like in Terraform. */
export type TerraformValue = null | boolean | number | string | readonly TerraformValue[] | { readonly [name: string]: TerraformValue };

/** Something that is only named here, in the words for it where nothing but its name is known: `tank`, `vm:101`. */
export interface Reference {
  readonly kind: ReferenceKind;
  readonly name: string;
}
/** What a reference leads to: the prefix of a kind, what kinds serve, or a secret. */
export const referenceKinds = [
  "node", "storage", "bridge", "pool", "image", "guest", "role", "user", "token", "group", "realm", "zone", "vnet", "pci-mapping", "usb-mapping", "dir-mapping", "ipset", "firewall-alias", "security-group", "sdn-controller", "sdn-fabric", "interface", "acme-account", "acme-plugin", "ha-group", "acl-target", "secret",
] as const;
export type ReferenceKind = (typeof referenceKinds)[number];

/** Something of the cluster that a text names. */
export interface Mention {
  /** The reference that leads to it: the prefix of a kind, or what kinds serve. */
  readonly as: string;
  /** Its name, without the node that it is on. */
  readonly name: string;
}

/** Tells a reference from an object of props. */
export function isReference(value: unknown): value is Reference {
  const { kind, name } = value as Partial<Reference>;
  return typeof name === "string" && typeof kind === "string" && (referenceKinds as readonly string[]).includes(kind) && Object.keys(value as object).every((key) => key === "kind" || key === "name");
}

/** What a value looks like as a TypeScript prop, before it is printed or after it was written by hand. */
export type PropValue = boolean | number | string | Size | Duration | Reference | readonly PropValue[] | { readonly [name: string]: PropValue };

/** A value of Proxmox VE once it is understood. */
export type PveValue = boolean | number | string;

/**
 * How one value is spelled: as Proxmox VE text, as what the provider's Read makes of it, as a Terraform value, as a prop.
 * A shape knows no key and no attribute name.
 */
export interface Shape {
  /** Proxmox VE text → value; undefined if Proxmox VE itself would refuse the text. */
  readonly parse: (text: string) => PveValue | undefined;
  /** The canonical text of a value. */
  readonly print: (value: PveValue) => string;
  /** Numbers and flags come as numbers in the API's JSON, everything else as text. */
  readonly json: "number" | "text";
  /** The API's value → what Read puts into state. Throws a Refusal where Read fails. */
  readonly read: (value: unknown) => TerraformValue;
  /** The API's value → what Proxmox VE means by it, where Read makes something else of it. */
  readonly mean?: (value: unknown) => TerraformValue;
  /** What nothing looks like in state. */
  readonly zero: TerraformValue;
  /** The TypeScript type of the prop. */
  readonly type: string;
  readonly toTerraform: (prop: PropValue) => TerraformValue;
  readonly toProp: (value: TerraformValue) => PropValue;
  /** Proxmox VE's own form of the text, which it checks even where it checks neither words nor bounds. */
  readonly form?: (text: string) => boolean;
  /** What `parse` takes, for people: `1 to 4094`. */
  readonly expected?: string;
  /** Proxmox VE's text has another form than the prop, so that `parse` says nothing about the prop. */
  readonly encoded?: true;
  /** What of the cluster this text names. */
  readonly mentions?: (text: string) => readonly Mention[];
  /** No text of it says anything about those who chose it: a number, a flag, one of a few words. @default false */
  readonly shareable?: true;
  /** What the Terraform value cannot say of this text, as half a sentence; undefined if it says everything. */
  readonly loses?: (text: string) => string | undefined;
}

/** Read would fail on this value, so the guest cannot be imported. */
export class Refusal extends Error {
  constructor(
    message: string,
    /** A value that Read takes and that is as good, or those of several sub-keys, of which an empty one goes; null where the key may go; undefined if there is none. */
    readonly nearest?: string | Readonly<Record<string, string>> | null,
    /** Where the value is: key and sub-key. */
    readonly at?: { readonly key: string; readonly field?: string },
    /** What an admin can do, where no value of the guest's would help. */
    readonly remedy?: string,
  ) {
    super(message);
  }
}

/** Text that means what it says: where every shape begins. */
export const base: Omit<Shape, "type"> = {
  parse: (text) => text,
  print: String,
  json: "text",
  read: String,
  zero: "",
  toTerraform: (prop) => prop as TerraformValue,
  toProp: (value) => value as PropValue,
};

/** Two copies of the package may be loaded, so a Size is known by what it can do. */
export function isSize(value: unknown): value is Size {
  return typeof value === "object" && value !== null && "toMebibytes" in value;
}

/** Known by what it can do, as a Size is. */
export function isDuration(value: unknown): value is Duration {
  return typeof value === "object" && value !== null && "toMilliseconds" in value;
}
