import type { Construct } from "constructs";
import { email as isEmail } from "../lib/schema/pve-format";
import { text } from "./check/kind";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { AcmeAccountProperties } from "./generated/acme-account-properties";
import type { AcmeDnsPluginProperties } from "./generated/acme-dns-plugin-properties";
import type { DatacenterOptionsProperties } from "./generated/datacenter-options-properties";
import { AcmeAccount as AcmeAccountResource } from "./imports/acme-account";
import { AcmeDnsPlugin as AcmeDnsPluginResource } from "./imports/acme-dns-plugin";
import { ClusterOptions as ClusterOptionsResource } from "./imports/cluster-options";
import { checkWord } from "./managed";
import type { IAcmeAccount, IAcmeDnsPlugin } from "./reference";
import { isToken } from "./token";

/** The options of the cluster as a whole. There is one for each cluster. It is protected from being destroyed (`removalPolicy`). */
export class DatacenterOptions extends ClusterResource<DatacenterOptionsProperties, ClusterOptionsResource> {
  constructor(scope: Construct, id: string, props: DatacenterOptionsProperties & ClusterOptions = {}) {
    super(scope, id, props, tableOf("proxmox_cluster_options"), ClusterOptionsResource);
  }

  protected override problems(said: DatacenterOptionsProperties, exists: boolean): readonly string[] {
    const { nextId: { lower, upper } = {} } = said;
    const isKnown = lower !== undefined && upper !== undefined && !isToken(lower) && !isToken(upper);
    const isEmpty = !exists && Object.values(said).every((one) => one === undefined);
    return [
      ...(exists || !said.emailFrom || isToken(said.emailFrom) || isEmail(said.emailFrom) ? [] : [`emailFrom is ${JSON.stringify(said.emailFrom)}, which is not an address; say one such as pve@example.org`]),
      ...(isEmpty ? ['it says nothing, and would change nothing; say an option such as keyboard: "de", or take it away'] : []),
      ...(isKnown && lower >= upper ? [`nextId.lower is ${lower}, which is not below nextId.upper, ${upper}`] : []),
    ];
  }
}

/**
 * An account at an authority that signs certificates by ACME. It is protected from being destroyed (`removalPolicy`). Only root@pam may make
 * one, with a password: Proxmox VE refuses every token.
 */
export class AcmeAccount extends ClusterResource<AcmeAccountProperties, AcmeAccountResource> implements IAcmeAccount {
  /** Refers to an account that is not managed here: `default`. */
  static fromName(scope: Construct, accountName: string): IAcmeAccount {
    checkWord(scope, "AcmeAccount.fromName", text, accountName);
    return { accountName };
  }

  constructor(scope: Construct, id: string, props: AcmeAccountProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_acme_account"), AcmeAccountResource);
  }

  protected override problems({ contact }: AcmeAccountProperties, exists: boolean): readonly string[] {
    return exists || isToken(contact) || isEmail(contact) ? [] : [`contact is ${JSON.stringify(contact)}, which is not an address; say one such as ops@example.org`];
  }

  /** Its name in the cluster. */
  get accountName(): string {
    return this.resource.name;
  }
}

/** How names are proven to an authority by DNS. It is protected from being destroyed (`removalPolicy`). */
export class AcmeDnsPlugin extends ClusterResource<AcmeDnsPluginProperties, AcmeDnsPluginResource> implements IAcmeDnsPlugin {
  /** Refers to a way to prove names that is not managed here. */
  static fromName(scope: Construct, pluginName: string): IAcmeDnsPlugin {
    checkWord(scope, "AcmeDnsPlugin.fromName", text, pluginName);
    return { pluginName };
  }

  constructor(scope: Construct, id: string, props: AcmeDnsPluginProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_acme_dns_plugin"), AcmeDnsPluginResource);
  }

  /** Its name in the cluster. */
  get pluginName(): string {
    return this.resource.plugin;
  }
}
