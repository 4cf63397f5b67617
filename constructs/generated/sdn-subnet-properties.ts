// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { IVnet } from "../reference";

/** A subnet of a virtual network. */
export interface SdnSubnetProperties {
  /**
   * The virtual network.
   * Proxmox VE: `vnet`. Terraform: `vnet`.
   * @default - it must be said
   */
  readonly vnet: IVnet | string;
  /**
   * Its addresses: `10.9.0.0/24`.
   * Proxmox VE: `cidr`. Terraform: `cidr`.
   * @default - it must be said
   */
  readonly cidr: string;
  /**
   * Address that the network itself has in it.
   * Proxmox VE: `gateway`. Terraform: `gateway`.
   * @default - none
   */
  readonly gateway?: string;
  /**
   * Guests reach other networks under the node's address.
   * Proxmox VE: `snat`. Terraform: `snat`.
   * @default - false
   */
  readonly snat?: boolean;
  /**
   * Name server that DHCP tells of.
   * Proxmox VE: `dhcp-dns-server`. Terraform: `dhcp_dns_server`.
   * @default - none
   */
  readonly dhcpDnsServer?: string;
  /**
   * What comes before the zone's domain.
   * Proxmox VE: `dnszoneprefix`. Terraform: `dns_zone_prefix`.
   * @default - nothing
   */
  readonly dnsZonePrefix?: string;
  /**
   * Addresses that DHCP gives.
   * Proxmox VE: `dhcp-range`. Terraform: `dhcp_range`.
   * @default - none
   */
  readonly dhcpRange?: SdnSubnetDhcpRange;
}

/** Addresses that DHCP gives. */
export interface SdnSubnetDhcpRange {
  /**
   * The first.
   * Proxmox VE: `start-address`. Terraform: `start_address`.
   * @default - it must be said
   */
  readonly startAddress: string;
  /**
   * The last.
   * Proxmox VE: `end-address`. Terraform: `end_address`.
   * @default - it must be said
   */
  readonly endAddress: string;
}
