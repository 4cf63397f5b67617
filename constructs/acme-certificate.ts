import { Construct } from "constructs";
import { idOf } from "./construct-id";
import { formOfKinds, required } from "./check/form";
import { flag, listOf, made, node, object, text, type Kind } from "./check/kind";
import { AcmeCertificate as AcmeCertificateResource } from "./imports/acme-certificate";
import { checkManaged, managed, managedForm, sound, type ManagedOptions } from "./managed";
import { isOdd, nameOf, type INode } from "./reference";

/** An account with an authority that gives certificates, as others refer to it. */
export interface IAcmeAccount {
  /** Its name in the cluster. */
  readonly accountName: string;
}

/** A way to prove names to an authority, as others refer to it. */
export interface IAcmeDnsPlugin {
  /** Its name in the cluster. */
  readonly pluginName: string;
}

/** A name in a certificate. */
export interface AcmeDomain {
  /** Name of the node as browsers say it: `pve1.example.org`. Proxmox VE: `domain`. Terraform: `domains.domain`. */
  readonly domain: string;
  /** How it is proven to be yours. Proxmox VE: `plugin`. Terraform: `domains.plugin`. @default - by HTTP on port 80 of the node */
  readonly plugin?: IAcmeDnsPlugin | string;
  /** Name whose record proves it instead. Proxmox VE: `alias`. Terraform: `domains.alias`. @default - the name itself */
  readonly alias?: string;
}

/** A certificate of a node. */
export interface AcmeCertificateProps extends ManagedOptions {
  /**
   * Node that has it.
   * Proxmox VE: `node`. Terraform: `node_name`.
   */
  readonly node: INode | string;
  /**
   * Account by which it is ordered.
   * Proxmox VE: `account`. Terraform: `account`.
   */
  readonly account: IAcmeAccount | string;
  /**
   * Names that it is for, at most six.
   * Proxmox VE: `acmedomain0` to `acmedomain5`. Terraform: `domains`.
   */
  readonly domains: readonly (AcmeDomain | string)[];
  /**
   * Orders it again although the one of the node is still valid.
   * Proxmox VE: `force`. Terraform: `force`.
   * @default false
   */
  readonly force?: boolean;
}

const named = <T>(what: string, attribute: string, example: string): Kind<T | string> => {
  const one = made<T>(what, example, attribute);
  return { ...one, expected: () => `${what}, or its name`, takes: (value) => typeof value === "string" || one.takes(value) } as Kind<T | string>;
};

const account = named<IAcmeAccount>("an AcmeAccount", "accountName", '"default"');
const plugin = named<IAcmeDnsPlugin>("an AcmeDnsPlugin", "pluginName", '"cloudflare"');
const domain = object<AcmeDomain | string>(formOfKinds<AcmeDomain>({ domain: required(text), plugin, alias: text }), text);
const form = managedForm<AcmeCertificateProps>({ node: required(node), account: required(account), domains: required(listOf(domain, "names")), force: flag });

/** A certificate of a node, which Proxmox VE orders by ACME and renews by itself. */
export class AcmeCertificate extends Construct {
  /** The provider's resource underneath. */
  readonly resource: AcmeCertificateResource;

  constructor(scope: Construct, id: string, given: AcmeCertificateProps) {
    super(scope, idOf(new.target.name, scope, id));
    const props = sound(this, form, given);
    const domains = (props.domains ?? []).map((one) => (typeof one === "string" ? { domain: one } : one));
    const config = {
      nodeName: props.node === undefined ? "" : nameOf("node", props.node),
      account: typeof props.account === "object" ? props.account.accountName : (props.account ?? ""),
      domains: domains.map(({ plugin: by, ...one }) => ({ ...one, plugin: typeof by === "object" ? by.pluginName : by })),
      force: props.force,
    };
    this.resource = new AcmeCertificateResource(this, "Default", managed(config, props, "destroy"));
    checkManaged(
      this,
      props.domains !== undefined && domains.length === 0 && 'domains is empty; say at least one name such as "pve1.example.org"',
      domains.length > 6 && `domains has ${domains.length}, and Proxmox VE takes six; leave some out`,
      ...domains.map(({ domain: name }, at) => isOdd(name, /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i) && `domains[${at}] is ${JSON.stringify(name)}, which is not a domain name; say one such as pve1.example.org`),
      ...domains.map(({ domain: name, plugin: by }, at) => typeof name === "string" && name.startsWith("*.") && by === undefined && `domains[${at}] is ${JSON.stringify(name)}, which only a record of DNS can prove; say plugin`),
    );
  }
}
