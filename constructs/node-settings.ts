import { Construct } from "constructs";
import { isIP } from "../lib/schema/ip";
import { formOfKinds, required } from "./check/form";
import { listOf, node, object, text } from "./check/kind";
import { NodeConfig } from "./imports/node-config";
import { VirtualEnvironmentDns } from "./imports/virtual-environment-dns";
import { VirtualEnvironmentHosts } from "./imports/virtual-environment-hosts";
import { VirtualEnvironmentTime } from "./imports/virtual-environment-time";
import { checkManaged, managed, managedForm, sound, type ManagedOptions } from "./managed";
import { isOdd, nameOf, type INode } from "./reference";
import { isToken } from "./token";

/** How a node finds others by their names. */
export interface NodeDns {
  /** Domain that names without one are looked for in. Proxmox VE: `search`. Terraform: `domain`. */
  readonly domain: string;
  /** Name servers, at most three. Proxmox VE: `dns1`, `dns2`, `dns3`. Terraform: `servers`. @default - none */
  readonly servers?: readonly string[];
}

/** A line of a node's hosts file. */
export interface NodeHost {
  /** Address. Terraform: `entry.address`. */
  readonly address: string;
  /** Names by which the node finds it. Terraform: `entry.hostnames`. */
  readonly names: readonly string[];
}

/** Settings of a node. What is left out stays as it is. */
export interface NodeSettingsProps extends ManagedOptions {
  /**
   * Node that they are of.
   * Proxmox VE: `node`. Terraform: `node_name`.
   */
  readonly node: INode | string;
  /**
   * Time zone: `Europe/Berlin`.
   * Proxmox VE: `timezone`. Terraform: `proxmox_virtual_environment_time.time_zone`.
   * @default - as it is
   */
  readonly timeZone?: string;
  /**
   * Name servers.
   * Proxmox VE: `dns`. Terraform: `proxmox_virtual_environment_dns`.
   * @default - as they are
   */
  readonly dns?: NodeDns;
  /**
   * The hosts file: names that the node finds without a name server. It becomes exactly this, without comments and other lines, so it must
   * have the node's own name as well.
   * Proxmox VE: `hosts`. Terraform: `proxmox_virtual_environment_hosts`.
   * @default - as it is
   */
  readonly hosts?: readonly NodeHost[];
  /**
   * Notes, in Markdown.
   * Proxmox VE: `description`. Terraform: `proxmox_node_config.description`.
   * @default - as they are
   */
  readonly notes?: string;
}

const dnsKind = object<NodeDns>(formOfKinds<NodeDns>({ domain: required(text), servers: listOf(text, "addresses") }));
const host = object<NodeHost>(formOfKinds<NodeHost>({ address: required(text), names: required(listOf(text)) }));
const form = managedForm<NodeSettingsProps>({ node: required(node), timeZone: text, dns: dnsKind, hosts: listOf(host, "objects"), notes: text });

/** Settings of a node: time zone, name servers, hosts file, notes. Destroyed, they stay on the node as they were last. */
export class NodeSettings extends Construct {
  constructor(scope: Construct, id: string, given: NodeSettingsProps) {
    super(scope, id);
    const props = sound(this, form, given);
    const nodeName = props.node === undefined ? "" : nameOf("node", props.node);
    const { timeZone, dns, hosts, notes } = props;
    if (timeZone !== undefined) new VirtualEnvironmentTime(this, "Time", managed({ nodeName, timeZone }, props, "destroy"));
    if (dns !== undefined) new VirtualEnvironmentDns(this, "Dns", managed({ nodeName, domain: dns.domain, servers: dns.servers && [...dns.servers] }, props, "destroy"));
    if (hosts !== undefined) new VirtualEnvironmentHosts(this, "Hosts", managed({ nodeName, entry: hosts.map(({ address, names }) => ({ address, hostnames: [...(names ?? [])] })) }, props, "destroy"));
    if (notes !== undefined) new NodeConfig(this, "Notes", managed({ nodeName, description: notes }, props, "destroy"));
    const servers = dns?.servers ?? [];
    checkManaged(
      this,
      [timeZone, dns, hosts, notes].every((one) => one === undefined) && "nothing is said; say timeZone, dns, hosts or notes",
      servers.length > 3 && `dns.servers has ${servers.length}, and Proxmox VE takes three; leave some out`,
      ...servers.map((one, at) => !isToken(one) && !isIP(one) && `dns.servers[${at}] is ${JSON.stringify(one)}, which is not an IP address`),
      hosts?.length === 0 && "hosts is empty, and the node would not find its own name; say its lines, or leave hosts out",
      ...(hosts ?? []).flatMap(({ address, names = [] }, at) => [
        address !== undefined && !isToken(address) && !isIP(address) && `hosts[${at}].address is ${JSON.stringify(address)}, which is not an IP address`,
        names.length === 0 && `hosts[${at}].names is empty; say at least one name`,
        ...names.map((name) => isOdd(name, /^[.\-a-zA-Z0-9]+$/) && `hosts[${at}].names has ${JSON.stringify(name)}, which Proxmox VE refuses; say letters, digits, - .`),
      ]),
    );
  }
}
