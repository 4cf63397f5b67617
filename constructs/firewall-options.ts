import type { Construct } from "constructs";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { ClusterFirewallOptionsProperties } from "./generated/cluster-firewall-options-properties";
import type { FirewallGroupProperties } from "./generated/firewall-group-properties";
import type { FirewallRulesProperties } from "./generated/firewall-rules-properties";
import type { GuestFirewallSettingsProperties } from "./generated/guest-firewall-settings-properties";
import type { NodeFirewallOptionsProperties } from "./generated/node-firewall-options-properties";
import { NodeFirewall } from "./imports/node-firewall";
import { VirtualEnvironmentClusterFirewall } from "./imports/virtual-environment-cluster-firewall";
import { VirtualEnvironmentClusterFirewallSecurityGroup } from "./imports/virtual-environment-cluster-firewall-security-group";
import { VirtualEnvironmentFirewallOptions } from "./imports/virtual-environment-firewall-options";
import { VirtualEnvironmentFirewallRules } from "./imports/virtual-environment-firewall-rules";

/** The options of the firewall of the cluster, which switches on those of nodes and guests. `ClusterFirewall` has its rules as well, and checks that they do not lock you out. It is protected from being destroyed (`removalPolicy`). */
export class ClusterFirewallOptions extends ClusterResource<ClusterFirewallOptionsProperties, VirtualEnvironmentClusterFirewall> {
  constructor(scope: Construct, id: string, props: ClusterFirewallOptionsProperties & ClusterOptions = {}) {
    super(scope, id, props, tableOf("proxmox_virtual_environment_cluster_firewall"), VirtualEnvironmentClusterFirewall);
  }
}

/** A security group as an import writes it: rules under one name. By hand, `SecurityGroup` is shorter. It is protected from being destroyed (`removalPolicy`). */
export class FirewallGroup extends ClusterResource<FirewallGroupProperties, VirtualEnvironmentClusterFirewallSecurityGroup> {
  constructor(scope: Construct, id: string, props: FirewallGroupProperties & ClusterOptions = {}) {
    super(scope, id, props, tableOf("proxmox_virtual_environment_cluster_firewall_security_group"), VirtualEnvironmentClusterFirewallSecurityGroup);
  }
}

/** The options of the firewall of a node. It is protected from being destroyed (`removalPolicy`). */
export class NodeFirewallOptions extends ClusterResource<NodeFirewallOptionsProperties, NodeFirewall> {
  constructor(scope: Construct, id: string, props: NodeFirewallOptionsProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_node_firewall"), NodeFirewall);
  }
}

/** The options of the firewall of a guest. `vm.firewall` has its rules as well. It is protected from being destroyed (`removalPolicy`). */
export class GuestFirewallSettings extends ClusterResource<GuestFirewallSettingsProperties, VirtualEnvironmentFirewallOptions> {
  constructor(scope: Construct, id: string, props: GuestFirewallSettingsProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_virtual_environment_firewall_options"), VirtualEnvironmentFirewallOptions);
  }

  protected override rules({ virtualMachine, container, node }: GuestFirewallSettingsProperties): readonly string[] {
    const guests = [virtualMachine, container].filter((one) => one !== undefined).length;
    return guests > 1 ? ["both virtualMachine and container are said; say one"] : guests === 1 && node === undefined ? ["node is missing; say where the guest is"] : [];
  }
}

/** The firewall rules of the cluster, of a node, or of a guest: all of them, in their order. It is protected from being destroyed (`removalPolicy`). */
export class FirewallRules extends ClusterResource<FirewallRulesProperties, VirtualEnvironmentFirewallRules> {
  constructor(scope: Construct, id: string, props: FirewallRulesProperties & ClusterOptions = {}) {
    super(scope, id, props, tableOf("proxmox_virtual_environment_firewall_rules"), VirtualEnvironmentFirewallRules);
  }

  protected override rules({ virtualMachine, container, node }: FirewallRulesProperties): readonly string[] {
    const guests = [virtualMachine, container].filter((one) => one !== undefined).length;
    return guests > 1 ? ["both virtualMachine and container are said; say one"] : guests === 1 && node === undefined ? ["node is missing; say where the guest is"] : [];
  }
}
