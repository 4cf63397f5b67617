import type { Construct } from "constructs";
import { isCidr } from "../lib/pve/ip";
import { text } from "./check/kind";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { WithIterators } from "./dynamic";
import type { IpSetProperties } from "./generated/ip-set-properties";
import { VirtualEnvironmentFirewallIpset } from "./imports/virtual-environment-firewall-ipset";
import { checkWord } from "./managed";
import { isOdd } from "./reference";
import type { IAddresses } from "./rule";
import { isToken } from "./token";

/** Addresses under one name. */
export interface IpSetProps extends WithIterators<IpSetProperties, "entries">, ClusterOptions {}

/** Addresses under one name, which rules of any firewall of the cluster use: `Rule.accept(Port.tcp(22)).from(lan)`. It is protected from being destroyed (`removalPolicy`). */
export class IpSet extends ClusterResource<IpSetProperties, VirtualEnvironmentFirewallIpset> implements IAddresses {
  /** Refers to an IP set of the cluster that is not managed here. */
  static fromName(scope: Construct, name: string): IAddresses {
    checkWord(scope, "IpSet.fromName", text, name);
    return { addresses: `+dc/${name}` };
  }

  /** @param given its properties, or just what is in it: `["10.0.0.0/24"]` */
  constructor(scope: Construct, id: string, given: IpSetProps | readonly string[]) {
    super(scope, id, isList(given) ? { entries: given } : (given as IpSetProperties & ClusterOptions), tableOf("proxmox_virtual_environment_firewall_ipset"), VirtualEnvironmentFirewallIpset);
  }

  protected override problems({ name, entries = [] }: IpSetProperties, exists: boolean): readonly string[] {
    if (exists) return [];
    const all = entries.map((one) => (typeof one === "string" ? one : one.cidr));
    const problems = [
      isOdd(name, /^[A-Za-z][A-Za-z0-9_-]{1,63}$/) && `name is ${JSON.stringify(name)}, which Proxmox VE refuses; say a letter, then up to 63 letters, digits, - _`,
      ...all.map((address, at) => !isToken(address) && !isCidr(address) && !/^(dc\/|guest\/)?[A-Za-z][\w-]+$/.test(address) && `entries[${at}] is ${JSON.stringify(address)}, which is not an address; say one such as 10.0.0.0/24`),
    ];
    return problems.filter((problem) => problem !== false);
  }

  /** Its name in the cluster. */
  get name(): string {
    return this.resource.name;
  }

  /** As a rule names it: that of a guest is for the rules of this guest. */
  get addresses(): string {
    const { virtualMachine, container } = this.said;
    return `+${virtualMachine === undefined && container === undefined ? "dc" : "guest"}/${this.name}`;
  }
}

const isList = (given: IpSetProps | readonly string[]): given is readonly string[] => Array.isArray(given);
