import type { Mention, PropValue, Reference, ReferenceKind, Shape, TerraformValue } from "../shape";
import { mentionsOfVolume, naming } from "./mention";
import { integer } from "./number";
import { text } from "./text";

const interfaceOf: Readonly<Record<ReferenceKind, string>> = {
  node: "INode", storage: "IStorage", bridge: "IBridge", pool: "IPool", image: "IImage", guest: "IGuest", role: "IRole", user: "IUser", token: "IUserToken", group: "IGroup", realm: "IAclTarget", zone: "ISdnZone", vnet: "IVnet",
  "pci-mapping": "IMapping", "usb-mapping": "IMapping", "dir-mapping": "IMapping", ipset: "IAddresses", "firewall-alias": "IAddresses", "security-group": "ISecurityGroup",
  "sdn-controller": "ISdnController", "sdn-fabric": "ISdnFabric", interface: "INetworkInterface", "acme-account": "IAcmeAccount", "acme-plugin": "IAcmeDnsPlugin", "ha-group": "IHaGroup", "acl-target": "IAclTarget", secret: "string",
};

/** The name of something else in the cluster; as a prop it takes that thing's narrowest interface, or the bare name. */
export function reference(kind: ReferenceKind, shape: Shape = text()): Shape {
  return {
    ...shape,
    mentions: kind === "image" || shape.encoded ? mentionsOfVolume : naming(kind).mentions,
    type: `${interfaceOf[kind]} | string`,
    toTerraform: (prop) => (typeof prop === "object" ? nameOf(kind, prop) : prop),
    // A path in the place of a storage is not the name of one.
    toProp: (value) => (value === "" || (kind === "storage" && isPath(value)) ? (value as string) : { kind, name: value as string }),
  };
}

/** Names of several things of one kind. */
export const references = (kind: ReferenceKind, words: Shape): Shape => ({
  ...words,
  type: `readonly (${interfaceOf[kind]} | string)[]`,
  mentions: (value) => value.split(/[,;\s]+/).flatMap((name) => (name === "" ? [] : [{ as: kind, name }])),
  toTerraform: (prop) => (Array.isArray(prop) ? (prop as readonly PropValue[]).map((one) => (typeof one === "object" ? nameOf(kind, one) : (one as TerraformValue))) : (prop as TerraformValue)),
  toProp: (value) => (value as readonly string[]).map((name) => ({ kind, name })),
});

/**
 * What a reference leads to, by the name that this has in the cluster: high availability calls guests by their type, rules mark IP sets, and
 * rights are given on paths.
 */
export const mentionOf = ({ kind, name }: Reference): Mention => (kind === "acl-target" && targetOfPath(name)) || { as: kind, name: kind === "guest" ? name.replace(/^(?:vm|ct):/, "") : kind === "ipset" ? name.replace(/^\+(?!guest\/)(?:dc\/)?/, "") : kind === "firewall-alias" ? name.replace(/^dc\//, "") : name };

/** Where rights are given on one thing: what it is, by the beginning of the path. */
const targets: readonly (readonly [RegExp, string])[] = [
  [/^\/vms\/(\d+)$/, "guest"],
  [/^\/storage\/([^/]+)$/, "storage"],
  [/^\/pool\/(.+)$/, "pool"],
  [/^\/nodes\/([^/]+)$/, "node"],
  [/^\/sdn\/zones\/([^/]+)$/, "zone"],
  // Bridges of nodes are in a zone of Proxmox VE's own.
  [/^\/sdn\/zones\/(?!localnetwork\/)[^/]+\/([^/]+)$/, "vnet"],
  [/^\/mapping\/pci\/([^/]+)$/, "pci-mapping"],
  [/^\/mapping\/usb\/([^/]+)$/, "usb-mapping"],
  [/^\/mapping\/dir\/([^/]+)$/, "dir-mapping"],
  [/^\/access\/realm\/([^/]+)$/, "realm"],
  [/^\/access\/groups\/([^/]+)$/, "group"],
];

/** What a path of the access control list is about; undefined if it is about many things, or about none that code has. */
function targetOfPath(path: string): Mention | undefined {
  const found = targets.find(([form]) => form.test(path));
  return found && { as: found[1], name: found[0].exec(path)![1]! };
}

/** The zone that a path has before a virtual network; undefined if it has none. */
export const zoneOfPath = (path: string): string | undefined => /^\/sdn\/zones\/([^/]+)\/[^/]+$/.exec(path)?.[1];

/** The IP set of a guest that its own rules name, or may name; undefined if the text names none. */
export const setOfGuest = (text: string): string | undefined => /^\+(?:guest\/)?([^/]+)$/.exec(text)?.[1];

/** By which of its properties something is named as old rules do, `+lan` and `lan` for `+dc/lan` and `dc/lan`; undefined if it is named in full. */
export const propertyOf = ({ kind, name }: Reference): string | undefined => ((kind === "ipset" && /^\+[^/]+$/.test(name)) || (kind === "firewall-alias" && !name.includes("/")) ? "unscoped" : undefined);

/** A path that rights are given on; as a prop it takes what is there, too. */
export const aclPath: Shape = {
  ...reference("acl-target"),
  mentions: (value) => [targetOfPath(value) ?? []].flat(),
  toProp: (value) => (targetOfPath(value as string) === undefined ? (value as string) : { kind: "acl-target", name: value as string }),
};

/** A reference as one text, the same for the same. */
export const nameOfReference = ({ kind, name }: Reference): string => `${kind}\0${name}`;

/** The reference that such a text is of. */
export function referenceOf(text: string): Reference {
  const at = text.indexOf("\0");
  return { kind: text.slice(0, at) as ReferenceKind, name: text.slice(at + 1) };
}

// The attribute by which the constructs' interfaces name a thing; a plan's Reference has it in `name`.
export const attributeOf: Readonly<Record<ReferenceKind, string>> = {
  node: "nodeName", storage: "datastoreId", bridge: "bridgeName", pool: "poolId", image: "fileId", guest: "vmId", role: "roleId", user: "userId", token: "tokenId", group: "groupId", realm: "aclPath", zone: "zoneName", vnet: "vnetName",
  "pci-mapping": "mappingName", "usb-mapping": "mappingName", "dir-mapping": "mappingName", ipset: "addresses", "firewall-alias": "addresses", "security-group": "securityGroupName",
  "sdn-controller": "controllerName", "sdn-fabric": "fabricName", interface: "interfaceName", "acme-account": "accountName", "acme-plugin": "pluginName", "ha-group": "haGroupName", "acl-target": "aclPath", secret: "name",
};

/** The name of a thing that code has. */
export function nameOf(kind: ReferenceKind, thing: object): string {
  const named = thing as Readonly<Record<string, unknown>>;
  // A token of cdktf's stands for the name.
  if (typeof named.resolve === "function" && !(attributeOf[kind] in named)) return thing as unknown as string;
  const name = named[attributeOf[kind]] ?? named.name;
  // A value that is silently left out could replace a guest.
  if (typeof name !== "string") throw new TypeError(`a ${kind} is named by its ${attributeOf[kind]}, which is missing`);
  return name;
}

/** A volume or a path, for which a construct takes a storage, too. */
export const volumeOrStorage: Shape = { ...text(), mentions: mentionsOfVolume, type: "IStorage | string", toTerraform: (prop) => (typeof prop === "object" ? nameOf("storage", prop) : prop) };

/** The number of another guest; as a prop it takes that guest, too. */
export function guestNumber(type: "IContainer" | "IVirtualMachine"): Shape {
  return {
    ...integer(100, 999999999),
    type: `${type} | number`,
    toTerraform: (prop) => (typeof prop === "object" ? (prop as unknown as { readonly vmId: number }).vmId : prop),
  };
}

/** The storage of a volume; a path without a colon has none. */
export const storageOfVolume: Shape = reference("storage", {
  ...text(),
  encoded: true,
  read: (value) => (String(value).includes(":") ? String(value).split(":")[0]! : ""),
  mean: (value) => (isPath(value) ? "" : storageOfVolume.read(value)),
});

/** The storage of a volume; the provider takes a text without a colon whole. */
export const storageOrText: Shape = reference("storage", { ...text(), encoded: true, read: (value) => String(value).split(":")[0]! });

/** The part of a volume behind its storage. */
export const pathOfVolume: Shape = {
  ...text(),
  encoded: true,
  read: (value) => String(value).slice(String(value).indexOf(":") + 1),
  mean: (value) => (isPath(value) ? String(value) : pathOfVolume.read(value)),
};

/** Why the provider cannot make a disk again: it makes volumes of a storage only. */
export const whyNotOfStorage = (slot: unknown, volume: unknown): string | undefined =>
  volume === undefined || isOfStorage(volume) ? undefined : `${String(slot)} is ${String(volume)}, and the provider makes it on a storage only`;

/** Whether a text names a volume of a storage, whatever the volume is called. */
export const isOfStorage = (volume: unknown): boolean => /^[a-z][a-z0-9\-_.]*[a-z0-9]:./i.test(String(volume));

/** A file or a device of the node; its name may have a colon. */
export const isPath = (volume: unknown): boolean => String(volume).startsWith("/");
