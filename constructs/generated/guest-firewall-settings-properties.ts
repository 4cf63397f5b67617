// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { IContainer, INode, IVirtualMachine } from "../reference";

/** The options of a guest's firewall. */
export interface GuestFirewallSettingsProperties {
  /**
   * Node that it is on, or whose it is.
   * Proxmox VE: `node`. Terraform: `node_name`.
   * @default - none: it is the cluster's
   */
  readonly node: INode | string;
  /**
   * Virtual machine whose it is.
   * Proxmox VE: `vmid`. Terraform: `vm_id`.
   * @default - none
   */
  readonly virtualMachine?: IVirtualMachine | number;
  /**
   * Container whose it is.
   * Proxmox VE: `container`. Terraform: `container_id`.
   * @default - none
   */
  readonly container?: IContainer | number;
  /**
   * Filters its traffic.
   * Proxmox VE: `enable`. Terraform: `enabled`.
   * @default false
   */
  readonly enabled?: boolean;
  /**
   * What becomes of incoming traffic that no rule is about.
   * Proxmox VE: `policy_in`. Terraform: `input_policy`.
   * @default "DROP"
   */
  readonly input?: "ACCEPT" | "DROP" | "REJECT";
  /**
   * What becomes of outgoing traffic that no rule is about.
   * Proxmox VE: `policy_out`. Terraform: `output_policy`.
   * @default "ACCEPT"
   */
  readonly output?: "ACCEPT" | "DROP" | "REJECT";
  /**
   * Lets DHCP pass.
   * Proxmox VE: `dhcp`. Terraform: `dhcp`.
   * @default false
   */
  readonly dhcp?: boolean;
  /**
   * Lets the neighbour discovery of IPv6 pass.
   * Proxmox VE: `ndp`. Terraform: `ndp`.
   * @default false
   */
  readonly neighbourDiscovery?: boolean;
  /**
   * Lets it announce itself as a router.
   * Proxmox VE: `radv`. Terraform: `radv`.
   * @default true
   */
  readonly routerAdvertisements?: boolean;
  /**
   * Lets only its own hardware addresses send.
   * Proxmox VE: `macfilter`. Terraform: `macfilter`.
   * @default true
   */
  readonly macFilter?: boolean;
  /**
   * Lets only its own IP addresses send.
   * Proxmox VE: `ipfilter`. Terraform: `ipfilter`.
   * @default false
   */
  readonly ipFilter?: boolean;
  /**
   * Logs incoming traffic that is dropped: `info`.
   * Proxmox VE: `log_level_in`. Terraform: `log_level_in`.
   * @default "nolog"
   */
  readonly logInput?: "emerg" | "alert" | "crit" | "err" | "warning" | "notice" | "info" | "debug" | "nolog";
  /**
   * Logs outgoing traffic that is dropped: `info`.
   * Proxmox VE: `log_level_out`. Terraform: `log_level_out`.
   * @default "nolog"
   */
  readonly logOutput?: "emerg" | "alert" | "crit" | "err" | "warning" | "notice" | "info" | "debug" | "nolog";
}
