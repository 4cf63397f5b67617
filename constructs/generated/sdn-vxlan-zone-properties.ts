// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INode } from "../reference";

/** A zone whose networks are VXLANs between nodes. */
export interface SdnVxlanZoneProperties {
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
   * Addresses of the nodes.
   * Proxmox VE: `peers`. Terraform: `peers`.
   * @default - it must be said
   */
  readonly peers: readonly string[];
}
