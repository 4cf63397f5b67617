// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INode } from "../reference";

/** A name for USB devices of the nodes, which guests use. */
export interface UsbMappingProperties {
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
   * The devices.
   * Proxmox VE: `map`. Terraform: `map`.
   * @default - it must be said
   */
  readonly devices: readonly UsbMappingMap[];
}

/** The devices. */
export interface UsbMappingMap {
  /**
   * Node that has it.
   * Proxmox VE: `node`. Terraform: `node`.
   * @default - it must be said
   */
  readonly node: INode | string;
  /**
   * Vendor and product: `0529:0001`.
   * Proxmox VE: `id`. Terraform: `id`.
   * @default - it must be said
   */
  readonly id: string;
  /**
   * Port: `3-1.2`.
   * Proxmox VE: `path`. Terraform: `path`.
   * @default - any port
   */
  readonly path?: string;
  /**
   * Notes on this one.
   * Proxmox VE: `description`. Terraform: `comment`.
   * @default - none
   */
  readonly description?: string;
}
