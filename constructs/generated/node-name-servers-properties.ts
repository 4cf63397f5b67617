// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INode } from "../reference";

/** Name servers of a node. */
export interface NodeNameServersProperties {
  /**
   * The node.
   * Proxmox VE: `node`. Terraform: `node_name`.
   * @default - it must be said
   */
  readonly node: INode | string;
  /**
   * Domain that names without one are looked for in.
   * Proxmox VE: `search`. Terraform: `domain`.
   * @default - it must be said
   */
  readonly domain: string;
  /**
   * Addresses, at most three.
   * Proxmox VE: `servers`. Terraform: `servers`.
   * @default - none
   */
  readonly servers?: readonly string[];
}
