// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { INetworkInterface, INode } from "../reference";

/** A Linux bridge of a node, which guests are plugged into. */
export interface BridgeProperties {
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
   * Interfaces that it joins to the network.
   * Proxmox VE: `bridge_ports`. Terraform: `ports`.
   * @default - none
   */
  readonly ports?: readonly (INetworkInterface | string)[];
  /**
   * Passes VLANs on.
   * Proxmox VE: `bridge_vlan_aware`. Terraform: `vlan_aware`.
   * @default false
   */
  readonly vlanAware?: boolean;
  /**
   * VLANs that it passes on: `"2-4094"`.
   * Proxmox VE: `bridge_vids`. Terraform: `vids`.
   * @default - 2 to 4094, where it is VLAN aware
   */
  readonly vlanIds?: string;
}
