// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INode } from "../reference";

/** Notes of a node. */
export interface NodeNotesProperties {
  /**
   * The node.
   * Proxmox VE: `node`. Terraform: `node_name`.
   * @default - it must be said
   */
  readonly node: INode | string;
  /**
   * Notes, in Markdown.
   * Proxmox VE: `description`. Terraform: `description`.
   * @default - none
   */
  readonly description?: string;
}
