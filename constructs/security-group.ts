import type { IResolvable } from "cdktf";
import type { Construct } from "constructs";
import type { Props } from "../lib/schema/props";
import { text, type Form, type Kind } from "./check/kind";
import { ClusterResource, optionsWith, tableOf, type ClusterOptions } from "./cluster-resource";
import { nothingToAdd } from "./dynamic";
import type { SecurityGroupProperties } from "./generated/security-group-properties";
import { VirtualEnvironmentClusterFirewallSecurityGroup, type VirtualEnvironmentClusterFirewallSecurityGroupConfig } from "./imports/virtual-environment-cluster-firewall-security-group";
import { checkManaged, checkWord } from "./managed";
import { isOdd, type ISecurityGroup } from "./reference";
import type { FirewallRule, Rule } from "./rule";
import { problemsOfRules } from "./rule-check";
import { plainRule, ruleKinds, soundRules } from "./rule-form";
import { toBinding } from "./terraform";

/** What a security group says in words of its own. */
interface SecurityGroupOptions extends ClusterOptions {
  /**
   * Its rules, in their order: the first that fits decides. An iterator may make them: `iterator.dynamic({ direction: "in", … })`.
   * Proxmox VE: `list`. Terraform: `rule`.
   * @default - none: `addRule` adds some
   */
  readonly rules?: readonly (Rule | FirewallRule)[] | IResolvable;
}

/** Rules under one name. */
export interface SecurityGroupProps extends Omit<SecurityGroupProperties, "rules">, SecurityGroupOptions {}

const table = tableOf("proxmox_virtual_environment_cluster_firewall_security_group");
const ownOptions = optionsWith<SecurityGroupOptions>({ rules: ruleKinds as Kind<NonNullable<SecurityGroupOptions["rules"]>> });

/**
 * Rules under one name, which firewalls of guests, of nodes and of the cluster include: `vm.firewall.addGroup(web)`. It is protected from
 * being destroyed (`removalPolicy`).
 */
export class SecurityGroup extends ClusterResource<SecurityGroupProperties, VirtualEnvironmentClusterFirewallSecurityGroup> implements ISecurityGroup {
  /** Refers to a security group that is not managed here. */
  static fromName(scope: Construct, securityGroupName: string): ISecurityGroup {
    checkWord(scope, "SecurityGroup.fromName", text, securityGroupName);
    return { securityGroupName };
  }

  private readonly all: FirewallRule[];

  constructor(scope: Construct, id: string, props: SecurityGroupProps = {}) {
    super(scope, id, props as SecurityGroupProperties & ClusterOptions, table, VirtualEnvironmentClusterFirewallSecurityGroup);
    this.all = [...(this.said.rules ?? [])];
  }

  protected override get ownOptions(): Form {
    return ownOptions;
  }

  protected override inTable({ rules, ...said }: Props): Props {
    return rules === undefined ? said : { ...said, rules: (rules as unknown as readonly (Rule | FirewallRule)[]).map(plainRule) as never };
  }

  protected override problems({ name }: SecurityGroupProperties, exists: boolean): readonly string[] {
    const odd = isOdd(name, /^[A-Za-z][A-Za-z0-9_-]{1,17}$/) ? [`name is ${JSON.stringify(name)}, which Proxmox VE refuses; say a letter, then up to 17 letters, digits, - _`] : [];
    return exists ? [] : [...odd, ...problemsOfRules(this.all)];
  }

  /** Its name in the cluster. */
  get securityGroupName(): string {
    return this.resource.name;
  }

  /** Its rules, in their order; none where an iterator makes them. */
  get rules(): readonly FirewallRule[] {
    return this.lists.iterators.has("rules") ? [] : this.all;
  }

  /** Adds rules behind those that it has. */
  addRule(...rules: readonly (Rule | FirewallRule)[]): this {
    if (this.lists.iterators.has("rules")) {
      checkManaged(this, nothingToAdd("rules"));
      return this;
    }
    this.all.push(...soundRules(this, rules));
    const { rule } = toBinding(table, { rules: this.all }).config as unknown as Pick<VirtualEnvironmentClusterFirewallSecurityGroupConfig, "rule">;
    this.resource.putRule(rule!);
    return this;
  }
}
