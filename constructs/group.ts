import type { Construct } from "constructs";
import { text } from "./check/kind";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { GroupProperties } from "./generated/group-properties";
import { VirtualEnvironmentGroup } from "./imports/virtual-environment-group";
import { checkWord } from "./managed";
import { isOdd, type IAclTarget, type IGroup } from "./reference";

export type { IGroup };

/** A group of users. */
export interface GroupProps extends GroupProperties, ClusterOptions {}

/** A group of users, which rights are given to: `pool.grant(group, Role.VM_USER)`. Users join it by their `groups`. It is protected from being destroyed (`removalPolicy`). */
export class Group extends ClusterResource<GroupProperties, VirtualEnvironmentGroup> implements IGroup, IAclTarget {
  /** Refers to a group that is not managed here. */
  static fromName(scope: Construct, groupId: string): IGroup & IAclTarget {
    checkWord(scope, "Group.fromName", text, groupId);
    return { groupId, grantee: { groupId }, aclPath: `/access/groups/${groupId}` };
  }

  constructor(scope: Construct, id: string, props: GroupProps = {}) {
    super(scope, id, props, tableOf("proxmox_virtual_environment_group"), VirtualEnvironmentGroup);
  }

  protected override problems({ name }: GroupProperties, exists: boolean): readonly string[] {
    return !exists && isOdd(name, /^[A-Za-z0-9_.-]+$/) ? [`name is ${JSON.stringify(name)}, which Proxmox VE refuses; say letters, digits, - _ .`] : [];
  }

  get groupId(): string {
    return this.resource.groupId;
  }

  /** Where rights on it are given: `/access/groups/admins`. */
  get aclPath(): string {
    return `/access/groups/${this.groupId}`;
  }

  /** As rights are given to it. */
  get grantee(): { readonly groupId: string } {
    return { groupId: this.groupId };
  }
}
