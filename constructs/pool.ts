import type { Construct } from "constructs";

/** A resource pool, as others refer to it. */
export interface IPool {
  /** Its name in the cluster (`poolid` in Proxmox VE), with those above it: `customers/acme`. */
  readonly poolId: string;
}

/** A group of guests and storages that rights are given on. */
export class Pool {
  /** Refers to a pool that is not managed here. */
  static fromName(_scope: Construct, poolId: string): IPool {
    return { poolId };
  }
}
