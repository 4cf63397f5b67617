// Made from lib/schema by `npm run properties`; edit the table, not this file.
/** A group of users. */
export interface GroupProperties {
  /**
   * Its name.
   * Proxmox VE: `groupid`. Terraform: `group_id`.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
}
