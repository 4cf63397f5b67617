// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INode } from "../reference";

/** The hosts file of a node. */
export interface NodeHostsProperties {
  /**
   * The node.
   * Proxmox VE: `node`. Terraform: `node_name`.
   * @default - it must be said
   */
  readonly node: INode | string;
  /**
   * Its lines.
   * Proxmox VE: `entries`. Terraform: `entry`.
   * @default - none
   */
  readonly entries?: readonly NodeHostsEntry[];
}

/** Its lines. */
export interface NodeHostsEntry {
  /**
   * Address.
   * Proxmox VE: `address`. Terraform: `address`.
   * @default - it must be said
   */
  readonly address: string;
  /**
   * Names that it has.
   * Proxmox VE: `hostnames`. Terraform: `hostnames`.
   * @default - it must be said
   */
  readonly names: readonly string[];
}
