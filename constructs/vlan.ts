import type { Construct } from "constructs";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { VlanProperties } from "./generated/vlan-properties";
import { NetworkLinuxVlan } from "./imports/network-linux-vlan";

/** A VLAN of a node. */
export interface VlanProps extends VlanProperties, ClusterOptions {}

/** A VLAN on a network interface of a node. It is protected from being destroyed (`removalPolicy`). Each change reloads the network of the node. */
export class Vlan extends ClusterResource<VlanProperties, NetworkLinuxVlan> {
  constructor(scope: Construct, id: string, props: VlanProps) {
    super(scope, id, props, tableOf("proxmox_network_linux_vlan"), NetworkLinuxVlan);
  }
}
