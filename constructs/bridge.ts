import { Construct } from "constructs";
import { NetworkLinuxBridge } from "./imports/network-linux-bridge";
import { required } from "./check/form";
import { amount, flag, listOf, node, text } from "./check/kind";
import { checkManaged, checkWord, managed, managedForm, sound, type ManagedOptions } from "./managed";
import { isOdd, nameOf, type IBridge, type INode } from "./reference";

/** A Linux bridge of one node. */
export interface BridgeProps extends ManagedOptions {
  /**
   * Node that it is on.
   * Proxmox VE: `node`. Terraform: `node_name`.
   */
  readonly node: INode | string;
  /**
   * Its name: at most ten letters, digits and underscores, a letter first.
   * Proxmox VE: `iface`. Terraform: `name`.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Network cards of the node that are plugged into it: `enp1s0`.
   * Proxmox VE: `bridge_ports`. Terraform: `ports`.
   * @default - none: a network within the node
   */
  readonly ports?: readonly string[];
  /**
   * Keeps VLANs apart, so that cards may say `vlanId` and `trunks`.
   * Proxmox VE: `bridge_vlan_aware`. Terraform: `vlan_aware`.
   * @default false
   */
  readonly vlanAware?: boolean;
  /**
   * VLANs that pass, separated by blanks: `2-4094`.
   * Proxmox VE: `bridge_vids`. Terraform: `vids`.
   * @default - all, where it keeps VLANs apart
   */
  readonly vlanIds?: string;
  /**
   * IPv4 address of the node on it, with its prefix length: `10.0.0.1/24`.
   * Proxmox VE: `cidr`. Terraform: `address`.
   * @default - none
   */
  readonly address?: string;
  /**
   * IPv4 default gateway of the node.
   * Proxmox VE: `gateway`. Terraform: `gateway`.
   * @default - none
   */
  readonly gateway?: string;
  /**
   * IPv6 address of the node on it, with its prefix length.
   * Proxmox VE: `cidr6`. Terraform: `address6`.
   * @default - none
   */
  readonly address6?: string;
  /**
   * IPv6 default gateway of the node.
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
   * Brings it up with the node.
   * Proxmox VE: `autostart`. Terraform: `autostart`.
   * @default true
   */
  readonly autostart?: boolean;
  /**
   * Notes.
   * Proxmox VE: `comments`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
}

const form = managedForm<BridgeProps>({
  node: required(node), name: text, ports: listOf(text), vlanAware: flag, vlanIds: text, address: text, gateway: text, address6: text, gateway6: text, mtu: amount, autostart: flag, comment: text,
});

/**
 * What the network devices of guests are plugged into: a bridge of the node, or a virtual network of the cluster (SDN vnet).
 *
 * Made as a construct it is a Linux bridge of one node, and protected from being destroyed (`removalPolicy`): guests hang on it.
 * Each change reloads the network of the node.
 */
export class Bridge extends Construct implements IBridge {
  /** Refers to a bridge that is not managed here. */
  static fromName(scope: Construct, bridgeName: string): IBridge {
    checkWord(scope, "Bridge.fromName", text, bridgeName);
    return { bridgeName };
  }

  /** The provider's resource underneath. */
  readonly resource: NetworkLinuxBridge;

  constructor(scope: Construct, id: string, given: BridgeProps) {
    super(scope, id);
    const { node: on, name = id, vlanIds, removalPolicy, provider, ports, ...rest } = sound(this, form, given);
    const config = { ...rest, nodeName: nameOf("node", on), name, vids: vlanIds, ports: ports && [...ports] };
    this.resource = new NetworkLinuxBridge(this, "Default", managed(config, { removalPolicy, provider }, "protect"));
    checkManaged(
      this,
      isOdd(name, /^[A-Za-z][A-Za-z0-9_]{0,9}$/) && `name is "${name}", which the provider refuses; say at most ten letters, digits and underscores, a letter first: vmbr1`,
      isOdd(vlanIds, /^\d+(-\d+)?( \d+(-\d+)?)*$/) && `vlanIds is "${vlanIds}"; say numbers and ranges between blanks: "2-4094"`,
    );
  }

  get bridgeName(): string {
    return this.resource.name;
  }
}
