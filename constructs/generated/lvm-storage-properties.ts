// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INode } from "../reference";

/** A storage in an LVM volume group. */
export interface LvmStorageProperties {
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
   * Volume group.
   * Proxmox VE: `vgname`. Terraform: `volume_group`.
   * @default - it must be said
   */
  readonly volumeGroup: string;
  /**
   * All nodes see the same volume group: one on a SAN.
   * Proxmox VE: `shared`. Terraform: `shared`.
   * @default false
   */
  readonly shared?: boolean;
  /**
   * Overwrites removed volumes.
   * Proxmox VE: `saferemove`. Terraform: `wipe_removed_volumes`.
   * @default false
   */
  readonly wipeRemovedVolumes?: boolean;
}
