import type { Construct } from "constructs";
import { isIP } from "../lib/pve/ip";
import { nearest } from "../lib/schema/nearest";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { WithIterators } from "./dynamic";
import type { AptRepositoryProperties } from "./generated/apt-repository-properties";
import type { AptStandardRepositoryProperties } from "./generated/apt-standard-repository-properties";
import type { NodeHostsProperties } from "./generated/node-hosts-properties";
import type { NodeNameServersProperties } from "./generated/node-name-servers-properties";
import type { NodeNotesProperties } from "./generated/node-notes-properties";
import type { NodeTimeZoneProperties } from "./generated/node-time-zone-properties";
import { AptRepository as AptRepositoryResource } from "./imports/apt-repository";
import { AptStandardRepository as AptStandardRepositoryResource } from "./imports/apt-standard-repository";
import { NodeConfig } from "./imports/node-config";
import { VirtualEnvironmentDns } from "./imports/virtual-environment-dns";
import { VirtualEnvironmentHosts } from "./imports/virtual-environment-hosts";
import { VirtualEnvironmentTime } from "./imports/virtual-environment-time";
import { isOdd } from "./reference";
import { isToken } from "./token";

const oddAddress = (where: string, address: string) => !isToken(address) && !isIP(address) && `${where} is ${JSON.stringify(address)}, which is not an IP address`;
const found = (...problems: readonly (string | false)[]) => problems.filter((problem) => problem !== false);

/** Notes of a node. Destroyed, it stays on the node as it was last. */
export class NodeNotes extends ClusterResource<NodeNotesProperties, NodeConfig> {
  constructor(scope: Construct, id: string, props: NodeNotesProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_node_config"), NodeConfig);
  }
}

/** Name servers of a node. Destroyed, it stays on the node as it was last. */
export class NodeNameServers extends ClusterResource<NodeNameServersProperties, VirtualEnvironmentDns> {
  constructor(scope: Construct, id: string, props: NodeNameServersProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_virtual_environment_dns"), VirtualEnvironmentDns);
  }

  protected override problems({ servers = [] }: NodeNameServersProperties, exists: boolean): readonly string[] {
    if (exists) return [];
    return found(servers.length > 3 && `servers has ${servers.length}, and Proxmox VE takes three; leave some out`, ...servers.map((one, at) => oddAddress(`servers[${at}]`, one)));
  }
}

/**
 * The hosts file of a node: names that it finds without a name server. It becomes exactly this, without comments and other lines, so it must
 * have the node's own name as well. Destroyed, it stays on the node as it was last.
 */
export class NodeHosts extends ClusterResource<NodeHostsProperties, VirtualEnvironmentHosts> {
  constructor(scope: Construct, id: string, props: WithIterators<NodeHostsProperties, "entries"> & ClusterOptions) {
    super(scope, id, props as NodeHostsProperties & ClusterOptions, tableOf("proxmox_virtual_environment_hosts"), VirtualEnvironmentHosts);
  }

  protected override problems({ entries = [] }: NodeHostsProperties, exists: boolean): readonly string[] {
    if (exists) return [];
    return found(
      entries.length === 0 && "entries is empty, and the node would not find its own name; say its lines",
      ...entries.flatMap(({ address, names }, at) => [
        oddAddress(`entries[${at}].address`, address),
        names.length === 0 && `entries[${at}].names is empty; say at least one name`,
        ...names.map((name) => isOdd(name, /^[.\-a-zA-Z0-9]+$/) && `entries[${at}].names has ${JSON.stringify(name)}, which Proxmox VE refuses; say letters, digits, - .`),
      ]),
    );
  }
}

/** Time zone of a node. Destroyed, it stays on the node as it was last. */
export class NodeTimeZone extends ClusterResource<NodeTimeZoneProperties, VirtualEnvironmentTime> {
  constructor(scope: Construct, id: string, props: NodeTimeZoneProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_virtual_environment_time"), VirtualEnvironmentTime);
  }

  protected override problems({ timeZone }: NodeTimeZoneProperties, exists: boolean): readonly string[] {
    if (exists || isToken(timeZone)) return [];
    const zones = Intl.supportedValuesOf("timeZone");
    const near = nearest(timeZone, zones);
    const isOtherCase = zones.some((zone) => zone !== timeZone && zone.toLowerCase() === timeZone.toLowerCase());
    if (isZone(timeZone, zones) && !isOtherCase) return [];
    return [`timeZone is ${JSON.stringify(timeZone)}, which is not the name of a time zone; ${near === undefined ? "say one such as Europe/Berlin" : `did you mean ${JSON.stringify(near)}?`}`];
  }
}

/** Whether a node has a file of this name below /usr/share/zoneinfo; a city that is younger than this Node.js may well be one. */
function isZone(name: string, zones: readonly string[]): boolean {
  if (!/^[A-Za-z][\w+-]*(\/[A-Za-z][\w+-]*)*$/.test(name)) return false;
  const plain = name.replace(/^(posix|right)\//, "");
  try {
    return new Intl.DateTimeFormat("en", { timeZone: plain }).format(0) !== "";
  } catch {
    const [area = "", ...city] = plain.split("/");
    const cities = zones.filter((zone) => zone.startsWith(`${area}/`)).map((zone) => zone.slice(area.length + 1));
    return cities.length > 0 && city.length > 0 && nearest(city.join("/"), cities) === undefined;
  }
}

/** An entry of a file of APT, which is on or off. Destroyed, it stays as it was last. */
export class AptRepository extends ClusterResource<AptRepositoryProperties, AptRepositoryResource> {
  constructor(scope: Construct, id: string, props: AptRepositoryProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_apt_repository"), AptRepositoryResource);
  }
}

/** A repository of Proxmox's that a file of APT has; made, it is added and switched on. Destroyed, it stays in its file. */
export class AptStandardRepository extends ClusterResource<AptStandardRepositoryProperties, AptStandardRepositoryResource> {
  constructor(scope: Construct, id: string, props: AptStandardRepositoryProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_apt_standard_repository"), AptStandardRepositoryResource);
  }
}
