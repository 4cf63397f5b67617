import type { Construct } from "constructs";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { WithIterators } from "./dynamic";
import type { AcmeCertificateProperties } from "./generated/acme-certificate-properties";
import { AcmeCertificate as AcmeCertificateResource } from "./imports/acme-certificate";
import { isOdd } from "./reference";

/** A certificate of a node. */
export interface AcmeCertificateProps extends WithIterators<AcmeCertificateProperties, "domains">, ClusterOptions {}

/** A certificate of a node, which Proxmox VE orders by ACME and renews by itself. */
export class AcmeCertificate extends ClusterResource<AcmeCertificateProperties, AcmeCertificateResource> {
  constructor(scope: Construct, id: string, props: AcmeCertificateProps) {
    super(scope, id, props as AcmeCertificateProperties & ClusterOptions, tableOf("proxmox_acme_certificate"), AcmeCertificateResource);
  }

  protected override problems({ domains: given = [] }: AcmeCertificateProperties, exists: boolean): readonly string[] {
    if (exists) return [];
    const domains = given.map((one) => (typeof one === "string" ? { domain: one } : one));
    const problems = [
      domains.length === 0 && 'domains is empty; say at least one name such as "pve1.example.org"',
      domains.length > 6 && `domains has ${domains.length}, and Proxmox VE takes six; leave some out`,
      ...domains.map(({ domain: name }, at) => isOdd(name, /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i) && `domains[${at}] is ${JSON.stringify(name)}, which is not a domain name; say one such as pve1.example.org`),
      ...domains.map(({ domain: name, plugin: by }, at) => name.startsWith("*.") && by === undefined && `domains[${at}] is ${JSON.stringify(name)}, which only a record of DNS can prove; say plugin`),
    ];
    return problems.filter((problem) => problem !== false);
  }
}
