import { Token, type IResolvable, type TerraformResource } from "cdktf";
import { isIPv4, isIPv6 } from "../lib/pve/ip";
import { expression } from "./expression";
import { quoted } from "./text";

/** A family of IP addresses. */
export type IpFamily = "ipv4" | "ipv6";

/** An attribute of one guest: of a resource, or of one of those that a resource with `forEach` is. */
export type Attribute = (path: string) => IResolvable | string;

/** The attributes of a resource. */
export const attributesOf = (resource: TerraformResource): Attribute => (path) => resource.interpolationForAttribute(path);

/** The attributes of one of the guests that a resource with `forEach` is. */
export function attributesOfEach(resource: TerraformResource, key: string): Attribute {
  const one = expression`${Token.asAny(resource.fqn)}[${quoted(key)}]`;
  return (path) => expression`${one}.${path}`;
}

/** The address that a running virtual machine reports for its first card, else the one that was said. Expressions of Terraform. */
export function addressOfMachine(of: Attribute, family: IpFamily, said: string): IResolvable {
  const all = expression`[for at, mac in ${of("mac_addresses")} : ${of(`${family}_addresses`)}[at] if mac == upper(${of("network_device[0].mac_address")})][0]`;
  return family === "ipv4" ? expression`try([for address in ${all} : address][0], ${said})` : expression`try([for address in ${all} : address if !startswith(lower(address), "fe80:")][0], ${said})`;
}

/** The address that a running virtual machine reports for the interface of a name. */
export function addressOfInterface(of: Attribute, name: string, family: IpFamily): IResolvable {
  const all = expression`[for at, name in ${of("network_interface_names")} : ${of(`${family}_addresses`)}[at] if name == ${name}][0]`;
  return family === "ipv4" ? expression`try(${all}[0], null)` : expression`try([for address in ${all} : address if !startswith(lower(address), "fe80:")][0], null)`;
}

/** The address that a running container has on an interface, else the one that was said. */
export const addressOfCard = (of: Attribute, name: IResolvable | string, family: IpFamily, said: string): IResolvable => expression`try(${of(family)}[${name}], ${said})`;

/** An address of the code as Terraform writes it, without its prefix length; `null` where it is none. */
export function literalAddress(said: string | undefined, family: IpFamily): string {
  const address = said?.replace(/\/\d+$/, "") ?? "";
  return (family === "ipv4" ? isIPv4 : isIPv6)(address) ? `"${address}"` : "null";
}

/** One of the guests that a construct with `forEach` makes. */
export interface EachGuest {
  /** Its number in the cluster. */
  readonly vmId: number;
  /** Its number, for texts. */
  readonly vmIdText: string;
  /** Its IPv4 address, found as that of a single guest is. */
  readonly ipv4Address: string;
  /** Its IPv6 address, found as that of a single guest is. */
  readonly ipv6Address: string;
}

export function eachGuest(of: Attribute, address: (family: IpFamily) => IResolvable): EachGuest {
  return {
    vmId: Token.asNumber(of("vm_id")),
    vmIdText: Token.asString(of("vm_id")),
    ipv4Address: Token.asString(address("ipv4")),
    ipv6Address: Token.asString(address("ipv6")),
  };
}
