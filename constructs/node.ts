import type { Construct } from "constructs";

/** A node of the cluster, as others refer to it. */
export interface INode {
  /** Its name in the cluster (`node` in Proxmox VE): `pve1`. */
  readonly nodeName: string;
}

/** One of the machines that the cluster is made of. */
export class Node {
  /** Refers to a node; nodes are there before any code is. */
  static fromName(_scope: Construct, nodeName: string): INode {
    return { nodeName };
  }
}
