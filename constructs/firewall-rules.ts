import type { IResolvable } from "cdktf";
import type { Construct } from "constructs";
import type { Props } from "../lib/schema/props";
import type { Form, Kind } from "./check/kind";
import { ClusterResource, optionsWith, tableOf, type ClusterOptions } from "./cluster-resource";
import type { FirewallRulesProperties } from "./generated/firewall-rules-properties";
import { VirtualEnvironmentFirewallRules } from "./imports/virtual-environment-firewall-rules";
import type { FirewallRule, Rule } from "./rule";
import { problemsOfRules } from "./rule-check";
import { plainRule, ruleKinds } from "./rule-form";
import { firstDecision } from "./rule-list";

/** What firewall rules say in words of their own. */
interface FirewallRulesOptions extends ClusterOptions {
  /**
   * The rules, in their order: the first that fits decides. An iterator may make them: `iterator.dynamic({ direction: "in", … })`.
   * Proxmox VE: `list`. Terraform: `rule`.
   * @default - none
   */
  readonly rules?: readonly (Rule | FirewallRule)[] | IResolvable;
}

/** Firewall rules of one place. */
export interface FirewallRulesProps extends Omit<FirewallRulesProperties, "rules">, FirewallRulesOptions {}

const ownOptions = optionsWith<FirewallRulesOptions>({ rules: ruleKinds as Kind<NonNullable<FirewallRulesOptions["rules"]>> });

/** The firewall rules of the cluster, of a node, or of a guest: all of them, in their order. It is protected from being destroyed (`removalPolicy`). */
export class FirewallRules extends ClusterResource<FirewallRulesProperties, VirtualEnvironmentFirewallRules> {
  constructor(scope: Construct, id: string, props: FirewallRulesProps = {}) {
    super(scope, id, props as FirewallRulesProperties & ClusterOptions, tableOf("proxmox_virtual_environment_firewall_rules"), VirtualEnvironmentFirewallRules);
  }

  protected override get ownOptions(): Form {
    return ownOptions;
  }

  protected override inTable({ rules, ...said }: Props): Props {
    return rules === undefined ? said : { ...said, rules: (rules as unknown as readonly (Rule | FirewallRule)[]).map(plainRule) as never };
  }

  protected override problems(said: FirewallRulesProperties, exists: boolean): readonly string[] {
    return [...problemsOfPlace(said), ...(exists ? [] : problemsOfRules(said.rules ?? []))];
  }

  /** @internal They are those of the cluster. */
  get isOfCluster(): boolean {
    const { node, virtualMachine, container } = this.said;
    return [node, virtualMachine, container].every((one) => one === undefined);
  }

  /** @internal What the first of them that is about a port does to incoming connections to it. */
  decisionOn(port: number): ReturnType<typeof firstDecision> {
    return this.lists.iterators.has("rules") ? undefined : firstDecision(this.said.rules ?? [], port);
  }
}

/** What is wrong with whose firewall it is. */
export function problemsOfPlace({ virtualMachine, container, node }: Pick<FirewallRulesProperties, "virtualMachine" | "container" | "node">): readonly string[] {
  const guests = [virtualMachine, container].filter((one) => one !== undefined).length;
  return guests > 1 ? ["both virtualMachine and container are said; say one"] : guests === 1 && node === undefined ? ["node is missing; say where the guest is"] : [];
}
