// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INode, NodePriority } from "../reference";

/** Nodes that high availability keeps guests on, before Proxmox VE 9, which has rules instead. */
export interface HaGroupProperties {
  /**
   * Its name.
   * Proxmox VE: `group`. Terraform: `group`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * The nodes; a higher priority comes first.
   * Proxmox VE: `nodes`. Terraform: `nodes`.
   * @default - it must be said
   */
  readonly nodes: readonly (INode | NodePriority | string)[];
  /**
   * Its guests run on no other node: they are stopped where none of these is there.
   * Proxmox VE: `restricted`. Terraform: `restricted`.
   * @default false
   */
  readonly restricted?: boolean;
  /**
   * Leaves guests where they are when a node with a higher priority is back.
   * Proxmox VE: `nofailback`. Terraform: `no_failback`.
   * @default false
   */
  readonly noFailback?: boolean;
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
}
