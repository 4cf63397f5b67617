import type { Construct } from "constructs";
import { idOf } from "./construct-id";
import { storage as storageKind, text } from "./check/kind";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import { Grant, type GrantOptions, type IGrantee, type IRole } from "./grant";
import type { PoolProperties } from "./generated/pool-properties";
import { PoolMembership } from "./imports/pool-membership";
import { VirtualEnvironmentPool } from "./imports/virtual-environment-pool";
import { makeAfter, remember } from "./made-before";
import { checkNamed, checkWord, managed } from "./managed";
import { nameOf, type IAclTarget, type IPool, type IStorage } from "./reference";

/** A resource pool. */
export interface PoolProps extends PoolProperties, ClusterOptions {}

/**
 * A group of guests and storages that rights are given on. Guests join it by their `pool`.
 *
 * It holds no data, so Terraform may destroy it (`removalPolicy`); Proxmox VE refuses to while it has members.
 */
export class Pool extends ClusterResource<PoolProperties, VirtualEnvironmentPool> implements IPool {
  /** Refers to a pool that is not managed here. */
  static fromName(scope: Construct, poolId: string): IPool & IAclTarget {
    checkWord(scope, "Pool.fromName", text, poolId);
    return { poolId, aclPath: `/pool/${poolId}` };
  }

  constructor(scope: Construct, id: string, props: PoolProps = {}) {
    super(scope, id, props, tableOf("proxmox_virtual_environment_pool"), VirtualEnvironmentPool);
    const { name = "" } = this.said;
    remember(this, `pool/${name}`, this.resource);
    // Proxmox VE makes no pool below one that is not there yet.
    if (!this.exists) makeAfter(this, this.resource, `pool/${name.slice(0, Math.max(0, name.lastIndexOf("/")))}`);
  }

  get poolId(): string {
    return this.resource.poolId;
  }

  /** Where rights on it are given: `/pool/prod`. */
  get aclPath(): string {
    return `/pool/${this.poolId}`;
  }

  /** Gives rights on it. */
  grant(who: IGrantee, role: IRole | string, options: GrantOptions = {}): Grant {
    return Grant.on(this, this, who, role, { provider: this.resource.provider, ...options });
  }

  /** Puts a storage into the pool. */
  addStorage(id: string, storage: IStorage | string): PoolMembership {
    checkWord(this, "addStorage", storageKind, storage);
    const storageId = storageKind.takes(storage) ? nameOf("storage", storage) : "";
    checkNamed(this, { addStorage: storage });
    return new PoolMembership(this, idOf("PoolMembership", this, id), managed({ poolId: this.poolId, storageId }, { provider: this.resource.provider }, "destroy"));
  }
}
