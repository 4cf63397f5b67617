// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { IContainer, IHaGroup, IVirtualMachine } from "../reference";

/** A guest that Proxmox VE keeps running, on another node where its own fails. */
export interface HaResourceProperties {
  /**
   * The guest: `vm:101`, `ct:202`.
   * Proxmox VE: `sid`. Terraform: `resource_id`.
   * @default - it must be said
   */
  readonly guest: IVirtualMachine | IContainer | string;
  /**
   * What it is kept at.
   * Proxmox VE: `state`. Terraform: `state`.
   * @default "started"
   */
  readonly state?: "started" | "stopped" | "disabled" | "ignored";
  /**
   * Group of nodes that it is kept on, before Proxmox VE 9.
   * Proxmox VE: `group`. Terraform: `group`.
   * @default - none
   */
  readonly group?: IHaGroup | string;
  /**
   * Goes back to the node that it belongs on.
   * Proxmox VE: `failback`. Terraform: `failback`.
   * @default true
   */
  readonly failback?: boolean;
  /**
   * How often it is restarted where it is.
   * Proxmox VE: `max_restart`. Terraform: `max_restart`.
   * @default 1
   */
  readonly maxRestart?: number;
  /**
   * How often it is moved after that.
   * Proxmox VE: `max_relocate`. Terraform: `max_relocate`.
   * @default 1
   */
  readonly maxRelocate?: number;
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
}
