import type { Construct } from "constructs";
import { text } from "./check/kind";
import { nearest } from "../lib/schema/nearest";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { RoleProperties } from "./generated/role-properties";
import type { IRole } from "./grant";
import { VirtualEnvironmentRole } from "./imports/virtual-environment-role";
import { checkWord } from "./managed";
import { isOdd } from "./reference";
import { isToken } from "./token";

/** Privileges of Proxmox VE 8 and 9. */
export type Privilege =
  | "Datastore.Allocate" | "Datastore.AllocateSpace" | "Datastore.AllocateTemplate" | "Datastore.Audit"
  | "Group.Allocate" | "Mapping.Audit" | "Mapping.Modify" | "Mapping.Use" | "Permissions.Modify" | "Pool.Allocate" | "Pool.Audit" | "Realm.Allocate" | "Realm.AllocateUser"
  | "SDN.Allocate" | "SDN.Audit" | "SDN.Use" | "Sys.AccessNetwork" | "Sys.Audit" | "Sys.Console" | "Sys.Incoming" | "Sys.Modify" | "Sys.PowerMgmt" | "Sys.Syslog" | "User.Modify"
  | "VM.Allocate" | "VM.Audit" | "VM.Backup" | "VM.Clone" | "VM.Config.CDROM" | "VM.Config.CPU" | "VM.Config.Cloudinit" | "VM.Config.Disk" | "VM.Config.HWType" | "VM.Config.Memory"
  | "VM.Config.Network" | "VM.Config.Options" | "VM.Console" | "VM.GuestAgent.Audit" | "VM.GuestAgent.FileRead" | "VM.GuestAgent.FileSystemMgmt" | "VM.GuestAgent.FileWrite"
  | "VM.GuestAgent.Unrestricted" | "VM.Migrate" | "VM.Monitor" | "VM.PowerMgmt" | "VM.Replicate" | "VM.Snapshot" | "VM.Snapshot.Rollback";

const privileges: readonly Privilege[] = [
  "Datastore.Allocate", "Datastore.AllocateSpace", "Datastore.AllocateTemplate", "Datastore.Audit", "Group.Allocate", "Mapping.Audit", "Mapping.Modify", "Mapping.Use", "Permissions.Modify",
  "Pool.Allocate", "Pool.Audit", "Realm.Allocate", "Realm.AllocateUser", "SDN.Allocate", "SDN.Audit", "SDN.Use", "Sys.AccessNetwork", "Sys.Audit", "Sys.Console", "Sys.Incoming", "Sys.Modify",
  "Sys.PowerMgmt", "Sys.Syslog", "User.Modify", "VM.Allocate", "VM.Audit", "VM.Backup", "VM.Clone", "VM.Config.CDROM", "VM.Config.CPU", "VM.Config.Cloudinit", "VM.Config.Disk", "VM.Config.HWType",
  "VM.Config.Memory", "VM.Config.Network", "VM.Config.Options", "VM.Console", "VM.GuestAgent.Audit", "VM.GuestAgent.FileRead", "VM.GuestAgent.FileSystemMgmt", "VM.GuestAgent.FileWrite",
  "VM.GuestAgent.Unrestricted", "VM.Migrate", "VM.Monitor", "VM.PowerMgmt", "VM.Replicate", "VM.Snapshot", "VM.Snapshot.Rollback",
];

/** A role: privileges under one name. */
export interface RoleProps extends Omit<RoleProperties, "privileges">, ClusterOptions {
  /**
   * What it allows.
   * Proxmox VE: `privs`. Terraform: `privileges`.
   */
  readonly privileges: readonly (Privilege | (string & {}))[];
}

/**
 * Privileges under one name, which users, groups and tokens are given on something: `vm.grant(user, role)`.
 *
 * The roles of Proxmox VE itself are there as `Role.VM_ADMIN` and the like. It is protected from being destroyed (`removalPolicy`).
 */
export class Role extends ClusterResource<RoleProperties, VirtualEnvironmentRole> implements IRole {
  /** All privileges. */
  static readonly ADMINISTRATOR: IRole = { roleId: "Administrator" };
  /** No privilege at all: takes away what a path above gives. */
  static readonly NO_ACCESS: IRole = { roleId: "NoAccess" };
  /** All but the changing of rights and the powering off of nodes. */
  static readonly ADMIN: IRole = { roleId: "PVEAdmin" };
  /** Sees everything, and changes nothing. */
  static readonly AUDITOR: IRole = { roleId: "PVEAuditor" };
  /** Makes volumes and templates on a storage, and sees it. */
  static readonly DATASTORE_ADMIN: IRole = { roleId: "PVEDatastoreAdmin" };
  /** Makes volumes on a storage, and sees it. */
  static readonly DATASTORE_USER: IRole = { roleId: "PVEDatastoreUser" };
  /** Changes mappings of hardware. */
  static readonly MAPPING_ADMIN: IRole = { roleId: "PVEMappingAdmin" };
  /** Uses mappings of hardware. */
  static readonly MAPPING_USER: IRole = { roleId: "PVEMappingUser" };
  /** Makes pools. */
  static readonly POOL_ADMIN: IRole = { roleId: "PVEPoolAdmin" };
  /** Sees pools. */
  static readonly POOL_USER: IRole = { roleId: "PVEPoolUser" };
  /** Changes software-defined networks. */
  static readonly SDN_ADMIN: IRole = { roleId: "PVESDNAdmin" };
  /** Uses bridges and vnets. */
  static readonly SDN_USER: IRole = { roleId: "PVESDNUser" };
  /** Administers nodes. */
  static readonly SYS_ADMIN: IRole = { roleId: "PVESysAdmin" };
  /** Sees and clones templates. */
  static readonly TEMPLATE_USER: IRole = { roleId: "PVETemplateUser" };
  /** Administers users. */
  static readonly USER_ADMIN: IRole = { roleId: "PVEUserAdmin" };
  /** Administers guests. */
  static readonly VM_ADMIN: IRole = { roleId: "PVEVMAdmin" };
  /** Uses guests: console, power, backups, CD drives. */
  static readonly VM_USER: IRole = { roleId: "PVEVMUser" };

  /** Refers to a role that is not managed here. */
  static fromName(scope: Construct, roleId: string): IRole {
    checkWord(scope, "Role.fromName", text, roleId);
    return { roleId };
  }

  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id, props, tableOf("proxmox_virtual_environment_role"), VirtualEnvironmentRole);
  }

  protected override problems({ name, privileges: allowed }: RoleProperties, exists: boolean): readonly string[] {
    // Other releases of Proxmox VE have other privileges.
    if (exists) return [];
    const problems = [
      isOdd(name, /^[A-Za-z0-9_.-]+$/) && `name is ${JSON.stringify(name)}, which Proxmox VE refuses; say letters, digits, - _ .`,
      isOdd(name, /^(?!PVE)/i) && `name is ${JSON.stringify(name)}, and PVE at the beginning is reserved for the roles of Proxmox VE; choose another, or say Role.fromName(…) to refer to one of those`,
      ...allowed.filter((one) => !isToken(one) && !(privileges as readonly string[]).includes(one)).map((one) => `privileges has ${JSON.stringify(one)}, which is not a privilege; ${remedy(one)}`),
    ];
    return problems.filter((problem) => problem !== false);
  }

  get roleId(): string {
    return this.resource.roleId;
  }
}

function remedy(word: string): string {
  const near = nearest(word, privileges);
  return near === undefined ? "say one such as VM.Audit" : `did you mean ${JSON.stringify(near)}?`;
}
