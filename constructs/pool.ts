import { Construct } from "constructs";
import { PoolMembership } from "./imports/pool-membership";
import { VirtualEnvironmentPool } from "./imports/virtual-environment-pool";
import { text } from "./check/kind";
import { checkManaged, checkWord, managed, managedForm, sound, type ManagedOptions } from "./managed";
import { isOdd, nameOf, type IPool, type IStorage } from "./reference";

/** A resource pool. */
export interface PoolProps extends ManagedOptions {
  /**
   * Its name, with those above it: `customers/acme`.
   * Proxmox VE: `poolid`. Terraform: `pool_id`.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
}

const form = managedForm<PoolProps>({ name: text, comment: text });

/**
 * A group of guests and storages that rights are given on. Guests join it by their `pool`.
 *
 * It holds no data, so Terraform may destroy it (`removalPolicy`); Proxmox VE refuses to while it has members.
 */
export class Pool extends Construct implements IPool {
  /** Refers to a pool that is not managed here. */
  static fromName(scope: Construct, poolId: string): IPool {
    checkWord(scope, "Pool.fromName", text, poolId);
    return { poolId };
  }

  /** The provider's resource underneath. */
  readonly resource: VirtualEnvironmentPool;
  private readonly provider: ManagedOptions["provider"];

  constructor(scope: Construct, id: string, given: PoolProps = {}) {
    super(scope, id);
    const props = sound(this, form, given);
    const { name = id, comment } = props;
    this.provider = props.provider;
    this.resource = new VirtualEnvironmentPool(this, "Default", managed({ poolId: name, comment }, props, "destroy"));
    checkManaged(this, isOdd(name, /^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+){0,2}$/) && `name is "${name}", which Proxmox VE refuses; say letters, digits, - _ ., and at most three levels with / between them`);
  }

  get poolId(): string {
    return this.resource.poolId;
  }

  /** Puts a storage into the pool. */
  addStorage(id: string, storage: IStorage | string): PoolMembership {
    return new PoolMembership(this, id, managed({ poolId: this.poolId, storageId: nameOf("storage", storage) }, { provider: this.provider }, "destroy"));
  }
}
