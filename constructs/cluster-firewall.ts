import { dependable } from "cdktf";
import { Construct } from "constructs";
import { formOfKinds } from "./check/form";
import { amount, flag, listOf, object, oneOf, text, type Kind } from "./check/kind";
import { Ledger } from "./check/ledger";
import { policy, type FirewallPolicy } from "./guest-firewall";
import { VirtualEnvironmentClusterFirewall } from "./imports/virtual-environment-cluster-firewall";
import { managed, managedForm, sound, type ManagedOptions } from "./managed";
import { Port } from "./port";
import { Rule, type IAddresses } from "./rule";
import { management, RuleList, type GroupOptions } from "./rule-list";
import { problemsOfRules, rule, type ISecurityGroup } from "./security-group";

/** How often what is dropped is logged. */
export interface FirewallLogLimit {
  /** Limits it. Terraform: `log_ratelimit.enabled`. @default true */
  readonly enabled?: boolean;
  /** How many are logged before the rate counts. Terraform: `log_ratelimit.burst`. @default 5 */
  readonly burst?: number;
  /** How often afterwards: `1/second`. Terraform: `log_ratelimit.rate`. @default "1/second" */
  readonly rate?: string;
}

/** The firewall of the cluster. */
export interface ClusterFirewallProps extends ManagedOptions {
  /**
   * Switches the firewall on, for the nodes and for every guest that has one.
   * Proxmox VE: `enable`. Terraform: `enabled`.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * From where nodes are administered: lets the ports 22 and 8006 in, before all other rules. Without it, `rules` must.
   * @default - from nowhere
   */
  readonly managementFrom?: readonly (IAddresses | string)[];
  /**
   * Rules for traffic of the nodes, in their order.
   * Proxmox VE: `rules`. Terraform: `proxmox_virtual_environment_firewall_rules`.
   * @default - none
   */
  readonly rules?: readonly Rule[];
  /**
   * What becomes of incoming traffic that no rule is about.
   * Proxmox VE: `policy_in`. Terraform: `input_policy`.
   * @default "drop"
   */
  readonly input?: FirewallPolicy;
  /**
   * What becomes of outgoing traffic that no rule is about.
   * Proxmox VE: `policy_out`. Terraform: `output_policy`.
   * @default "accept"
   */
  readonly output?: FirewallPolicy;
  /**
   * What becomes of traffic that nodes pass on, and that no rule is about.
   * Proxmox VE: `policy_forward`. Terraform: `forward_policy`.
   * @default "accept"
   */
  readonly forward?: "accept" | "drop";
  /**
   * Filters what is not IP, too.
   * Proxmox VE: `ebtables`. Terraform: `ebtables`.
   * @default true
   */
  readonly ebtables?: boolean;
  /**
   * How often what is dropped is logged.
   * Proxmox VE: `log_ratelimit`. Terraform: `log_ratelimit`.
   * @default - once in a second
   */
  readonly logLimit?: FirewallLogLimit;
}

const addresses: Kind<IAddresses | string> = {
  expected: () => 'an IpSet, an Alias, or an address such as "10.0.0.0/24"',
  takes: (value) => typeof value === "string" || (typeof value === "object" && value !== null && typeof (value as Partial<IAddresses>).addresses === "string"),
  example: () => '"10.0.0.0/24"',
};
const logLimit = object<FirewallLogLimit>(formOfKinds<FirewallLogLimit>({ enabled: flag, burst: amount, rate: text }));
const form = managedForm<ClusterFirewallProps>({ enabled: flag, managementFrom: listOf(addresses, "addresses"), rules: listOf(rule, "rules"), input: policy, output: policy, forward: oneOf("accept", "drop"), ebtables: flag, logLimit });

/**
 * The firewall of the cluster, which switches on those of nodes and guests. There is one for each cluster.
 *
 * It refuses to lock you out: where it is enabled and drops what no rule is about, something must let the ports 22 and 8006 in. Its rules
 * are there before it is switched on, and it is protected from being destroyed (`removalPolicy`): that would leave everything open.
 */
export class ClusterFirewall extends Construct {
  /** The provider's resource underneath. */
  readonly resource: VirtualEnvironmentClusterFirewall;
  private readonly list = new RuleList();
  private readonly said: ClusterFirewallProps;

  constructor(scope: Construct, id: string, given: ClusterFirewallProps = {}) {
    super(scope, id);
    const props = sound(this, form, given);
    this.said = props;
    const { enabled = true, input = "drop", output, forward, ebtables, logLimit: limit } = props;
    const config = { enabled, inputPolicy: input.toUpperCase(), outputPolicy: output?.toUpperCase(), forwardPolicy: forward?.toUpperCase(), ebtables, logRatelimit: limit };
    this.resource = new VirtualEnvironmentClusterFirewall(this, "Default", managed(config, props, "protect"));
    this.addRule(...(props.managementFrom ?? []).flatMap((from) => management.map((port) => Rule.accept(Port.tcp(port)).from(from).commented("management"))), ...(props.rules ?? []));
    Ledger.of(this).add({ construct: this, problems: () => [...problemsOfRules(this.list.own), ...this.lockouts()] });
  }

  /** Adds rules behind those that it has. The first that fits decides. */
  addRule(...rules: readonly Rule[]): this {
    this.list.add(this, rules);
    return this.write();
  }

  /** Includes the rules of a security group. */
  addGroup(group: ISecurityGroup, options: GroupOptions = {}): this {
    this.list.addGroup(group, options);
    return this.write();
  }

  private write(): this {
    const made = this.list.write(this, { provider: this.said.provider });
    if (made !== undefined) this.resource.dependsOn = [dependable(made)];
    return this;
  }

  /** The ports of the administration that could not be reached any more. */
  private lockouts(): readonly string[] {
    const { enabled = true, input = "drop" } = this.said;
    if (!enabled) return [];
    const closed = management.filter((port) => (this.list.decisionOn(port) ?? (input === "accept" ? "accept" : "refuse")) === "refuse");
    if (closed.length === 0) return [];
    const what = closed.map((port) => `${port} (${port === 22 ? "ssh" : "the API and the web interface"})`).join(" and ");
    return [`nothing lets port ${what} in, and you would be locked out; say managementFrom: ["10.0.0.0/24"], or a rule that accepts it before one that refuses it`];
  }
}
