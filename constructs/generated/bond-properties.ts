// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INetworkInterface, INode } from "../reference";

/** Several network interfaces of a node that work as one. */
export interface BondProperties {
  /**
   * Node that it is on.
   * Proxmox VE: `node`. Terraform: `node_name`.
   * @default - it must be said
   */
  readonly node: INode | string;
  /**
   * Its name.
   * Proxmox VE: `iface`. Terraform: `name`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * IPv4 address with its prefix: `192.0.2.11/24`.
   * Proxmox VE: `cidr`. Terraform: `address`.
   * @default - none
   */
  readonly address?: string;
  /**
   * IPv4 gateway.
   * Proxmox VE: `gateway`. Terraform: `gateway`.
   * @default - none
   */
  readonly gateway?: string;
  /**
   * IPv6 address with its prefix.
   * Proxmox VE: `cidr6`. Terraform: `address6`.
   * @default - none
   */
  readonly address6?: string;
  /**
   * IPv6 gateway.
   * Proxmox VE: `gateway6`. Terraform: `gateway6`.
   * @default - none
   */
  readonly gateway6?: string;
  /**
   * Largest packet. In bytes.
   * Proxmox VE: `mtu`. Terraform: `mtu`.
   * @default - 1500
   */
  readonly mtu?: number;
  /**
   * Notes.
   * Proxmox VE: `comments`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
  /**
   * Comes up with the node.
   * Proxmox VE: `autostart`. Terraform: `autostart`.
   * @default true
   */
  readonly autostart?: boolean;
  /**
   * The interfaces.
   * Proxmox VE: `slaves`. Terraform: `slaves`.
   * @default - it must be said
   */
  readonly slaves: readonly (INetworkInterface | string)[];
  /**
   * How they share the work: `802.3ad`, `active-backup`.
   * Proxmox VE: `bond_mode`. Terraform: `bond_mode`.
   * @default "balance-rr"
   */
  readonly mode?: "balance-rr" | "active-backup" | "balance-xor" | "broadcast" | "802.3ad" | "balance-tlb" | "balance-alb";
  /**
   * The one that is used first.
   * Proxmox VE: `bond-primary`. Terraform: `bond_primary`.
   * @default - none
   */
  readonly primary?: INetworkInterface | string;
  /**
   * By what packets are spread.
   * Proxmox VE: `bond_xmit_hash_policy`. Terraform: `bond_xmit_hash_policy`.
   * @default - "layer2"
   */
  readonly hashPolicy?: "layer2" | "layer2+3" | "layer3+4";
}
