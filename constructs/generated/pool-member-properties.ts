// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { IContainer, IPool, IStorage, IVirtualMachine } from "../reference";

/** A guest's or a storage's membership in a resource pool. */
export interface PoolMemberProperties {
  /**
   * The pool.
   * Proxmox VE: `poolid`. Terraform: `pool_id`.
   * @default - it must be said
   */
  readonly pool: IPool | string;
  /**
   * The guest, or its number.
   * Proxmox VE: `vmid`. Terraform: `vm_id`.
   * @default - none, where a storage is said
   */
  readonly guest?: IVirtualMachine | IContainer | number;
  /**
   * The storage.
   * Proxmox VE: `storage`. Terraform: `storage_id`.
   * @default - none, where a guest is said
   */
  readonly storage?: IStorage | string;
}
