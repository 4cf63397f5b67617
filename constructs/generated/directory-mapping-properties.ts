// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INode } from "../reference";

/** A name for folders of the nodes, which guests mount. */
export interface DirectoryMappingProperties {
  /**
   * Its name in the cluster.
   * Proxmox VE: `id`. Terraform: `name`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * Notes.
   * Proxmox VE: `description`. Terraform: `comment`.
   * @default - none
   */
  readonly description?: string;
  /**
   * The folders.
   * Proxmox VE: `map`. Terraform: `map`.
   * @default - it must be said
   */
  readonly folders: readonly DirectoryMappingMap[];
}

/** The folders. */
export interface DirectoryMappingMap {
  /**
   * Node that has it.
   * Proxmox VE: `node`. Terraform: `node`.
   * @default - it must be said
   */
  readonly node: INode | string;
  /**
   * Folder on the node.
   * Proxmox VE: `path`. Terraform: `path`.
   * @default - it must be said
   */
  readonly path: string;
}
