import type { Construct } from "constructs";
import { formOfKinds } from "./check/form";
import { securityGroup as groupKind, text } from "./check/kind";
import { tableOf } from "./cluster-resource";
import { VirtualEnvironmentFirewallRules, type VirtualEnvironmentFirewallRulesConfig } from "./imports/virtual-environment-firewall-rules";
import { checkWord, sound } from "./managed";
import type { ISecurityGroup } from "./reference";
import type { FirewallRule, Rule } from "./rule";
import { decisionOf, problemsOfRules } from "./rule-check";
import { soundRules } from "./rule-form";
import { toBinding } from "./terraform";

/** The ports by which a cluster is administered: ssh, and the API with the web interface. */
export const management = [22, 8006];

/** How a security group is included. */
export interface GroupOptions {
  /**
   * Network card of the guest that it is about: `net0`.
   * @default - all
   */
  readonly interface?: string;
  /**
   * Notes.
   * @default - none
   */
  readonly comment?: string;
}

const form = formOfKinds<GroupOptions>({ interface: text, comment: text });

/** The rules of one firewall: each a rule, or a security group. */
export class RuleList {
  private written?: VirtualEnvironmentFirewallRules;
  private readonly entries: FirewallRule[] = [];

  add(owner: Construct, rules: readonly (Rule | FirewallRule)[]): void {
    this.entries.push(...soundRules(owner, rules));
  }

  addGroup(owner: Construct, securityGroup: ISecurityGroup | string, options: GroupOptions): void {
    checkWord(owner, "addGroup", groupKind, securityGroup);
    if (groupKind.takes(securityGroup)) this.entries.push({ securityGroup, ...sound(owner, form, options, "addGroup: ") });
  }

  get isEmpty(): boolean {
    return this.entries.length === 0;
  }

  get problems(): readonly string[] {
    return problemsOfRules(this.entries);
  }

  /** What the first rule about a port does to incoming connections to it; undefined if none is about it. */
  decisionOn(port: number): ReturnType<typeof decisionOf> {
    return firstDecision(this.entries, port);
  }

  /** Writes them for a place, once there are any; gives their resource when it is made. */
  write(scope: Construct, place: Omit<VirtualEnvironmentFirewallRulesConfig, "rule">): VirtualEnvironmentFirewallRules | undefined {
    const { rule } = toBinding(tableOf("proxmox_virtual_environment_firewall_rules"), { rules: this.entries }).config as unknown as Pick<VirtualEnvironmentFirewallRulesConfig, "rule">;
    if (this.written !== undefined) return void this.written.putRule(rule!);
    return this.isEmpty ? undefined : (this.written = new VirtualEnvironmentFirewallRules(scope, "Rules", { ...place, rule }));
  }
}

/** What the first of some rules that is about a port does, those of groups included where the code has them. */
export function firstDecision(rules: readonly FirewallRule[], port: number): ReturnType<typeof decisionOf> {
  const all = rules.flatMap((one) => (one.enabled === false ? [] : one.securityGroup === undefined ? [one] : rulesOf(one.securityGroup)));
  return all.map((one) => decisionOf(one, port)).find((decision) => decision !== undefined);
}

const rulesOf = (group: ISecurityGroup | string): readonly FirewallRule[] => (group as { readonly rules?: readonly FirewallRule[] }).rules ?? [];
