// Made from lib/schema by `npm run properties`; edit the table, not this file.
/** The options of the cluster as a whole. */
export interface DatacenterOptionsProperties {
  /**
   * Limit for disks: when they are cloned. In KiB/s.
   * Proxmox VE: `bwlimit clone`. Terraform: `bandwidth_limit_clone`.
   * @default - none
   */
  readonly bandwidthLimitClone?: number;
  /**
   * Limit for disks: where nothing else is said. In KiB/s.
   * Proxmox VE: `bwlimit default`. Terraform: `bandwidth_limit_default`.
   * @default - none
   */
  readonly bandwidthLimitDefault?: number;
  /**
   * Limit for disks: when they are migrated. In KiB/s.
   * Proxmox VE: `bwlimit migration`. Terraform: `bandwidth_limit_migration`.
   * @default - none
   */
  readonly bandwidthLimitMigration?: number;
  /**
   * Limit for disks: when they are moved. In KiB/s.
   * Proxmox VE: `bwlimit move`. Terraform: `bandwidth_limit_move`.
   * @default - none
   */
  readonly bandwidthLimitMove?: number;
  /**
   * Limit for disks: when they are restored. In KiB/s.
   * Proxmox VE: `bwlimit restore`. Terraform: `bandwidth_limit_restore`.
   * @default - none
   */
  readonly bandwidthLimitRestore?: number;
  /**
   * Which console pages open: `xtermjs`.
   * Proxmox VE: `console`. Terraform: `console`.
   * @default - noVNC
   */
  readonly console?: string;
  /**
   * How high availability spreads guests: `basic`, `static`, `dynamic`.
   * Proxmox VE: `crs ha`. Terraform: `crs_ha`.
   * @default - "basic"
   */
  readonly crsHa?: string;
  /**
   * Finds a node anew for a guest that starts.
   * Proxmox VE: `crs ha-rebalance-on-start`. Terraform: `crs_ha_rebalance_on_start`.
   * @default - false
   */
  readonly crsRebalanceOnStart?: boolean;
  /**
   * Moves guests where nodes are loaded unevenly.
   * Proxmox VE: `crs ha-auto-rebalance`. Terraform: `crs_ha_auto_rebalance`.
   * @default - false
   */
  readonly crsAutoRebalance?: boolean;
  /**
   * Rounds before that.
   * Proxmox VE: `crs ha-auto-rebalance-hold-duration`. Terraform: `crs_ha_auto_rebalance_hold_duration`.
   * @default - 3
   */
  readonly crsAutoRebalanceHoldDuration?: number;
  /**
   * Least gain, in percent.
   * Proxmox VE: `crs ha-auto-rebalance-margin`. Terraform: `crs_ha_auto_rebalance_margin`.
   * @default - 10
   */
  readonly crsAutoRebalanceMargin?: number;
  /**
   * How it is reckoned.
   * Proxmox VE: `crs ha-auto-rebalance-method`. Terraform: `crs_ha_auto_rebalance_method`.
   * @default - "bruteforce"
   */
  readonly crsAutoRebalanceMethod?: string;
  /**
   * Imbalance from which it acts, in percent.
   * Proxmox VE: `crs ha-auto-rebalance-threshold`. Terraform: `crs_ha_auto_rebalance_threshold`.
   * @default - 30
   */
  readonly crsAutoRebalanceThreshold?: number;
  /**
   * Notes.
   * Proxmox VE: `description`. Terraform: `description`.
   * @default - none
   */
  readonly description?: string;
  /**
   * Whom mails come from.
   * Proxmox VE: `email_from`. Terraform: `email_from`.
   * @default - root@ and the node
   */
  readonly emailFrom?: string;
  /**
   * What becomes of guests as a node shuts down: `conditional`.
   * Proxmox VE: `ha shutdown_policy`. Terraform: `ha_shutdown_policy`.
   * @default - "conditional"
   */
  readonly haShutdownPolicy?: string;
  /**
   * Proxy for downloads.
   * Proxmox VE: `http_proxy`. Terraform: `http_proxy`.
   * @default - none
   */
  readonly httpProxy?: string;
  /**
   * Keyboard of consoles.
   * Proxmox VE: `keyboard`. Terraform: `keyboard`.
   * @default - that of each guest
   */
  readonly keyboard?: string;
  /**
   * Language of pages.
   * Proxmox VE: `language`. Terraform: `language`.
   * @default - that of the browser
   */
  readonly language?: string;
  /**
   * How MAC addresses begin.
   * Proxmox VE: `mac_prefix`. Terraform: `mac_prefix`.
   * @default - "BC:24:11"
   */
  readonly macPrefix?: string;
  /**
   * Most tasks at once of one request.
   * Proxmox VE: `max_workers`. Terraform: `max_workers`.
   * @default - as many as there are cores
   */
  readonly maxWorkers?: number;
  /**
   * Network for migrations.
   * Proxmox VE: `migration network`. Terraform: `migration_cidr`.
   * @default - that of the cluster
   */
  readonly migrationNetwork?: string;
  /**
   * `secure` or `insecure`.
   * Proxmox VE: `migration type`. Terraform: `migration_type`.
   * @default - "secure"
   */
  readonly migrationType?: string;
  /**
   * From where numbers of new guests are taken.
   * Proxmox VE: `next-id`. Terraform: `next_id`.
   * @default - none
   */
  readonly nextId?: DatacenterOptionsNextId;
  /**
   * What is told, and to whom, as old clusters have it.
   * Proxmox VE: `notify`. Terraform: `notify`.
   * @default - none
   */
  readonly notify?: DatacenterOptionsNotify;
}

/** From where numbers of new guests are taken. */
export interface DatacenterOptionsNextId {
  /**
   * The first.
   * Proxmox VE: `lower`. Terraform: `lower`.
   * @default - 100
   */
  readonly lower?: number;
  /**
   * The one behind the last.
   * Proxmox VE: `upper`. Terraform: `upper`.
   * @default - 1000000
   */
  readonly upper?: number;
}

/** What is told, and to whom, as old clusters have it. */
export interface DatacenterOptionsNotify {
  /**
   * Fencing.
   * Proxmox VE: `fencing`. Terraform: `ha_fencing_mode`.
   * @default - always
   */
  readonly haFencingMode?: string;
  /**
   * Whom.
   * Proxmox VE: `target-fencing`. Terraform: `ha_fencing_target`.
   * @default - none
   */
  readonly haFencingTarget?: string;
  /**
   * Updates.
   * Proxmox VE: `package-updates`. Terraform: `package_updates`.
   * @default - auto
   */
  readonly packageUpdates?: string;
  /**
   * Whom.
   * Proxmox VE: `target-package-updates`. Terraform: `package_updates_target`.
   * @default - none
   */
  readonly packageUpdatesTarget?: string;
  /**
   * Replication.
   * Proxmox VE: `replication`. Terraform: `replication`.
   * @default - always
   */
  readonly replication?: string;
  /**
   * Whom.
   * Proxmox VE: `target-replication`. Terraform: `replication_target`.
   * @default - none
   */
  readonly replicationTarget?: string;
}
