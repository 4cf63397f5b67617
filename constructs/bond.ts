import type { Construct } from "constructs";
import { text } from "./check/kind";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { BondProperties } from "./generated/bond-properties";
import { NetworkLinuxBond } from "./imports/network-linux-bond";
import { checkWord } from "./managed";
import type { INetworkInterface } from "./reference";

/** A bond of network cards. */
export interface BondProps extends BondProperties, ClusterOptions {}

/** Several network interfaces of a node that work as one. It is protected from being destroyed (`removalPolicy`). Each change reloads the network of the node. */
export class Bond extends ClusterResource<BondProperties, NetworkLinuxBond> implements INetworkInterface {
  /** Refers to a bond that is not managed here. */
  static fromName(scope: Construct, interfaceName: string): INetworkInterface {
    checkWord(scope, "Bond.fromName", text, interfaceName);
    return { interfaceName };
  }

  constructor(scope: Construct, id: string, props: BondProps) {
    super(scope, id, props, tableOf("proxmox_network_linux_bond"), NetworkLinuxBond);
  }

  /** Its name on the node. */
  get interfaceName(): string {
    return this.resource.name;
  }
}
