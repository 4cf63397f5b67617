import type { Construct } from "constructs";
import { isCidr } from "../lib/pve/ip";
import { text } from "./check/kind";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { WithIterators } from "./dynamic";
import type { IpSetCidr, IpSetProperties } from "./generated/ip-set-properties";
import { VirtualEnvironmentFirewallIpset } from "./imports/virtual-environment-firewall-ipset";
import { checkWord } from "./managed";
import { NamedAddresses } from "./named-addresses";
import { isOdd, nameOf, type IAddresses, type INamedAddresses } from "./reference";
import { isToken } from "./token";

/** Addresses under one name. */
export interface IpSetProps extends WithIterators<IpSetProperties, "entries">, ClusterOptions {}

/** Addresses under one name, which rules of any firewall of the cluster use: `Rule.accept(Port.tcp(22)).from(lan)`. It is protected from being destroyed (`removalPolicy`). */
export class IpSet extends ClusterResource<IpSetProperties, VirtualEnvironmentFirewallIpset> implements INamedAddresses {
  /** Refers to an IP set of the cluster that is not managed here. */
  static fromName(scope: Construct, name: string): INamedAddresses {
    checkWord(scope, "IpSet.fromName", text, name);
    return new NamedAddresses(`+dc/${name}`, `+${name}`);
  }

  /** @param given its properties, or just what is in it: `["10.0.0.0/24"]` */
  constructor(scope: Construct, id: string, given: IpSetProps | readonly (IAddresses | string)[]) {
    super(scope, id, isList(given) ? { entries: given } : (given as IpSetProperties & ClusterOptions), tableOf("proxmox_virtual_environment_firewall_ipset"), VirtualEnvironmentFirewallIpset);
  }

  protected override problems({ name, entries = [] }: IpSetProperties, exists: boolean): readonly string[] {
    if (exists) return [];
    const all = entries.map((one) => (isEntry(one) ? one.cidr : one)).map((one) => (typeof one === "string" ? one : nameOf("ipset", one)));
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

  /** As old rules name it, without `dc/`: in rules of a guest, a set of the guest's own by that name comes first. */
  get unscoped(): IAddresses {
    return new NamedAddresses(`+${this.name}`, `+${this.name}`);
  }
}

const isEntry = (one: IpSetCidr | IAddresses | string): one is IpSetCidr => typeof one === "object" && "cidr" in one;

const isList = (given: IpSetProps | readonly (IAddresses | string)[]): given is readonly (IAddresses | string)[] => Array.isArray(given);
