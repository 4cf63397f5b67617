// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INode } from "../reference";

/** A storage in a folder of the nodes. */
export interface DirectoryStorageProperties {
  /**
   * Its name in the cluster.
   * Proxmox VE: `storage`. Terraform: `id`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * What it may hold.
   * Proxmox VE: `content`. Terraform: `content`.
   * @default - what Proxmox VE gives such a storage
   */
  readonly content?: readonly string[];
  /**
   * Nodes that have it.
   * Proxmox VE: `nodes`. Terraform: `nodes`.
   * @default - all
   */
  readonly nodes?: readonly (INode | string)[];
  /**
   * Keeps Proxmox VE from using it.
   * Proxmox VE: `disable`. Terraform: `disable`.
   * @default false
   */
  readonly disable?: boolean;
  /**
   * Folder on the nodes.
   * Proxmox VE: `path`. Terraform: `path`.
   * @default - it must be said
   */
  readonly path: string;
  /**
   * All nodes see the same data there: a mount that Proxmox VE knows nothing of.
   * Proxmox VE: `shared`. Terraform: `shared`.
   * @default true
   */
  readonly shared?: boolean;
  /**
   * Makes the folder itself.
   * Proxmox VE: `create-base-path`. Terraform: `create_base_path`.
   * @default true
   */
  readonly createBasePath?: boolean;
  /**
   * Makes the folders inside.
   * Proxmox VE: `create-subdirs`. Terraform: `create_subdirs`.
   * @default true
   */
  readonly createSubdirs?: boolean;
  /**
   * How space is taken for raw and qcow2 images: `off`, `metadata`, `falloc` or `full`.
   * Proxmox VE: `preallocation`. Terraform: `preallocation`.
   * @default - "metadata"
   */
  readonly preallocation?: string;
  /**
   * How many backups stay when old ones are pruned.
   * Proxmox VE: `prune-backups`. Terraform: `backups`.
   * @default - all, or what the server keeps
   */
  readonly retention?: DirectoryStorageBackups;
}

/** How many backups stay when old ones are pruned. */
export interface DirectoryStorageBackups {
  /**
   * All of them.
   * Proxmox VE: `keep-all`. Terraform: `keep_all`.
   * @default false
   */
  readonly keepAll?: boolean;
  /**
   * Backups that stay: of the last.
   * Proxmox VE: `keep-last`. Terraform: `keep_last`.
   * @default - none
   */
  readonly keepLast?: number;
  /**
   * Backups that stay: one for each of the last hours.
   * Proxmox VE: `keep-hourly`. Terraform: `keep_hourly`.
   * @default - none
   */
  readonly keepHourly?: number;
  /**
   * Backups that stay: one for each of the last days.
   * Proxmox VE: `keep-daily`. Terraform: `keep_daily`.
   * @default - none
   */
  readonly keepDaily?: number;
  /**
   * Backups that stay: one for each of the last weeks.
   * Proxmox VE: `keep-weekly`. Terraform: `keep_weekly`.
   * @default - none
   */
  readonly keepWeekly?: number;
  /**
   * Backups that stay: one for each of the last months.
   * Proxmox VE: `keep-monthly`. Terraform: `keep_monthly`.
   * @default - none
   */
  readonly keepMonthly?: number;
  /**
   * Backups that stay: one for each of the last years.
   * Proxmox VE: `keep-yearly`. Terraform: `keep_yearly`.
   * @default - none
   */
  readonly keepYearly?: number;
  /**
   * How many of a guest may be protected.
   * Terraform: `max_protected_backups`.
   * @default - 5, without a limit for who may allocate
   */
  readonly maxProtectedBackups?: number;
}
