import type { Construct } from "constructs";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { MetricsServerProperties } from "./generated/metrics-server-properties";
import { MetricsServer as MetricsServerResource } from "./imports/metrics-server";

/** A metrics server. */
export interface MetricsServerProps extends MetricsServerProperties, ClusterOptions {}

/** A server that nodes and guests are reported to. */
export class MetricsServer extends ClusterResource<MetricsServerProperties, MetricsServerResource> {
  constructor(scope: Construct, id: string, props: MetricsServerProps) {
    super(scope, id, props, tableOf("proxmox_metrics_server"), MetricsServerResource);
  }
}
