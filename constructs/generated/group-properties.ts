// Made from lib/schema by `npm run properties`; edit the table, not this file.
/** A group of users. */
export interface GroupProperties {
  /**
   * Its name.
   * Proxmox VE: `groupid`. Terraform: `group_id`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
}
