// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INode, ISdnFabric } from "../reference";

/** A node of an OpenFabric fabric. */
export interface SdnOpenFabricNodeProperties {
  /**
   * The fabric.
   * Proxmox VE: `fabric_id`. Terraform: `fabric_id`.
   * @default - it must be said
   */
  readonly fabric: ISdnFabric | string;
  /**
   * The node.
   * Proxmox VE: `node_id`. Terraform: `node_id`.
   * @default - it must be said
   */
  readonly node: INode | string;
  /**
   * Interfaces of the node that are in it: `eno2`, `eno2,hello_multiplier=5`.
   * Proxmox VE: `interfaces`. Terraform: `interface_names`.
   * @default - it must be said
   */
  readonly interfaces: readonly string[];
  /**
   * IPv4 address in the fabric.
   * Proxmox VE: `ip`. Terraform: `ip`.
   * @default - none
   */
  readonly ip?: string;
  /**
   * IPv6 address in the fabric.
   * Proxmox VE: `ip6`. Terraform: `ip6`.
   * @default - none
   */
  readonly ip6?: string;
}
