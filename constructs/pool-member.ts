import type { Construct } from "constructs";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { PoolMemberProperties } from "./generated/pool-member-properties";
import { PoolMembership } from "./imports/pool-membership";

/** A member of a resource pool. */
export interface PoolMemberProps extends PoolMemberProperties, ClusterOptions {}

/** A guest's or a storage's membership in a resource pool. */
export class PoolMember extends ClusterResource<PoolMemberProperties, PoolMembership> {
  constructor(scope: Construct, id: string, props: PoolMemberProps) {
    super(scope, id, props, tableOf("proxmox_pool_membership"), PoolMembership);
  }

  /** @internal */
  protected override problems({ guest, storage }: PoolMemberProperties): readonly string[] {
    if ((guest === undefined) !== (storage === undefined)) return [];
    return [`${guest === undefined ? "nothing" : "both guest and storage"} is said to be the member; say guest or storage`];
  }
}
