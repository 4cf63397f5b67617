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
   * Console that the web interface opens.
   * Proxmox VE: `console`. Terraform: `console`.
   * @default - noVNC
   */
  readonly console?: "applet" | "vv" | "html5" | "xtermjs";
  /**
   * How high availability spreads guests over nodes: `basic` counts guests, `static` looks at what they may use, `dynamic` at what they use (Proxmox VE 9.2).
   * Proxmox VE: `crs ha`. Terraform: `crs_ha`.
   * @default - "basic"
   */
  readonly crsHa?: "basic" | "static" | "dynamic";
  /**
   * Looks for the best node again whenever a guest starts.
   * Proxmox VE: `crs ha-rebalance-on-start`. Terraform: `crs_ha_rebalance_on_start`.
   * @default - false
   */
  readonly crsRebalanceOnStart?: boolean;
  /**
   * Moves running guests when nodes are loaded unevenly (Proxmox VE 9.2).
   * Proxmox VE: `crs ha-auto-rebalance`. Terraform: `crs_ha_auto_rebalance`.
   * @default - false
   */
  readonly crsAutoRebalance?: boolean;
  /**
   * Rounds of high availability for which the imbalance must last before a guest is moved.
   * Proxmox VE: `crs ha-auto-rebalance-hold-duration`. Terraform: `crs_ha_auto_rebalance_hold_duration`.
   * @default - 3
   */
  readonly crsAutoRebalanceHoldDuration?: number;
  /**
   * Improvement that a move must bring, in percent.
   * Proxmox VE: `crs ha-auto-rebalance-margin`. Terraform: `crs_ha_auto_rebalance_margin`.
   * @default - 10
   */
  readonly crsAutoRebalanceMargin?: number;
  /**
   * How moves are scored.
   * Proxmox VE: `crs ha-auto-rebalance-method`. Terraform: `crs_ha_auto_rebalance_method`.
   * @default - "bruteforce"
   */
  readonly crsAutoRebalanceMethod?: "bruteforce" | "topsis";
  /**
   * Imbalance above which guests are moved, in percent.
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
   * Sender of mails.
   * Proxmox VE: `email_from`. Terraform: `email_from`.
   * @default - root@ and the node
   */
  readonly emailFrom?: string;
  /**
   * What high availability does with guests when their node shuts down.
   * Proxmox VE: `ha shutdown_policy`. Terraform: `ha_shutdown_policy`.
   * @default - "conditional"
   */
  readonly haShutdownPolicy?: "freeze" | "failover" | "migrate" | "conditional";
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
  readonly keyboard?: "de" | "de-ch" | "da" | "en-gb" | "en-us" | "es" | "fi" | "fr" | "fr-be" | "fr-ca" | "fr-ch" | "hu" | "is" | "it" | "ja" | "lt" | "mk" | "nl" | "no" | "pl" | "pt" | "pt-br" | "sv" | "sl" | "tr";
  /**
   * Language of pages.
   * Proxmox VE: `language`. Terraform: `language`.
   * @default - that of the browser
   */
  readonly language?: "ca" | "da" | "de" | "en" | "es" | "eu" | "fa" | "fr" | "he" | "it" | "ja" | "nb" | "nn" | "pl" | "pt_BR" | "ru" | "sl" | "sv" | "tr" | "zh_CN" | "zh_TW";
  /**
   * First bytes of the MAC addresses that Proxmox VE makes.
   * Proxmox VE: `mac_prefix`. Terraform: `mac_prefix`.
   * @default - "BC:24:11"
   */
  readonly macPrefix?: string;
  /**
   * How many workers a node starts for an action on many guests.
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
   * Whether migrations are encrypted.
   * Proxmox VE: `migration type`. Terraform: `migration_type`.
   * @default - "secure"
   */
  readonly migrationType?: "secure" | "insecure";
  /**
   * Range from which new guests get their numbers.
   * Proxmox VE: `next-id`. Terraform: `next_id`.
   * @default - none
   */
  readonly nextId?: DatacenterOptionsNextId;
  /**
   * Notifications, as clusters have them that do not use notification matchers.
   * Proxmox VE: `notify`. Terraform: `notify`.
   * @default - none
   */
  readonly notify?: DatacenterOptionsNotify;
}

/** Range from which new guests get their numbers. */
export interface DatacenterOptionsNextId {
  /**
   * Lowest number.
   * Proxmox VE: `lower`. Terraform: `lower`.
   * @default - 100
   */
  readonly lower?: number;
  /**
   * Highest number, which is not used itself.
   * Proxmox VE: `upper`. Terraform: `upper`.
   * @default - 1000000
   */
  readonly upper?: number;
}

/** Notifications, as clusters have them that do not use notification matchers. */
export interface DatacenterOptionsNotify {
  /**
   * When fencing is reported.
   * Proxmox VE: `fencing`. Terraform: `ha_fencing_mode`.
   * @default - always
   */
  readonly haFencingMode?: "always" | "never";
  /**
   * Target that fencing is reported to.
   * Proxmox VE: `target-fencing`. Terraform: `ha_fencing_target`.
   * @default - none
   */
  readonly haFencingTarget?: string;
  /**
   * When updates are reported.
   * Proxmox VE: `package-updates`. Terraform: `package_updates`.
   * @default - auto
   */
  readonly packageUpdates?: "auto" | "always" | "never";
  /**
   * Target that updates are reported to.
   * Proxmox VE: `target-package-updates`. Terraform: `package_updates_target`.
   * @default - none
   */
  readonly packageUpdatesTarget?: string;
  /**
   * When failed replications are reported.
   * Proxmox VE: `replication`. Terraform: `replication`.
   * @default - always
   */
  readonly replication?: "always" | "never";
  /**
   * Target that failed replications are reported to.
   * Proxmox VE: `target-replication`. Terraform: `replication_target`.
   * @default - none
   */
  readonly replicationTarget?: string;
}
