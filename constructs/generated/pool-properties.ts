// Made from lib/schema by `npm run properties`; edit the table, not this file.
/** A resource pool: guests and storages that rights are given on together. */
export interface PoolProperties {
  /**
   * Its name, with those above it: `customers/acme`.
   * Proxmox VE: `poolid`. Terraform: `pool_id`.
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
