import type { Construct } from "constructs";
import { text } from "./check/kind";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { BridgeProperties } from "./generated/bridge-properties";
import { NetworkLinuxBridge } from "./imports/network-linux-bridge";
import { checkWord } from "./managed";
import type { IBridge, INetworkInterface } from "./reference";

/** A Linux bridge of one node. */
export interface BridgeProps extends BridgeProperties, ClusterOptions {}

/**
 * What the network devices of guests are plugged into: a bridge of the node, or a virtual network of the cluster (SDN vnet).
 *
 * Made as a construct it is a Linux bridge of one node, and protected from being destroyed (`removalPolicy`): guests hang on it.
 * Each change reloads the network of the node.
 */
export class Bridge extends ClusterResource<BridgeProperties, NetworkLinuxBridge> implements IBridge, INetworkInterface {
  /** Refers to a bridge that is not managed here. */
  static fromName(scope: Construct, bridgeName: string): IBridge & INetworkInterface {
    checkWord(scope, "Bridge.fromName", text, bridgeName);
    return { bridgeName, interfaceName: bridgeName };
  }

  constructor(scope: Construct, id: string, props: BridgeProps) {
    super(scope, id, props, tableOf("proxmox_network_linux_bridge"), NetworkLinuxBridge);
  }

  get bridgeName(): string {
    return this.resource.name;
  }

  /** As other interfaces of the node name it. */
  get interfaceName(): string {
    return this.bridgeName;
  }
}
