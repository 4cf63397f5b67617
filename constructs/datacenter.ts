import type { Construct } from "constructs";
import type { IAcmeAccount, IAcmeDnsPlugin } from "./acme-certificate";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { AcmeAccountProperties } from "./generated/acme-account-properties";
import type { AcmeDnsPluginProperties } from "./generated/acme-dns-plugin-properties";
import type { DatacenterOptionsProperties } from "./generated/datacenter-options-properties";
import { AcmeAccount as AcmeAccountResource } from "./imports/acme-account";
import { AcmeDnsPlugin as AcmeDnsPluginResource } from "./imports/acme-dns-plugin";
import { ClusterOptions as ClusterOptionsResource } from "./imports/cluster-options";
import { isToken } from "./token";

/** The options of the cluster as a whole. There is one for each cluster. It is protected from being destroyed (`removalPolicy`). */
export class DatacenterOptions extends ClusterResource<DatacenterOptionsProperties, ClusterOptionsResource> {
  constructor(scope: Construct, id: string, props: DatacenterOptionsProperties & ClusterOptions = {}) {
    super(scope, id, props, tableOf("proxmox_cluster_options"), ClusterOptionsResource);
  }

  protected override problems({ nextId: { lower, upper } = {} }: DatacenterOptionsProperties): readonly string[] {
    const isKnown = lower !== undefined && upper !== undefined && !isToken(lower) && !isToken(upper);
    return isKnown && lower >= upper ? [`nextId.lower is ${lower}, which is not below nextId.upper, ${upper}`] : [];
  }
}

/** An account at an authority that signs certificates by ACME. It is protected from being destroyed (`removalPolicy`). */
export class AcmeAccount extends ClusterResource<AcmeAccountProperties, AcmeAccountResource> implements IAcmeAccount {
  constructor(scope: Construct, id: string, props: AcmeAccountProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_acme_account"), AcmeAccountResource);
  }

  /** Its name in the cluster. */
  get accountName(): string {
    return this.resource.name;
  }
}

/** How names are proven to an authority by DNS. It is protected from being destroyed (`removalPolicy`). */
export class AcmeDnsPlugin extends ClusterResource<AcmeDnsPluginProperties, AcmeDnsPluginResource> implements IAcmeDnsPlugin {
  constructor(scope: Construct, id: string, props: AcmeDnsPluginProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_acme_dns_plugin"), AcmeDnsPluginResource);
  }

  /** Its name in the cluster. */
  get pluginName(): string {
    return this.resource.plugin;
  }
}
