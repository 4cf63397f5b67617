// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { IGroup } from "../reference";

/** A user. */
export interface UserProperties {
  /**
   * Its name, without the realm or with it: `ada`, `ada@ldap`.
   * Proxmox VE: `userid`. Terraform: `user_id`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
  /**
   * Address.
   * Proxmox VE: `email`. Terraform: `email`.
   * @default - none
   */
  readonly email?: string;
  /**
   * May log in.
   * Proxmox VE: `enable`. Terraform: `enabled`.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Until when it may log in: `2031-01-01T00:00:00Z`.
   * Proxmox VE: `expire`. Terraform: `expiration_date`.
   * @default - for ever
   */
  readonly expires?: string;
  /**
   * First name.
   * Proxmox VE: `firstname`. Terraform: `first_name`.
   * @default - none
   */
  readonly firstName?: string;
  /**
   * Last name.
   * Proxmox VE: `lastname`. Terraform: `last_name`.
   * @default - none
   */
  readonly lastName?: string;
  /**
   * Groups that it is in.
   * Proxmox VE: `groups`. Terraform: `groups`.
   * @default - none
   */
  readonly groups?: readonly (IGroup | string)[];
  /**
   * Keys of a second factor, as old ones have them.
   * Proxmox VE: `keys`. Terraform: `keys`.
   * @default - none
   */
  readonly keys?: string;
  /**
   * Password, in code only as a sensitive variable.
   * Proxmox VE: `password`. Terraform: `password`.
   * @default - none
   */
  readonly password?: string;
}
