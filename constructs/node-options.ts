import type { Construct } from "constructs";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { AptRepositoryProperties } from "./generated/apt-repository-properties";
import type { NodeHostsProperties } from "./generated/node-hosts-properties";
import type { NodeNameServersProperties } from "./generated/node-name-servers-properties";
import type { NodeNotesProperties } from "./generated/node-notes-properties";
import type { NodeTimeZoneProperties } from "./generated/node-time-zone-properties";
import { AptRepository as AptRepositoryResource } from "./imports/apt-repository";
import { NodeConfig } from "./imports/node-config";
import { VirtualEnvironmentDns } from "./imports/virtual-environment-dns";
import { VirtualEnvironmentHosts } from "./imports/virtual-environment-hosts";
import { VirtualEnvironmentTime } from "./imports/virtual-environment-time";

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
}

/** The hosts file of a node. Destroyed, it stays on the node as it was last. */
export class NodeHosts extends ClusterResource<NodeHostsProperties, VirtualEnvironmentHosts> {
  constructor(scope: Construct, id: string, props: NodeHostsProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_virtual_environment_hosts"), VirtualEnvironmentHosts);
  }
}

/** Time zone of a node. Destroyed, it stays on the node as it was last. */
export class NodeTimeZone extends ClusterResource<NodeTimeZoneProperties, VirtualEnvironmentTime> {
  constructor(scope: Construct, id: string, props: NodeTimeZoneProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_virtual_environment_time"), VirtualEnvironmentTime);
  }
}

/** An entry of a file of APT, which is on or off. Destroyed, it stays as it was last. */
export class AptRepository extends ClusterResource<AptRepositoryProperties, AptRepositoryResource> {
  constructor(scope: Construct, id: string, props: AptRepositoryProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_apt_repository"), AptRepositoryResource);
  }
}
