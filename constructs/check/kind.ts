import type { Duration } from "../../lib/pve/duration";
import type { Size } from "../../lib/pve/size";
import { isDuration, isReference, isSize, type ReferenceKind } from "../../lib/schema/shape";
import { attributeOf } from "../../lib/schema/shape/reference";
import { isToken } from "../token";
import type { IAclTarget, IAcmeAccount, IAcmeDnsPlugin, IAddresses, IBridge, IGroup, IHaGroup, IImage, IMapping, INetworkInterface, INode, IPool, IRole, ISdnController, ISdnFabric, ISdnZone, ISecurityGroup, IStorage, IUser, IUserToken, IVnet, NodePriority } from "../reference";

/** What a prop may be, at run time. `T` is the same for the compiler, which holds the two together. */
export interface Kind<in out T> {
  /** For people, who gave `got` instead: `true or false`. */
  readonly expected: (got: unknown) => string;
  /** Whether a value is one. Tokens are not asked. */
  readonly takes: (value: unknown) => boolean;
  /** One in code. `got` is what is there, and is used where it fits. */
  readonly example: (got?: unknown) => string;
  /** What each element of a list may be. */
  readonly element?: AnyKind;
  /** What an object may say. */
  readonly form?: Form;
  /** What each value of an object may be whose keys are the user's own. */
  readonly entry?: AnyKind;
  /** What may stand for the whole object. */
  readonly short?: AnyKind;
  /** No message shows the value. */
  readonly secret?: boolean;
  /** The code itself decides by it, before Terraform runs. */
  readonly decided?: boolean;
  readonly type?: (value: T) => T;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- Of which type it is, is looked at no more.
export type AnyKind = Kind<any>;

/** A prop: what it may be, and whether it must be said. */
export interface Field {
  readonly kind: AnyKind;
  readonly required?: boolean;
  /** What Terraform and Proxmox VE call it. */
  readonly words?: readonly string[];
  /** Says what the object is about, as no other prop does. */
  readonly telling?: boolean;
}

/** What an object of props may say. */
export interface Form {
  readonly fields: ReadonlyMap<string, Field>;
  /** Something in it is secret. */
  readonly secret: boolean;
  /** `{ cores: 4 }` */
  readonly example: (got?: unknown) => string;
}

const plain = <T>(expected: string, example: string, takes: Kind<T>["takes"]): Kind<T> => ({
  expected: () => expected,
  takes,
  example: (got) => (got !== undefined && takes(got) ? JSON.stringify(got) : example),
});

export const flag = plain<boolean>("true or false", "true", (value) => typeof value === "boolean");
export const amount = plain<number>("a number", "1", (value) => typeof value === "number" && Number.isFinite(value));
export const text = plain<string>("text", '"…"', (value) => typeof value === "string");
/** Text that no message shows. */
export const secret: Kind<string> = { ...text, example: () => '"…"', secret: true };

/** What code decides by: a value that only Terraform knows would be taken for anything. */
export const decided = <T>(kind: Kind<T>): Kind<T> => ({ ...kind, decided: true });

export function oneOf<W extends string>(...words: readonly W[]): Kind<W> {
  const all = words.map((word) => JSON.stringify(word));
  return plain(`${all.slice(0, -1).join(", ")}${all.length > 1 ? " or " : ""}${all.at(-1)}`, all[0]!, (value) => words.includes(value as W));
}

// A size or a length of time of "4" is none.
const isAmount = (value: unknown, test: (value: unknown) => value is Size | Duration) => test(value) && amount.takes(value.amount);

/** `unit` is what a bare number was probably meant in: what Terraform counts in. */
export function sizeIn(unit: "mebibytes" | "gibibytes"): Kind<Size> {
  const example = (got: unknown) => (Number.isInteger(got) && (got as number) > 0 && (got as number) < 1e6 ? `Size.${unit}(${String(got)})` : "Size.gibibytes(4)");
  return { expected: (got) => `a size such as ${example(got)}`, takes: (value) => isAmount(value, isSize), example };
}
/** A size, or the very text that Proxmox VE keeps. */
export const sizeOrText: Kind<Size | string> = { expected: sizeIn("gibibytes").expected, takes: (value) => isAmount(value, isSize) || text.takes(value), example: sizeIn("gibibytes").example };

const durationOf = (got: unknown) => (typeof got === "string" && /^\d+s?$/.test(got) ? `Duration.seconds(${parseInt(got, 10)})` : "Duration.seconds(30)");

export const durationOrNumber = (unit: string): Kind<Duration | number> => ({
  expected: (got) => `a duration such as ${durationOf(got)}, or a number of ${unit}`,
  takes: (value) => isAmount(value, isDuration) || amount.takes(value),
  example: durationOf,
});
export const durationOrText: Kind<Duration | string> = { expected: (got) => `a duration such as ${durationOf(got)}`, takes: (value) => isAmount(value, isDuration) || text.takes(value), example: durationOf };

/** Lists of other things than texts are said by their element. */
export function listOf<T>(element: Kind<T>, words = "texts"): Kind<readonly T[]> {
  const example = (got?: unknown) => `[${element.example(got)}]`;
  return { expected: (got) => `a list of ${words} such as ${example(got)}`, takes: Array.isArray, example, element, secret: element.secret };
}

export const dictionary: Kind<Readonly<Record<string, string>>> = {
  expected: () => 'an object of texts such as { NAME: "value" }',
  takes: isProps,
  example: () => '{ NAME: "value" }',
  entry: text,
  secret: true,
};

// ---- what is something else ------------------------------------------------------------------------------------------------

const examples = { node: "pve1", storage: "local-lvm", bridge: "vmbr0", pool: "prod", image: "local:iso/debian-13.iso" } satisfies Partial<Record<ReferenceKind, string>>;

function reference<T>(kind: keyof typeof examples): Kind<T | string> {
  const attribute = attributeOf[kind];
  const names = (value: unknown) => isObject(value) && (isReference(value) || typeof value[attribute] === "string");
  const example = JSON.stringify(examples[kind]);
  return { expected: () => `${kind === "image" ? "an image, or its volume" : `a ${kind}, or its name`} such as ${example}`, takes: (value) => typeof value === "string" || names(value), example: () => example };
}

export const node = reference<INode>("node");
export const storage = reference<IStorage>("storage");
export const bridge = reference<IBridge>("bridge");
export const pool = reference<IPool>("pool");
export const image = reference<IImage>("image");

/** A guest, or its number. */
export const guest: Kind<{ readonly vmId: number } | number> = {
  expected: () => "a guest, or its number",
  takes: (value) => amount.takes(value) || (isObject(value) && typeof value.vmId === "number"),
  example: () => "9000",
};

/** A guest of high availability, or what that calls it. */
export const haGuest: Kind<{ readonly haId: string } | string> = {
  expected: () => 'a guest, or its id such as "vm:101"',
  takes: (value) => text.takes(value) || (isObject(value) && typeof value.haId === "string"),
  example: () => '"vm:101"',
};

/** What has a name of its own, or that name. */
const namedBy = <T>(what: string, example: string, attribute: string): Kind<T | string> => ({
  expected: () => `${what}, or its name such as ${example}`,
  takes: (value) => typeof value === "string" || (isObject(value) && (isReference(value) || typeof value[attribute] === "string")),
  example: () => example,
});
export const role = namedBy<IRole>("a role", '"PVEVMUser"', "roleId");
export const user = namedBy<IUser>("a user", '"kim@pve"', "userId");
export const token = namedBy<IUserToken>("an API token", '"kim@pve!ci"', "tokenId");
export const mapping = namedBy<IMapping>("a mapping", '"gpu"', "mappingName");
export const vnet = namedBy<IVnet>("a virtual network", '"vnet1"', "vnetName");
export const zone = namedBy<ISdnZone>("a zone", '"lab"', "zoneName");
export const controller = namedBy<ISdnController>("a controller", '"evpn1"', "controllerName");
export const fabric = namedBy<ISdnFabric>("a fabric", '"underlay"', "fabricName");
export const acmeAccount = namedBy<IAcmeAccount>("an AcmeAccount", '"default"', "accountName");
export const acmePlugin = namedBy<IAcmeDnsPlugin>("an AcmeDnsPlugin", '"cloudflare"', "pluginName");
export const haGroup = namedBy<IHaGroup>("a group of high availability", '"rack-a"', "haGroupName");
export const networkInterface = namedBy<INetworkInterface>("a network interface", '"bond0"', "interfaceName");
export const aclTarget: Kind<IAclTarget | string> = {
  expected: () => 'what rights can be given on, or its path such as "/vms/101"',
  takes: (value) => typeof value === "string" || (isObject(value) && (isReference(value) || typeof value.aclPath === "string")),
  example: () => '"/vms/101"',
};
export const securityGroup = namedBy<ISecurityGroup>("a security group", '"web"', "securityGroupName");
export const addresses: Kind<IAddresses | string> = { ...namedBy<IAddresses>("an IP set", '"10.0.0.0/24"', "addresses"), expected: () => 'an IP set, an alias, or addresses such as "10.0.0.0/24"' };
export const group = namedBy<IGroup>("a group", '"admins"', "groupId");

/** A node, with or without a priority. */
export const nodePriority: Kind<NodePriority | INode | string> = {
  expected: () => 'a node, or one with a priority such as { node: "pve1", priority: 2 }',
  takes: (value) => node.takes(value) || (isObject(value) && node.takes(value.node) && (value.priority === undefined || amount.takes(value.priority))),
  example: () => '"pve1"',
};

/** Something that code makes, by what it can do: two copies of a package may be loaded. */
export const made = <T>(expected: string, example: string, ...marks: readonly string[]): Kind<T> => plain(expected, example, (value) => isObject(value) && marks.every((mark) => mark in value));

/** An object of props, all of which are optional where `short` is said. */
export function object<T>(form: Form, short?: AnyKind): Kind<T> {
  const example = (got?: unknown) => form.example(got);
  return { expected: (got) => `an object such as ${example(got)}`, takes: () => false, example, form, short, secret: form.secret };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null;

/** Whether a value may say props: an object that is nothing else. */
export function isProps(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && Object.prototype.toString.call(value) === "[object Object]" && !isSize(value) && !isDuration(value) && !isToken(value);
}
