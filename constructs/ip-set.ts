import { Construct } from "constructs";
import { isCidr } from "../lib/schema/ip";
import { formOfKinds, required } from "./check/form";
import { flag, listOf, object, text } from "./check/kind";
import { VirtualEnvironmentFirewallIpset } from "./imports/virtual-environment-firewall-ipset";
import { checkManaged, checkWord, managed, managedForm, sound, type ManagedOptions } from "./managed";
import { isOdd } from "./reference";
import type { IAddresses } from "./rule";
import { nameFromPath } from "./scope";
import { isToken } from "./token";

/** A network or an address of an IP set. */
export interface IpSetEntry {
  /**
   * Address or network: `10.0.0.0/24`; or an alias.
   * Proxmox VE: `cidr`. Terraform: `cidr.name`.
   */
  readonly cidr: string;
  /**
   * Takes it out of the set: one address of a network that is in it.
   * Proxmox VE: `nomatch`. Terraform: `cidr.nomatch`.
   * @default false
   */
  readonly except?: boolean;
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `cidr.comment`.
   * @default - none
   */
  readonly comment?: string;
}

/** Addresses under one name. */
export interface IpSetProps extends ManagedOptions {
  /**
   * Its name in the cluster.
   * Proxmox VE: `name`. Terraform: `name`.
   * @default - the ids on the construct's path below the stack, joined by `-`
   */
  readonly name?: string;
  /**
   * What is in it.
   * Proxmox VE: `cidr`. Terraform: `cidr`.
   */
  readonly entries: readonly (IpSetEntry | string)[];
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
}

const entry = object<IpSetEntry>(formOfKinds<IpSetEntry>({ cidr: required(text), except: flag, comment: text }), text);
const form = managedForm<IpSetProps>({ name: text, entries: required(listOf(entry, "addresses") as never), comment: text });

/** Addresses under one name, which rules of any firewall of the cluster use: `Rule.accept(Port.tcp(22)).from(lan)`. */
export class IpSet extends Construct implements IAddresses {
  /** Refers to an IP set of the cluster that is not managed here. */
  static fromName(scope: Construct, name: string): IAddresses {
    checkWord(scope, "IpSet.fromName", text, name);
    return { addresses: `+dc/${name}` };
  }

  /** The provider's resource underneath. */
  readonly resource: VirtualEnvironmentFirewallIpset;

  /** @param given its properties, or just what is in it: `["10.0.0.0/24"]` */
  constructor(scope: Construct, id: string, given: IpSetProps | readonly string[]) {
    super(scope, id);
    const props = sound(this, form, isList(given) ? { entries: given } : given);
    const { name = nameFromPath(this), entries = [], comment } = props;
    const all = entries.map((one) => (typeof one === "string" ? { cidr: one } : one));
    const cidr = all.map(({ cidr: address, except, comment: note }) => ({ name: address, nomatch: except, comment: note }));
    this.resource = new VirtualEnvironmentFirewallIpset(this, "Default", managed({ name, comment, cidr }, props, "destroy"));
    checkManaged(
      this,
      isOdd(name, /^[A-Za-z][A-Za-z0-9_-]{1,63}$/) && `name is ${JSON.stringify(name)}, which Proxmox VE refuses; say a letter, then up to 63 letters, digits, - _`,
      ...all.map(({ cidr: address }, at) => !isToken(address) && !isCidr(address) && !/^(dc\/|guest\/)?[A-Za-z][\w-]+$/.test(address) && `entries[${at}] is ${JSON.stringify(address)}, which is not an address; say one such as 10.0.0.0/24`),
    );
  }

  /** Its name in the cluster. */
  get name(): string {
    return this.resource.name;
  }

  /** As a rule names it. */
  get addresses(): string {
    return `+dc/${this.name}`;
  }
}

const isList = (given: IpSetProps | readonly string[]): given is readonly string[] => Array.isArray(given);
