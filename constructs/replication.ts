import type { Construct } from "constructs";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { ReplicationProperties } from "./generated/replication-properties";
import { Replication as ReplicationResource } from "./imports/replication";

/** A replication job. */
export interface ReplicationProps extends ReplicationProperties, ClusterOptions {}

/** A job that copies the disks of a guest to another node. */
export class Replication extends ClusterResource<ReplicationProperties, ReplicationResource> {
  constructor(scope: Construct, id: string, props: ReplicationProps) {
    super(scope, id, props, tableOf("proxmox_replication"), ReplicationResource);
  }
}
