import { atLeast, between, oneOf } from "../accept";
import { key } from "../place";
import { block, lost, row } from "../row";
import { count, filled } from "../shape/answer";
import { flag } from "../shape/number";
import { httpProxy, macPrefix, network } from "../pve-format";
import { formatted, text } from "../shape/text";
import type { ClusterTable } from "./table";

const keyboards = oneOf("de", "de-ch", "da", "en-gb", "en-us", "es", "fi", "fr", "fr-be", "fr-ca", "fr-ch", "hu", "is", "it", "ja", "lt", "mk", "nl", "no", "pl", "pt", "pt-br", "sv", "sl", "tr");
const languages = oneOf("ca", "da", "de", "en", "es", "eu", "fa", "fr", "he", "it", "ja", "nb", "nn", "pl", "pt_BR", "ru", "sl", "sv", "tr", "zh_CN", "zh_TW");

const own = "the provider does not know it, and leaves it as it is";

export const datacenterTables: readonly ClusterTable[] = [
  {
    type: "cluster-options", terraform: "proxmox_cluster_options", construct: "DatacenterOptions", area: "datacenter", policy: "protect", importId: () => "cluster",
    says: "The options of the cluster as a whole.",
    rows: [
      ...([["clone", "Clone"], ["default", "Default"], ["migration", "Migration"], ["move", "Move"], ["restore", "Restore"]] as const).map(([name, word]) => row(`bwlimit/${name}`, `bandwidthLimit${word}`, `bandwidth_limit_${name}`, count(0), { says: `Limit for disks: ${name === "default" ? "where nothing else is said" : `when they are ${name === "move" ? "moved" : name === "clone" ? "cloned" : name === "restore" ? "restored" : "migrated"}`}.`, unit: "KiB/s", otherwise: "- none" })),
      row("console", "console", "console", filled(text()), { accepts: oneOf("applet", "vv", "html5", "xtermjs"), says: "Console that the web interface opens.", otherwise: "- noVNC" }),
      row("crs/ha", "crsHa", "crs_ha", filled(text()), { accepts: oneOf("basic", "static", "dynamic"), says: "How high availability spreads guests over nodes: `basic` counts guests, `static` looks at what they may use, `dynamic` at what they use (Proxmox VE 9.2).", computed: true, otherwise: '- "basic"' }),
      row("crs/ha-rebalance-on-start", "crsRebalanceOnStart", "crs_ha_rebalance_on_start", flag, { says: "Looks for the best node again whenever a guest starts.", otherwise: "- false" }),
      row("crs/ha-auto-rebalance", "crsAutoRebalance", "crs_ha_auto_rebalance", flag, { says: "Moves running guests when nodes are loaded unevenly (Proxmox VE 9.2).", otherwise: "- false" }),
      row("crs/ha-auto-rebalance-hold-duration", "crsAutoRebalanceHoldDuration", "crs_ha_auto_rebalance_hold_duration", count(0), { says: "Rounds of high availability for which the imbalance must last before a guest is moved.", otherwise: "- 3" }),
      row("crs/ha-auto-rebalance-margin", "crsAutoRebalanceMargin", "crs_ha_auto_rebalance_margin", count(0), { accepts: between(0, 100), says: "Improvement that a move must bring, in percent.", otherwise: "- 10" }),
      row("crs/ha-auto-rebalance-method", "crsAutoRebalanceMethod", "crs_ha_auto_rebalance_method", filled(text()), { accepts: oneOf("bruteforce", "topsis"), says: "How moves are scored.", otherwise: '- "bruteforce"' }),
      row("crs/ha-auto-rebalance-threshold", "crsAutoRebalanceThreshold", "crs_ha_auto_rebalance_threshold", count(0), { accepts: between(0, 100), says: "Imbalance above which guests are moved, in percent.", otherwise: "- 30" }),
      row("description", "description", "description", filled(text()), { says: "Notes.", otherwise: "- none" }),
      row("email_from", "emailFrom", "email_from", filled(text()), { says: "Sender of mails.", otherwise: "- root@ and the node" }),
      row("ha/shutdown_policy", "haShutdownPolicy", "ha_shutdown_policy", filled(text()), { accepts: oneOf("freeze", "failover", "migrate", "conditional"), says: "What high availability does with guests when their node shuts down.", otherwise: '- "conditional"' }),
      row("http_proxy", "httpProxy", "http_proxy", filled(formatted(httpProxy)), { says: "Proxy for downloads.", otherwise: "- none" }),
      row("keyboard", "keyboard", "keyboard", filled(text()), { shareable: false, accepts: keyboards, says: "Keyboard of consoles.", otherwise: "- that of each guest" }),
      row("language", "language", "language", filled(text()), { shareable: false, accepts: languages, says: "Language of pages.", otherwise: "- that of the browser" }),
      row("mac_prefix", "macPrefix", "mac_prefix", filled(formatted(macPrefix)), { says: "First bytes of the MAC addresses that Proxmox VE makes.", computed: true, otherwise: '- "BC:24:11"' }),
      row("max_workers", "maxWorkers", "max_workers", count(1), { accepts: atLeast(1), says: "How many workers a node starts for an action on many guests.", otherwise: "- as many as there are cores" }),
      row("migration/network", "migrationNetwork", "migration_cidr", filled(formatted(network)), { says: "Network for migrations.", otherwise: "- that of the cluster" }),
      row("migration/type", "migrationType", "migration_type", filled(text()), { accepts: oneOf("secure", "insecure"), says: "Whether migrations are encrypted.", otherwise: '- "secure"' }),
      block("next_id", "nextId", { says: "Range from which new guests get their numbers.", from: key("next-id") }, [
        row("lower", "lower", "lower", count(), { accepts: atLeast(100), says: "Lowest number.", otherwise: "- 100" }),
        row("upper", "upper", "upper", count(), { says: "Highest number, which is not used itself.", otherwise: "- 1000000" }),
      ]),
      block("notify", "notify", { says: "Notifications, as clusters have them that do not use notification matchers.", from: key("notify") }, [
        row("fencing", "haFencingMode", "ha_fencing_mode", filled(text()), { accepts: oneOf("always", "never"), says: "When fencing is reported.", otherwise: "- always" }),
        row("target-fencing", "haFencingTarget", "ha_fencing_target", filled(text()), { says: "Target that fencing is reported to.", otherwise: "- none" }),
        row("package-updates", "packageUpdates", "package_updates", filled(text()), { accepts: oneOf("auto", "always", "never"), says: "When updates are reported.", otherwise: "- auto" }),
        row("target-package-updates", "packageUpdatesTarget", "package_updates_target", filled(text()), { says: "Target that updates are reported to.", otherwise: "- none" }),
        row("replication", "replication", "replication", filled(text()), { accepts: oneOf("always", "never"), says: "When failed replications are reported.", otherwise: "- always" }),
        row("target-replication", "replicationTarget", "replication_target", filled(text()), { says: "Target that failed replications are reported to.", otherwise: "- none" }),
      ]),
      lost("allowed-tags", text(), "Proxmox VE reckons it", { internal: true }),
      ...["registered-tags", "tag-style", "user-tag-access", "webauthn", "u2f", "consent-text", "location", "fencing", "replication"].map((name) => lost(name, text(), own)),
    ],
  },
];
