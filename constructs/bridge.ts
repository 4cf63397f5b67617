import type { Construct } from "constructs";

/** A bridge, as others refer to it. */
export interface IBridge {
  /** Its name on the node (`bridge` in Proxmox VE and Terraform): `vmbr0`. */
  readonly bridgeName: string;
}

/** What the network devices of guests are plugged into: a bridge of the node, or a virtual network of the cluster (SDN vnet). */
export class Bridge {
  /** Refers to a bridge that is not managed here. */
  static fromName(_scope: Construct, bridgeName: string): IBridge {
    return { bridgeName };
  }
}
