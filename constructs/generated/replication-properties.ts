// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INode } from "../reference";

/** A job that copies the disks of a guest to another node. */
export interface ReplicationProperties {
  /**
   * The guest's number and that of the job: `101-0`.
   * Proxmox VE: `id`. Terraform: `id`.
   * @default - `guest` and `job`, or the construct's id
   */
  readonly name?: string;
  /**
   * Node that it copies to.
   * Proxmox VE: `target`. Terraform: `target`.
   * @default - it must be said
   */
  readonly target: INode | string;
  /**
   * Where it copies to.
   * Proxmox VE: `type`. Terraform: `type`.
   * @default "local"
   */
  readonly type?: "local";
  /**
   * When it runs, as a calendar event.
   * Proxmox VE: `schedule`. Terraform: `schedule`.
   * @default - every 15 minutes
   */
  readonly schedule?: string;
  /**
   * Limit for the copy. In MB/s.
   * Proxmox VE: `rate`. Terraform: `rate`.
   * @default - none
   */
  readonly rate?: number;
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
  /**
   * Keeps it from running.
   * Proxmox VE: `disable`. Terraform: `disable`.
   * @default false
   */
  readonly disable?: boolean;
}
