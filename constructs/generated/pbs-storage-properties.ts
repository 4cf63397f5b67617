// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INode } from "../reference";

/** A storage on a Proxmox Backup Server. */
export interface PbsStorageProperties {
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
   * Name or address of the backup server.
   * Proxmox VE: `server`. Terraform: `server`.
   * @default - it must be said
   */
  readonly server: string;
  /**
   * Datastore on the server.
   * Proxmox VE: `datastore`. Terraform: `datastore`.
   * @default - it must be said
   */
  readonly datastore: string;
  /**
   * User or token: `pve@pbs`.
   * Proxmox VE: `username`. Terraform: `username`.
   * @default - it must be said
   */
  readonly username: string;
  /**
   * Password or secret of the token, in code only as a sensitive variable.
   * Proxmox VE: `password`. Terraform: `password`.
   * @default - it must be said
   */
  readonly password: string;
  /**
   * Namespace on the server.
   * Proxmox VE: `namespace`. Terraform: `namespace`.
   * @default - the root
   */
  readonly namespace?: string;
  /**
   * SHA-256 fingerprint of the server's certificate.
   * Proxmox VE: `fingerprint`. Terraform: `fingerprint`.
   * @default - a certificate that the nodes trust
   */
  readonly fingerprint?: string;
  /**
   * Key by which backups are encrypted, in code only as a sensitive variable.
   * Proxmox VE: `encryption-key`. Terraform: `encryption_key`.
   * @default - none
   */
  readonly encryptionKey?: string;
  /**
   * Has a key generated, which is in Terraform's state alone.
   * Terraform: `generate_encryption_key`.
   * @default - false
   */
  readonly generateEncryptionKey?: boolean;
  /**
   * How many backups stay when old ones are pruned.
   * Proxmox VE: `prune-backups`. Terraform: `backups`.
   * @default - all, or what the server keeps
   */
  readonly retention?: PbsStorageBackups;
}

/** How many backups stay when old ones are pruned. */
export interface PbsStorageBackups {
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
