// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { IContainer, INode, IVirtualMachine, NodePriority } from "../reference";

/** On which nodes guests are kept, or that they are kept together or apart. */
export interface HaRuleProperties {
  /**
   * Its name.
   * Proxmox VE: `rule`. Terraform: `rule`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * What it says: on which nodes, or beside which guests.
   * Proxmox VE: `type`. Terraform: `type`.
   * @default - it must be said
   */
  readonly type: "node-affinity" | "resource-affinity";
  /**
   * The guests, which high availability must have: `vm:101`.
   * Proxmox VE: `resources`. Terraform: `resources`.
   * @default - it must be said
   */
  readonly guests: readonly (IVirtualMachine | IContainer | string)[];
  /**
   * Nodes that it prefers; a higher priority comes first.
   * Proxmox VE: `nodes`. Terraform: `nodes`.
   * @default - none
   */
  readonly nodes?: readonly (INode | NodePriority | string)[];
  /**
   * Keeps the guests together (`positive`) or apart (`negative`).
   * Proxmox VE: `affinity`. Terraform: `affinity`.
   * @default - none
   */
  readonly affinity?: "positive" | "negative";
  /**
   * They run on no other node.
   * Proxmox VE: `strict`. Terraform: `strict`.
   * @default false
   */
  readonly strict?: boolean;
  /**
   * Keeps it from counting.
   * Proxmox VE: `disable`. Terraform: `disable`.
   * @default false
   */
  readonly disable?: boolean;
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
}
