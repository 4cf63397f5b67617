// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INode, ISdnController } from "../reference";

/** A zone whose networks are routed by EVPN. */
export interface SdnEvpnZoneProperties {
  /**
   * Its name, of at most eight letters and digits.
   * Proxmox VE: `zone`. Terraform: `id`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * Nodes that have it.
   * Proxmox VE: `nodes`. Terraform: `nodes`.
   * @default - all
   */
  readonly nodes?: readonly (INode | string)[];
  /**
   * Largest packet. In bytes.
   * Proxmox VE: `mtu`. Terraform: `mtu`.
   * @default - that of what is below
   */
  readonly mtu?: number;
  /**
   * Who keeps addresses: `pve`.
   * Proxmox VE: `ipam`. Terraform: `ipam`.
   * @default - none
   */
  readonly ipam?: string;
  /**
   * Server that names are entered in.
   * Proxmox VE: `dns`. Terraform: `dns`.
   * @default - none
   */
  readonly dns?: string;
  /**
   * Server that addresses are entered in.
   * Proxmox VE: `reversedns`. Terraform: `reverse_dns`.
   * @default - none
   */
  readonly reverseDns?: string;
  /**
   * Domain of the names.
   * Proxmox VE: `dnszone`. Terraform: `dns_zone`.
   * @default - none
   */
  readonly dnsZone?: string;
  /**
   * Controller that announces its routes.
   * Proxmox VE: `controller`. Terraform: `controller`.
   * @default - it must be said
   */
  readonly controller: ISdnController | string;
  /**
   * VXLAN of its routes.
   * Proxmox VE: `vrf-vxlan`. Terraform: `vrf_vxlan`.
   * @default - it must be said
   */
  readonly vrfVxlan: number;
  /**
   * Nodes by which packets leave it.
   * Proxmox VE: `exitnodes`. Terraform: `exit_nodes`.
   * @default - none
   */
  readonly exitNodes?: readonly (INode | string)[];
  /**
   * The one of them that is used first.
   * Proxmox VE: `exitnodes-primary`. Terraform: `primary_exit_node`.
   * @default - none
   */
  readonly primaryExitNode?: INode | string;
  /**
   * They reach its guests themselves.
   * Proxmox VE: `exitnodes-local-routing`. Terraform: `exit_nodes_local_routing`.
   * @default false
   */
  readonly exitNodesLocalRouting?: boolean;
  /**
   * Announces its subnets.
   * Proxmox VE: `advertise-subnets`. Terraform: `advertise_subnets`.
   * @default false
   */
  readonly advertiseSubnets?: boolean;
  /**
   * Passes requests for addresses on.
   * Proxmox VE: `disable-arp-nd-suppression`. Terraform: `disable_arp_nd_suppression`.
   * @default false
   */
  readonly disableArpNdSuppression?: boolean;
  /**
   * Routes of others that it takes in.
   * Proxmox VE: `rt-import`. Terraform: `rt_import`.
   * @default - none
   */
  readonly routeTargetImport?: string;
}
