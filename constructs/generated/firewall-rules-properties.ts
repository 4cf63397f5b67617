// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { IAddresses, IContainer, INetworkInterface, INode, ISecurityGroup, IVirtualMachine } from "../reference";

/** The firewall rules of the cluster, of a node, or of a guest. */
export interface FirewallRulesProperties {
  /**
   * Node that it is on, or whose it is.
   * Proxmox VE: `node`. Terraform: `node_name`.
   * @default - none: it is the cluster's
   */
  readonly node?: INode | string;
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
   * Its rules, in their order: the first that fits decides.
   * Proxmox VE: `list`. Terraform: `rule`.
   * @default - none
   */
  readonly rules?: readonly FirewallRulesRule[];
}

/** Its rules, in their order: the first that fits decides. */
export interface FirewallRulesRule {
  /**
   * Security group whose rules are here, instead of a rule.
   * Proxmox VE: `group`. Terraform: `security_group`.
   * @default - none: it is a rule
   */
  readonly securityGroup?: ISecurityGroup | string;
  /**
   * `in`, `out` or `forward`.
   * Proxmox VE: `type`. Terraform: `type`.
   * @default - none, of a security group
   */
  readonly direction?: "in" | "out" | "forward";
  /**
   * `ACCEPT`, `DROP` or `REJECT`.
   * Proxmox VE: `action`. Terraform: `action`.
   * @default - none, of a security group
   */
  readonly action?: "ACCEPT" | "DROP" | "REJECT";
  /**
   * It counts.
   * Proxmox VE: `enable`. Terraform: `enabled`.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Service that it is about: `SSH`.
   * Proxmox VE: `macro`. Terraform: `macro`.
   * @default - none
   */
  readonly macro?: string;
  /**
   * Protocol: `tcp`.
   * Proxmox VE: `proto`. Terraform: `proto`.
   * @default - any
   */
  readonly protocol?: string;
  /**
   * Where the traffic comes from: an address, `dc/lan`, `+dc/admins`.
   * Proxmox VE: `source`. Terraform: `source`.
   * @default - anywhere
   */
  readonly source?: IAddresses | string;
  /**
   * Ports that it comes from: `1024:65535`.
   * Proxmox VE: `sport`. Terraform: `sport`.
   * @default - any
   */
  readonly sourcePort?: string;
  /**
   * Where it goes to.
   * Proxmox VE: `dest`. Terraform: `dest`.
   * @default - anywhere
   */
  readonly destination?: IAddresses | string;
  /**
   * Ports that it goes to: `80,443`.
   * Proxmox VE: `dport`. Terraform: `dport`.
   * @default - any
   */
  readonly port?: string;
  /**
   * Card of the guest, or interface of the node: `net0`.
   * Proxmox VE: `iface`. Terraform: `iface`.
   * @default - all
   */
  readonly interface?: INetworkInterface | string;
  /**
   * Logs what it meets: `info`.
   * Proxmox VE: `log`. Terraform: `log`.
   * @default - not
   */
  readonly log?: "emerg" | "alert" | "crit" | "err" | "warning" | "notice" | "info" | "debug" | "nolog";
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
}
