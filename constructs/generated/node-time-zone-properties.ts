// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INode } from "../reference";

/** Time zone of a node. */
export interface NodeTimeZoneProperties {
  /**
   * The node.
   * Proxmox VE: `node`. Terraform: `node_name`.
   * @default - it must be said
   */
  readonly node: INode | string;
  /**
   * Its name: `Europe/Berlin`.
   * Proxmox VE: `timezone`. Terraform: `time_zone`.
   * @default - it must be said
   */
  readonly timeZone: string;
}
