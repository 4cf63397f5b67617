import { Construct } from "constructs";
import { isIP } from "../lib/schema/ip";
import { formOfKinds, required } from "./check/form";
import { listOf, node, object, text } from "./check/kind";
import { NodeConfig } from "./imports/node-config";
import { VirtualEnvironmentDns } from "./imports/virtual-environment-dns";
import { VirtualEnvironmentTime } from "./imports/virtual-environment-time";
import { checkManaged, managed, managedForm, sound, type ManagedOptions } from "./managed";
import { nameOf, type INode } from "./reference";
import { isToken } from "./token";

/** How a node finds others by their names. */
export interface NodeDns {
  /** Domain that names without one are looked for in. Proxmox VE: `search`. Terraform: `domain`. */
  readonly domain: string;
  /** Name servers, at most three. Proxmox VE: `dns1`, `dns2`, `dns3`. Terraform: `servers`. @default - none */
  readonly servers?: readonly string[];
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
   * Notes, in Markdown.
   * Proxmox VE: `description`. Terraform: `proxmox_node_config.description`.
   * @default - as they are
   */
  readonly notes?: string;
}

const dnsKind = object<NodeDns>(formOfKinds<NodeDns>({ domain: required(text), servers: listOf(text, "addresses") }));
const form = managedForm<NodeSettingsProps>({ node: required(node), timeZone: text, dns: dnsKind, notes: text });

/** Settings of a node: time zone, name servers, notes. Destroyed, they stay on the node as they were last. */
export class NodeSettings extends Construct {
  constructor(scope: Construct, id: string, given: NodeSettingsProps) {
    super(scope, id);
    const props = sound(this, form, given);
    const nodeName = props.node === undefined ? "" : nameOf("node", props.node);
    const { timeZone, dns, notes } = props;
    if (timeZone !== undefined) new VirtualEnvironmentTime(this, "Time", managed({ nodeName, timeZone }, props, "destroy"));
    if (dns !== undefined) new VirtualEnvironmentDns(this, "Dns", managed({ nodeName, domain: dns.domain, servers: dns.servers && [...dns.servers] }, props, "destroy"));
    if (notes !== undefined) new NodeConfig(this, "Notes", managed({ nodeName, description: notes }, props, "destroy"));
    const servers = dns?.servers ?? [];
    checkManaged(
      this,
      timeZone === undefined && dns === undefined && notes === undefined && "nothing is said; say timeZone, dns or notes",
      servers.length > 3 && `dns.servers has ${servers.length}, and Proxmox VE takes three; leave some out`,
      ...servers.map((one, at) => !isToken(one) && !isIP(one) && `dns.servers[${at}] is ${JSON.stringify(one)}, which is not an IP address`),
    );
  }
}
