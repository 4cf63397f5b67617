import type { Construct } from "constructs";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { AcmeAccountProperties } from "./generated/acme-account-properties";
import type { AcmeDnsPluginProperties } from "./generated/acme-dns-plugin-properties";
import type { DatacenterOptionsProperties } from "./generated/datacenter-options-properties";
import { AcmeAccount as AcmeAccountResource } from "./imports/acme-account";
import { AcmeDnsPlugin as AcmeDnsPluginResource } from "./imports/acme-dns-plugin";
import { ClusterOptions as ClusterOptionsResource } from "./imports/cluster-options";

/** The options of the cluster as a whole. There is one for each cluster. It is protected from being destroyed (`removalPolicy`). */
export class DatacenterOptions extends ClusterResource<DatacenterOptionsProperties, ClusterOptionsResource> {
  constructor(scope: Construct, id: string, props: DatacenterOptionsProperties & ClusterOptions = {}) {
    super(scope, id, props, tableOf("proxmox_cluster_options"), ClusterOptionsResource);
  }
}

/** An account at an authority that signs certificates by ACME. It is protected from being destroyed (`removalPolicy`). */
export class AcmeAccount extends ClusterResource<AcmeAccountProperties, AcmeAccountResource> {
  constructor(scope: Construct, id: string, props: AcmeAccountProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_acme_account"), AcmeAccountResource);
  }
}

/** How names are proven to an authority by DNS. It is protected from being destroyed (`removalPolicy`). */
export class AcmeDnsPlugin extends ClusterResource<AcmeDnsPluginProperties, AcmeDnsPluginResource> {
  constructor(scope: Construct, id: string, props: AcmeDnsPluginProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_acme_dns_plugin"), AcmeDnsPluginResource);
  }
}
