import { Construct } from "constructs";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { HaResourceProperties } from "./generated/ha-resource-properties";
import { keep } from "./ha-rule";
import { Haresource } from "./imports/haresource";

/** A guest that is kept running. */
export interface HaResourceProps extends HaResourceProperties, ClusterOptions {}

/** A guest that Proxmox VE keeps running, on another node where its own fails. It is protected from being destroyed (`removalPolicy`). */
export class HaResource extends ClusterResource<HaResourceProperties, Haresource> {
  constructor(scope: Construct, id: string, props: HaResourceProps) {
    super(scope, id, props, tableOf("proxmox_haresource"), Haresource);
    const { guest } = this.said;
    if (!this.exists && guest instanceof Construct) keep(guest, this.resource);
  }
}
