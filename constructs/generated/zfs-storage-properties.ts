// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INode } from "../reference";

/** A storage in a ZFS pool, or in a dataset of one. */
export interface ZfsStorageProperties {
  /**
   * Its name in the cluster.
   * Proxmox VE: `storage`. Terraform: `id`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * What it may hold.
   * Proxmox VE: `content`. Terraform: `content`.
   * @default - what Proxmox VE gives such a storage
   */
  readonly content?: readonly string[];
  /**
   * Nodes that have it.
   * Proxmox VE: `nodes`. Terraform: `nodes`.
   * @default - all
   */
  readonly nodes?: readonly (INode | string)[];
  /**
   * Keeps Proxmox VE from using it.
   * Proxmox VE: `disable`. Terraform: `disable`.
   * @default false
   */
  readonly disable?: boolean;
  /**
   * Pool or dataset: `rpool/data`.
   * Proxmox VE: `pool`. Terraform: `zfs_pool`.
   * @default - it must be said
   */
  readonly pool: string;
  /**
   * Block size of new volumes: `16k`.
   * Proxmox VE: `blocksize`. Terraform: `blocksize`.
   * @default - that of ZFS
   */
  readonly blockSize?: string;
  /**
   * Takes space only as it is written.
   * Proxmox VE: `sparse`. Terraform: `thin_provision`.
   * @default - false
   */
  readonly thinProvision?: boolean;
}
