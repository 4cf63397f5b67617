// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INode } from "../reference";

/** A repository of Proxmox's that a file of APT has. Whether it is on, that entry says. */
export interface AptStandardRepositoryProperties {
  /**
   * The node.
   * Proxmox VE: `node`. Terraform: `node`.
   * @default - it must be said
   */
  readonly node: INode | string;
  /**
   * What Proxmox VE calls it: `no-subscription`.
   * Proxmox VE: `handle`. Terraform: `handle`.
   * @default - it must be said
   */
  readonly handle: string;
}
