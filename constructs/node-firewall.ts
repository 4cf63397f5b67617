import { dependable, type IResolvable } from "cdktf";
import type { Construct } from "constructs";
import type { Form, Kind } from "./check/kind";
import { ClusterResource, optionsWith, tableOf, type ClusterOptions } from "./cluster-resource";
import type { NodeFirewallProperties } from "./generated/node-firewall-properties";
import { NodeFirewall as NodeFirewallResource } from "./imports/node-firewall";
import { nameOf, type ISecurityGroup } from "./reference";
import type { FirewallRule, Rule } from "./rule";
import { ruleKinds } from "./rule-form";
import { management, RuleList, type GroupOptions } from "./rule-list";

/** What a firewall of a node has besides its options. */
interface NodeFirewallOptions extends ClusterOptions {
  /**
   * Rules for traffic of this node, in their order. They are read before those of the cluster. An import writes them as `FirewallRules`. An iterator may make
   * them: `iterator.dynamic({ direction: "in", … })`.
   * Proxmox VE: `rules`. Terraform: `proxmox_virtual_environment_firewall_rules`.
   * @default - none
   */
  readonly rules?: readonly (Rule | FirewallRule)[] | IResolvable;
}

/** The firewall of a node. */
export interface NodeFirewallProps extends NodeFirewallProperties, NodeFirewallOptions {}

const ownOptions = optionsWith<NodeFirewallOptions>({ rules: ruleKinds as Kind<NonNullable<NodeFirewallOptions["rules"]>> });

/**
 * The firewall of a node: its options, and rules beside those of `ClusterFirewall`, which switches it on. Its rules are there before it is
 * switched on, and it is protected from being destroyed (`removalPolicy`). It refuses rules of its own that would lock you out of the ports
 * 22 and 8006.
 */
export class NodeFirewall extends ClusterResource<NodeFirewallProps, NodeFirewallResource> {
  private readonly list = new RuleList();

  constructor(scope: Construct, id: string, props: NodeFirewallProps) {
    super(scope, id, props, tableOf("proxmox_node_firewall"), NodeFirewallResource);
    this.list.add(this, (this.said.rules ?? []) as readonly (Rule | FirewallRule)[], this.lists.iterators.get("rules"));
    this.write();
  }

  protected override get ownOptions(): Form {
    return ownOptions;
  }

  protected override get ownLists(): readonly string[] {
    return ["rules"];
  }

  /** Adds rules behind those that it has. The first that fits decides. */
  addRule(...rules: readonly (Rule | FirewallRule)[]): this {
    this.list.add(this, rules);
    return this.write();
  }

  /** Includes the rules of a security group. */
  addGroup(group: ISecurityGroup | string, options: GroupOptions = {}): this {
    this.list.addGroup(this, group, options);
    return this.write();
  }

  private write(): this {
    const nodeName = this.said.node === undefined ? "" : nameOf("node", this.said.node);
    const made = this.list.write(this, { nodeName, provider: this.resource.provider });
    if (made !== undefined) this.resource.dependsOn = [dependable(made)];
    return this;
  }

  protected override problems({ enabled = true }: NodeFirewallProps): readonly string[] {
    const closed = enabled ? management.filter((port) => this.list.decisionOn(port) === "refuse") : [];
    return [...this.list.problems, ...closed.map((port) => `a rule refuses port ${port} from everywhere, and you would be locked out of the node; say a rule that accepts it before that one`)];
  }
}
