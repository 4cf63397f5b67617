// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { IAclTarget, IGroup, IRole, IUser, IUserToken } from "../reference";

/** A grant: who has which role where. */
export interface AclProperties {
  /**
   * Where: what the rights are on, or its path: `/vms/101`.
   * Proxmox VE: `path`. Terraform: `path`.
   * @default - it must be said
   */
  readonly path: IAclTarget | string;
  /**
   * The role.
   * Proxmox VE: `roleid`. Terraform: `role_id`.
   * @default - it must be said
   */
  readonly role: IRole | string;
  /**
   * The user who has it.
   * Proxmox VE: `user`. Terraform: `user_id`.
   * @default - a group or a token
   */
  readonly user?: IUser | string;
  /**
   * The group that has it.
   * Proxmox VE: `group`. Terraform: `group_id`.
   * @default - a user or a token
   */
  readonly group?: IGroup | string;
  /**
   * The token that has it: `ada@pve!ci`.
   * Proxmox VE: `token`. Terraform: `token_id`.
   * @default - a user or a group
   */
  readonly token?: IUserToken | string;
  /**
   * It counts below the path, too.
   * Proxmox VE: `propagate`. Terraform: `propagate`.
   * @default true
   */
  readonly propagate?: boolean;
}
