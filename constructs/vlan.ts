import type { Construct } from "constructs";
import { text } from "./check/kind";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { VlanProperties } from "./generated/vlan-properties";
import { NetworkLinuxVlan } from "./imports/network-linux-vlan";
import { checkWord } from "./managed";
import type { INetworkInterface } from "./reference";

/** A VLAN of a node. */
export interface VlanProps extends VlanProperties, ClusterOptions {}

/** A VLAN on a network interface of a node. It is protected from being destroyed (`removalPolicy`). Each change reloads the network of the node. */
export class Vlan extends ClusterResource<VlanProperties, NetworkLinuxVlan> implements INetworkInterface {
  /** Refers to a VLAN that is not managed here. */
  static fromName(scope: Construct, interfaceName: string): INetworkInterface {
    checkWord(scope, "Vlan.fromName", text, interfaceName);
    return { interfaceName };
  }

  constructor(scope: Construct, id: string, props: VlanProps) {
    super(scope, id, props, tableOf("proxmox_network_linux_vlan"), NetworkLinuxVlan);
  }

  /** Its name on the node. */
  get interfaceName(): string {
    return this.resource.name;
  }
}
