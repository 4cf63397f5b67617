// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { Duration } from "../../lib/pve/duration";
import type { INode } from "../reference";

/** The options of a node's firewall. */
export interface NodeFirewallProperties {
  /**
   * The node.
   * Proxmox VE: `node`. Terraform: `node_name`.
   * @default - it must be said
   */
  readonly node: INode | string;
  /**
   * Filters the node's own traffic, where the firewall of the cluster is on.
   * Proxmox VE: `enable`. Terraform: `enabled`.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Logs incoming traffic: `info`.
   * Proxmox VE: `log_level_in`. Terraform: `log_level_in`.
   * @default "nolog"
   */
  readonly logInput?: "emerg" | "alert" | "crit" | "err" | "warning" | "notice" | "info" | "debug" | "nolog";
  /**
   * Logs outgoing traffic: `info`.
   * Proxmox VE: `log_level_out`. Terraform: `log_level_out`.
   * @default "nolog"
   */
  readonly logOutput?: "emerg" | "alert" | "crit" | "err" | "warning" | "notice" | "info" | "debug" | "nolog";
  /**
   * Logs passed on traffic: `info`.
   * Proxmox VE: `log_level_forward`. Terraform: `log_level_forward`.
   * @default "nolog"
   */
  readonly logForward?: "emerg" | "alert" | "crit" | "err" | "warning" | "notice" | "info" | "debug" | "nolog";
  /**
   * Lets the neighbour discovery of IPv6 pass.
   * Proxmox VE: `ndp`. Terraform: `ndp`.
   * @default true
   */
  readonly neighbourDiscovery?: boolean;
  /**
   * Most connections that are followed, at least 32768.
   * Proxmox VE: `nf_conntrack_max`. Terraform: `nf_conntrack_max`.
   * @default 262144
   */
  readonly maxConnections?: number;
  /**
   * When an idle connection is forgotten, at least 7875. A plain number is seconds.
   * Proxmox VE: `nf_conntrack_tcp_timeout_established`. Terraform: `nf_conntrack_tcp_timeout_established`.
   * @default 432000
   */
  readonly connectionTimeout?: Duration | number;
  /**
   * Uses nftables instead of iptables.
   * Proxmox VE: `nftables`. Terraform: `nftables`.
   * @default false
   */
  readonly nftables?: boolean;
  /**
   * Drops broadcasts with the address of another.
   * Proxmox VE: `nosmurfs`. Terraform: `nosmurfs`.
   * @default true
   */
  readonly noSmurfs?: boolean;
  /**
   * Logs those.
   * Proxmox VE: `smurf_log_level`. Terraform: `smurf_log_level`.
   * @default "nolog"
   */
  readonly logSmurfs?: "emerg" | "alert" | "crit" | "err" | "warning" | "notice" | "info" | "debug" | "nolog";
  /**
   * Logs packets of TCP with odd flags.
   * Proxmox VE: `tcp_flags_log_level`. Terraform: `tcp_flags_log_level`.
   * @default "nolog"
   */
  readonly logTcpFlags?: "emerg" | "alert" | "crit" | "err" | "warning" | "notice" | "info" | "debug" | "nolog";
}
