import type { PropValue, ReferenceKind, Shape } from "../lib/schema/shape";
import { reference } from "../lib/schema/shape/reference";
import { isToken } from "./token";

/** A node of the cluster, as others refer to it. */
export interface INode {
  /** Its name in the cluster (`node` in Proxmox VE): `pve1`. */
  readonly nodeName: string;
}

/** A storage, as others refer to it. */
export interface IStorage {
  /** Its name in the cluster (`storage` in Proxmox VE): `local-lvm`. */
  readonly datastoreId: string;
  /** Whether all of its nodes have the same data on it, where that is known. */
  readonly shared?: boolean;
}

/** A bridge, as others refer to it. */
export interface IBridge {
  /** Its name on the node (`bridge` in Proxmox VE and Terraform): `vmbr0`. */
  readonly bridgeName: string;
}

/** A virtual network of the cluster, as others refer to it. */
export interface IVnet {
  /** Its name in the cluster (`vnet` in Proxmox VE). */
  readonly vnetName: string;
}

/** A zone of virtual networks, as others refer to it. */
export interface ISdnZone {
  /** Its name in the cluster (`zone` in Proxmox VE). */
  readonly zoneName: string;
}

/** What announces routes of virtual networks, as others refer to it. */
export interface ISdnController {
  /** Its name in the cluster (`controller` in Proxmox VE). */
  readonly controllerName: string;
}

/** Nodes that tell one another their routes, as others refer to them. */
export interface ISdnFabric {
  /** Its name in the cluster (`fabric_id` in Proxmox VE). */
  readonly fabricName: string;
}

/** A network interface of a node, as others of the node refer to it: a bond, a VLAN, a bridge. */
export interface INetworkInterface {
  /** Its name on the node (`iface` in Proxmox VE): `bond0`. */
  readonly interfaceName: string;
}

/** An account with an authority that gives certificates, as others refer to it. */
export interface IAcmeAccount {
  /** Its name in the cluster. */
  readonly accountName: string;
}

/** A way to prove names to an authority, as others refer to it. */
export interface IAcmeDnsPlugin {
  /** Its name in the cluster. */
  readonly pluginName: string;
}

/** Nodes that high availability keeps guests on, as others refer to them. */
export interface IHaGroup {
  /** Its name in the cluster (`group` in Proxmox VE). */
  readonly haGroupName: string;
}

/** Something that rights can be given on. */
export interface IAclTarget {
  /** Where rights on it are given: `/vms/101`. */
  readonly aclPath: string;
}

/** Addresses that a rule is about, as others refer to them: an IP set, an alias. */
export interface IAddresses {
  /** As a rule names it: `+dc/lan`, `dc/gateway`. */
  readonly addresses: string;
}

/** Addresses under a name of the cluster, as others refer to them. */
export interface INamedAddresses extends IAddresses {
  /** Named as old rules do it, `+lan` and `gateway`: in rules of a guest, a set or an alias of the guest's own by that name comes first. */
  readonly unscoped: IAddresses;
}

/** A security group, as others refer to it. */
export interface ISecurityGroup {
  /** Its name in the cluster (`group` in Proxmox VE). */
  readonly securityGroupName: string;
}

/** A resource pool, as others refer to it. */
export interface IPool {
  /** Its name in the cluster (`poolid` in Proxmox VE), with those above it: `customers/acme`. */
  readonly poolId: string;
}

/** What an image is for: `import` becomes disks, `iso` lies in CD drives, `vztmpl` becomes containers, `snippets` are read by guests. */
export type ImageContent = "import" | "iso" | "vztmpl" | "snippets";

/** An image on a storage, as others refer to it. */
export interface IImage {
  /** Its volume (`volid` in Proxmox VE): `local:iso/debian-13.iso`. */
  readonly fileId: string;
  /** What it is for, where that is known. */
  readonly content?: ImageContent;
  /** The only node that has it, where that is known: its storage is not shared. */
  readonly onlyOn?: string;
}

/** A guest, as others refer to it. */
export interface IGuest {
  /** Its number in the cluster. */
  readonly vmId: number;
  /** Its number, for texts. */
  readonly vmIdText?: string;
  /** What high availability calls it: `vm:101`, `ct:202`. */
  readonly haId?: string;
  /** Where rights on it are given: `/vms/101`. */
  readonly aclPath?: string;
  /** The node that it is on, where that is known. */
  readonly nodeName?: string;
  /** Its name, where that is known. */
  readonly name?: string;
}

/** A virtual machine, as others refer to it. */
export type IVirtualMachine = IGuest;

/** A container, as others refer to it. */
export type IContainer = IGuest;

/** Who can be given rights: a user, a group, or an API token. */
export interface IGrantee {
  /** As the provider names it: one of the three. */
  readonly grantee: { readonly userId: string } | { readonly groupId: string } | { readonly tokenId: string };
  /** Who else needs the same rights for this one to have them: a token has at most those of its user. */
  readonly alsoGrant?: IGrantee | undefined;
  /** Why a grant to it has no effect; undefined if it has. */
  readonly cannotHold?: string | undefined;
}

/** A user, as others refer to it. */
export interface IUser extends IGrantee {
  /** Name and realm: `kim@pve`. */
  readonly userId: string;
}

/** An API token, as others refer to it. */
export interface IUserToken extends IGrantee {
  /** User and name: `kim@pve!csi`. */
  readonly tokenId: string;
}

/** A group of users, as others refer to it. */
export interface IGroup extends IGrantee {
  /** Its name in the cluster (`groupid` in Proxmox VE). */
  readonly groupId: string;
}

/** A role, as others refer to it. */
export interface IRole {
  /** Its name in the cluster (`roleid` in Proxmox VE): `PVEVMAdmin`. */
  readonly roleId: string;
}

/** A name for devices or folders of the nodes, as others refer to it. */
export interface IMapping {
  /** Its name in the cluster. */
  readonly mappingName: string;
}

/** A node with a priority: guests are kept on the one with the highest. */
export interface NodePriority {
  /** The node. */
  readonly node: INode | string;
  /** From 0 to 1000; a higher one comes first. @default - none */
  readonly priority?: number;
}

/** The name of what a prop refers to, said by its narrowest interface or by the bare name. */
export function nameOf(kind: ReferenceKind, thing: object | string): string {
  return (shapes[kind] ??= reference(kind)).toTerraform(thing as PropValue) as string;
}

const shapes: Partial<Record<ReferenceKind, Shape>> = {};

/** The only node that has what lies on a storage; undefined where others may have it. */
export function onlyNodeOf(node: INode | string, storage: IStorage | string): string | undefined {
  const shared = typeof storage === "object" ? storage.shared : undefined;
  // Every node has a `local` of its own.
  return (shared ?? nameOf("storage", storage) !== "local") ? undefined : nameOf("node", node);
}

/** Whether a text is known before Terraform runs, and is not of this form. */
export function isOdd(text: string | undefined, form: RegExp): boolean {
  return text !== undefined && !isToken(text) && !form.test(text);
}
