// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INode } from "../reference";

/** An entry of a file of APT, which is on or off. The entry itself is in the file. */
export interface AptRepositoryProperties {
  /**
   * The node.
   * Proxmox VE: `node`. Terraform: `node`.
   * @default - it must be said
   */
  readonly node: INode | string;
  /**
   * The file: `/etc/apt/sources.list.d/proxmox.sources`.
   * Proxmox VE: `file`. Terraform: `file_path`.
   * @default - it must be said
   */
  readonly file: string;
  /**
   * Its place in the file, from 0.
   * Proxmox VE: `index`. Terraform: `index`.
   * @default - it must be said
   */
  readonly index: number;
  /**
   * Packages are taken from it.
   * Proxmox VE: `Enabled`. Terraform: `enabled`.
   * @default true
   */
  readonly enabled?: boolean;
}
