import { dependable, TerraformStack, type IResolvable } from "cdktf";
import type { Construct } from "constructs";
import { addresses, listOf, type Form, type Kind } from "./check/kind";
import { ClusterResource, optionsWith, tableOf, type ClusterOptions } from "./cluster-resource";
import { FirewallRules } from "./firewall-rules";
import type { ClusterFirewallProperties } from "./generated/cluster-firewall-properties";
import { VirtualEnvironmentClusterFirewall } from "./imports/virtual-environment-cluster-firewall";
import { Port } from "./port";
import type { ISecurityGroup } from "./reference";
import { Rule, type FirewallRule, type IAddresses } from "./rule";
import { ruleKinds } from "./rule-form";
import { management, RuleList, type GroupOptions } from "./rule-list";

/** What the firewall of the cluster has besides its options. */
interface ClusterFirewallOptions extends ClusterOptions {
  /**
   * From where nodes are administered: lets the ports 22 and 8006 in, before all other rules. Without it, `rules` must.
   * @default - from nowhere
   */
  readonly managementFrom?: readonly (IAddresses | string)[];
  /**
   * Rules for traffic of the nodes, in their order. An import writes them as `FirewallRules`. An iterator may make
   * them: `iterator.dynamic({ direction: "in", … })`.
   * Proxmox VE: `rules`. Terraform: `proxmox_virtual_environment_firewall_rules`.
   * @default - none
   */
  readonly rules?: readonly (Rule | FirewallRule)[] | IResolvable;
}

/** The firewall of the cluster. */
export interface ClusterFirewallProps extends ClusterFirewallProperties, ClusterFirewallOptions {}

const ownOptions = optionsWith<ClusterFirewallOptions>({ managementFrom: listOf(addresses, "addresses"), rules: ruleKinds as Kind<NonNullable<ClusterFirewallOptions["rules"]>> });

/**
 * The firewall of the cluster, which switches on those of nodes and guests. There is one for each cluster.
 *
 * It refuses to lock you out: where it is enabled and drops what no rule is about, a rule of its own, or of `FirewallRules` for the cluster,
 * must let the ports 22 and 8006 in. One that an import took in is left as it is, until it has rules of its own. Its rules are there before
 * it is switched on, and it is protected from being destroyed (`removalPolicy`): that would leave everything open.
 */
export class ClusterFirewall extends ClusterResource<ClusterFirewallProps, VirtualEnvironmentClusterFirewall> {
  private readonly list = new RuleList();

  constructor(scope: Construct, id: string, props: ClusterFirewallProps = {}) {
    super(scope, id, props, tableOf("proxmox_virtual_environment_cluster_firewall"), VirtualEnvironmentClusterFirewall);
    const { managementFrom = [] } = this.said;
    this.list.add(this, managementFrom.flatMap((from) => management.map((port) => Rule.accept(Port.tcp(port)).from(from).commented("management"))));
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
    const made = this.list.write(this, { provider: this.resource.provider });
    if (made !== undefined) this.resource.dependsOn = [dependable(made)];
    return this;
  }

  protected override problems({ enabled = true, input = "DROP" }: ClusterFirewallProps, exists: boolean): readonly string[] {
    const isOpen = !enabled || (exists && this.list.isEmpty);
    const closed = isOpen ? [] : management.filter((port) => (this.decisionOn(port) ?? (input === "ACCEPT" ? "accept" : "refuse")) === "refuse");
    const what = closed.map((port) => `${port} (${port === 22 ? "ssh" : "the API and the web interface"})`).join(" and ");
    return [
      ...this.list.problems,
      ...(closed.length === 0 ? [] : [`nothing lets port ${what} in, and you would be locked out; say managementFrom: ["10.0.0.0/24"], or a rule that accepts it before one that refuses it`]),
    ];
  }

  private decisionOn(port: number): ReturnType<RuleList["decisionOn"]> {
    const others = TerraformStack.of(this).node.findAll().filter((one): one is FirewallRules => one instanceof FirewallRules && one.isOfCluster && one.resource.provider === this.resource.provider);
    return [this.list, ...others].map((rules) => rules.decisionOn(port)).find((decision) => decision !== undefined);
  }
}
