import { block, key, lost, row } from "../row";
import { count, filled } from "../shape/answer";
import { flag } from "../shape/number";
import { text } from "../shape/text";
import type { ClusterTable } from "./table";

const own = "the provider does not know it, and leaves it as it is";

export const datacenterTables: readonly ClusterTable[] = [
  {
    type: "cluster-options", terraform: "proxmox_cluster_options", construct: "DatacenterOptions", area: "datacenter", policy: "protect",
    says: "The options of the cluster as a whole.",
    rows: [
      ...([["clone", "Clone"], ["default", "Default"], ["migration", "Migration"], ["move", "Move"], ["restore", "Restore"]] as const).map(([name, word]) => row(`bwlimit/${name}`, `bandwidthLimit${word}`, `bandwidth_limit_${name}`, count(0), { says: `Limit for disks: ${name === "default" ? "where nothing else is said" : `when they are ${name === "move" ? "moved" : name === "clone" ? "cloned" : name === "restore" ? "restored" : "migrated"}`}.`, unit: "KiB/s", otherwise: "- none" })),
      row("console", "console", "console", filled(text()), { says: "Which console pages open: `xtermjs`.", otherwise: "- noVNC" }),
      row("crs/ha", "crsHa", "crs_ha", filled(text()), { says: "How high availability spreads guests: `basic`, `static`, `dynamic`.", computed: true, otherwise: '- "basic"' }),
      row("crs/ha-rebalance-on-start", "crsRebalanceOnStart", "crs_ha_rebalance_on_start", flag, { says: "Finds a node anew for a guest that starts.", otherwise: "- false" }),
      row("crs/ha-auto-rebalance", "crsAutoRebalance", "crs_ha_auto_rebalance", flag, { says: "Moves guests where nodes are loaded unevenly.", otherwise: "- false" }),
      row("crs/ha-auto-rebalance-hold-duration", "crsAutoRebalanceHoldDuration", "crs_ha_auto_rebalance_hold_duration", count(0), { says: "Rounds before that.", otherwise: "- 3" }),
      row("crs/ha-auto-rebalance-margin", "crsAutoRebalanceMargin", "crs_ha_auto_rebalance_margin", count(0), { says: "Least gain, in percent.", otherwise: "- 10" }),
      row("crs/ha-auto-rebalance-method", "crsAutoRebalanceMethod", "crs_ha_auto_rebalance_method", filled(text()), { says: "How it is reckoned.", otherwise: '- "bruteforce"' }),
      row("crs/ha-auto-rebalance-threshold", "crsAutoRebalanceThreshold", "crs_ha_auto_rebalance_threshold", count(0), { says: "Imbalance from which it acts, in percent.", otherwise: "- 30" }),
      row("description", "description", "description", filled(text()), { says: "Notes.", otherwise: "- none" }),
      row("email_from", "emailFrom", "email_from", filled(text()), { says: "Whom mails come from.", otherwise: "- root@ and the node" }),
      row("ha/shutdown_policy", "haShutdownPolicy", "ha_shutdown_policy", filled(text()), { says: "What becomes of guests as a node shuts down: `conditional`.", otherwise: '- "conditional"' }),
      row("http_proxy", "httpProxy", "http_proxy", filled(text()), { says: "Proxy for downloads.", otherwise: "- none" }),
      row("keyboard", "keyboard", "keyboard", filled(text()), { says: "Keyboard of consoles.", otherwise: "- that of each guest" }),
      row("language", "language", "language", filled(text()), { says: "Language of pages.", otherwise: "- that of the browser" }),
      row("mac_prefix", "macPrefix", "mac_prefix", filled(text()), { says: "How MAC addresses begin.", computed: true, otherwise: '- "BC:24:11"' }),
      row("max_workers", "maxWorkers", "max_workers", count(1), { says: "Most tasks at once of one request.", otherwise: "- as many as there are cores" }),
      row("migration/network", "migrationNetwork", "migration_cidr", filled(text()), { says: "Network for migrations.", otherwise: "- that of the cluster" }),
      row("migration/type", "migrationType", "migration_type", filled(text()), { says: "`secure` or `insecure`.", otherwise: '- "secure"' }),
      block("next_id", "nextId", { says: "From where numbers of new guests are taken.", from: key("next-id") }, [
        row("lower", "lower", "lower", count(), { says: "The first.", otherwise: "- 100" }),
        row("upper", "upper", "upper", count(), { says: "The one behind the last.", otherwise: "- 1000000" }),
      ]),
      block("notify", "notify", { says: "What is told, and to whom, as old clusters have it.", from: key("notify") }, [
        row("fencing", "haFencingMode", "ha_fencing_mode", filled(text()), { says: "Fencing.", otherwise: "- always" }),
        row("target-fencing", "haFencingTarget", "ha_fencing_target", filled(text()), { says: "Whom.", otherwise: "- none" }),
        row("package-updates", "packageUpdates", "package_updates", filled(text()), { says: "Updates.", otherwise: "- auto" }),
        row("target-package-updates", "packageUpdatesTarget", "package_updates_target", filled(text()), { says: "Whom.", otherwise: "- none" }),
        row("replication", "replication", "replication", filled(text()), { says: "Replication.", otherwise: "- always" }),
        row("target-replication", "replicationTarget", "replication_target", filled(text()), { says: "Whom.", otherwise: "- none" }),
      ]),
      lost("allowed-tags", text(), "Proxmox VE reckons it", { internal: true }),
      ...["registered-tags", "tag-style", "user-tag-access", "webauthn", "u2f", "consent-text", "location", "fencing", "replication"].map((name) => lost(name, text(), own)),
    ],
  },
];
