// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INode } from "../reference";

/** A name for PCI devices of the nodes, which guests use. */
export interface PciMappingProperties {
  /**
   * Its name in the cluster.
   * Proxmox VE: `id`. Terraform: `name`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * Notes.
   * Proxmox VE: `description`. Terraform: `comment`.
   * @default - none
   */
  readonly description?: string;
  /**
   * They offer virtual devices to guests.
   * Proxmox VE: `mdev`. Terraform: `mediated_devices`.
   * @default false
   */
  readonly mediatedDevices?: boolean;
  /**
   * The devices.
   * Proxmox VE: `map`. Terraform: `map`.
   * @default - it must be said
   */
  readonly devices: readonly PciMappingMap[];
}

/** The devices. */
export interface PciMappingMap {
  /**
   * Node that has it.
   * Proxmox VE: `node`. Terraform: `node`.
   * @default - it must be said
   */
  readonly node: INode | string;
  /**
   * Address on the node: `0000:01:00.0`.
   * Proxmox VE: `path`. Terraform: `path`.
   * @default - it must be said
   */
  readonly path: string;
  /**
   * Vendor and device: `10de:26b9`.
   * Proxmox VE: `id`. Terraform: `id`.
   * @default - it must be said
   */
  readonly id: string;
  /**
   * IOMMU group.
   * Proxmox VE: `iommugroup`. Terraform: `iommu_group`.
   * @default - Proxmox VE does not check it
   */
  readonly iommuGroup?: number;
  /**
   * Vendor and device of the subsystem.
   * Proxmox VE: `subsystem-id`. Terraform: `subsystem_id`.
   * @default - Proxmox VE does not check it
   */
  readonly subsystemId?: string;
  /**
   * Notes on this one.
   * Proxmox VE: `description`. Terraform: `comment`.
   * @default - none
   */
  readonly description?: string;
}
