// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INode } from "../reference";

/** A storage on a share of Samba or Windows. */
export interface CifsStorageProperties {
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
   * Name or address of the server.
   * Proxmox VE: `server`. Terraform: `server`.
   * @default - it must be said
   */
  readonly server: string;
  /**
   * Name of the share.
   * Proxmox VE: `share`. Terraform: `share`.
   * @default - it must be said
   */
  readonly share: string;
  /**
   * User.
   * Proxmox VE: `username`. Terraform: `username`.
   * @default - it must be said
   */
  readonly username: string;
  /**
   * Password of the user, in code only as a sensitive variable.
   * Proxmox VE: `password`. Terraform: `password`.
   * @default - it must be said
   */
  readonly password: string;
  /**
   * Domain of the user.
   * Proxmox VE: `domain`. Terraform: `domain`.
   * @default - none
   */
  readonly domain?: string;
  /**
   * Folder of the share.
   * Proxmox VE: `subdir`. Terraform: `subdirectory`.
   * @default - the share itself
   */
  readonly subdirectory?: string;
  /**
   * Mount options.
   * Proxmox VE: `options`. Terraform: `options`.
   * @default - none
   */
  readonly options?: string;
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
   * Keeps snapshots as a chain of volumes.
   * Proxmox VE: `snapshot-as-volume-chain`. Terraform: `snapshot_as_volume_chain`.
   * @default - false
   */
  readonly snapshotAsVolumeChain?: boolean;
  /**
   * How many backups stay when old ones are pruned.
   * Proxmox VE: `prune-backups`. Terraform: `backups`.
   * @default - all, or what the server keeps
   */
  readonly retention?: CifsStorageBackups;
}

/** How many backups stay when old ones are pruned. */
export interface CifsStorageBackups {
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
