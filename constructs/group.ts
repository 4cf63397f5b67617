import { Construct } from "constructs";
import { text } from "./check/kind";
import type { IGrantee } from "./grant";
import { VirtualEnvironmentGroup } from "./imports/virtual-environment-group";
import { checkManaged, checkWord, managed, managedForm, sound, type ManagedOptions } from "./managed";
import { isOdd } from "./reference";
import { nameFromPath } from "./scope";

/** A group of users, as others refer to it. */
export interface IGroup extends IGrantee {
  /** Its name in the cluster (`groupid` in Proxmox VE). */
  readonly groupId: string;
}

/** A group of users. */
export interface GroupProps extends ManagedOptions {
  /**
   * Its name in the cluster.
   * Proxmox VE: `groupid`. Terraform: `group_id`.
   * @default - the ids on the construct's path below the stack, joined by `-`
   */
  readonly name?: string;
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
}

const form = managedForm<GroupProps>({ name: text, comment: text });

/** A group of users, which rights are given to: `pool.grant(group, Role.VM_USER)`. Users join it by their `groups`. */
export class Group extends Construct implements IGroup {
  /** Refers to a group that is not managed here. */
  static fromName(scope: Construct, groupId: string): IGroup {
    checkWord(scope, "Group.fromName", text, groupId);
    return { groupId, grantee: { groupId } };
  }

  /** The provider's resource underneath. */
  readonly resource: VirtualEnvironmentGroup;

  constructor(scope: Construct, id: string, given: GroupProps = {}) {
    super(scope, id);
    const props = sound(this, form, given);
    const { name = nameFromPath(this), comment } = props;
    this.resource = new VirtualEnvironmentGroup(this, "Default", managed({ groupId: name, comment }, props, "destroy"));
    checkManaged(this, isOdd(name, /^[A-Za-z0-9_.-]+$/) && `name is ${JSON.stringify(name)}, which Proxmox VE refuses; say letters, digits, - _ .`);
  }

  get groupId(): string {
    return this.resource.groupId;
  }

  /** As rights are given to it. */
  get grantee(): { readonly groupId: string } {
    return { groupId: this.groupId };
  }
}
