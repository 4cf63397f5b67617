// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INode } from "../reference";

/** The options of a node's firewall. */
export interface NodeFirewallOptionsProperties {
  /**
   * The node.
   * Proxmox VE: `node`. Terraform: `node_name`.
   * @default - it must be said
   */
  readonly node: INode | string;
  /**
   * Filters the node's own traffic.
   * Proxmox VE: `enable`. Terraform: `enabled`.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Logs incoming traffic: `info`.
   * Proxmox VE: `log_level_in`. Terraform: `log_level_in`.
   * @default "nolog"
   */
  readonly logInput?: string;
  /**
   * Logs outgoing traffic: `info`.
   * Proxmox VE: `log_level_out`. Terraform: `log_level_out`.
   * @default "nolog"
   */
  readonly logOutput?: string;
  /**
   * Logs passed on traffic: `info`.
   * Proxmox VE: `log_level_forward`. Terraform: `log_level_forward`.
   * @default "nolog"
   */
  readonly logForward?: string;
  /**
   * Lets the neighbour discovery of IPv6 pass.
   * Proxmox VE: `ndp`. Terraform: `ndp`.
   * @default true
   */
  readonly neighbourDiscovery?: boolean;
  /**
   * Most connections that are followed.
   * Proxmox VE: `nf_conntrack_max`. Terraform: `nf_conntrack_max`.
   * @default 262144
   */
  readonly mostConnections?: number;
  /**
   * When an idle connection is forgotten. In seconds.
   * Proxmox VE: `nf_conntrack_tcp_timeout_established`. Terraform: `nf_conntrack_tcp_timeout_established`.
   * @default 432000
   */
  readonly connectionTimeout?: number;
  /**
   * Uses nftables.
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
  readonly logSmurfs?: string;
  /**
   * Logs packets of TCP with odd flags.
   * Proxmox VE: `tcp_flags_log_level`. Terraform: `tcp_flags_log_level`.
   * @default "nolog"
   */
  readonly logTcpFlags?: string;
}
