import type { Construct } from "constructs";
import { VirtualEnvironmentFirewallRules, type VirtualEnvironmentFirewallRulesConfig } from "./imports/virtual-environment-firewall-rules";
import { rule } from "./security-group";
import { checkWord } from "./managed";
import type { ISecurityGroup } from "./security-group";
import type { Rule, RuleBlock } from "./rule";
import { dataOf } from "./text";

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

/** The rules of one firewall: each a rule, or a security group. */
export class RuleList {
  private written?: VirtualEnvironmentFirewallRules;
  private readonly entries: (Rule | { readonly group: ISecurityGroup; readonly options: GroupOptions })[] = [];

  add(owner: Construct, rules: readonly Rule[]): void {
    for (const one of rules) {
      if (rule.takes(one)) this.entries.push(one);
      else checkWord(owner, "rules", rule, one);
    }
  }

  addGroup(group: ISecurityGroup, options: GroupOptions): void {
    this.entries.push({ group, options });
  }

  /** Every rule, those of groups included where the code has them. */
  get rules(): readonly Rule[] {
    return this.entries.flatMap((entry) => ("group" in entry ? (entry.group.rules ?? []) : [entry]));
  }

  get own(): readonly Rule[] {
    return this.entries.filter((entry): entry is Rule => !("group" in entry));
  }

  /** What the first rule about a port does to incoming connections to it; undefined if none is about it. */
  decisionOn(port: number): ReturnType<Rule["decides"]> {
    return this.rules.map((one) => one.decides(port)).find((decision) => decision !== undefined);
  }

  /** Writes them for a place, once there are any; gives their resource when it is made. */
  write(scope: Construct, place: Omit<VirtualEnvironmentFirewallRulesConfig, "rule">): VirtualEnvironmentFirewallRules | undefined {
    const blocks = this.toBlocks().map((block) => dataOf(block));
    if (this.written !== undefined) return void this.written.putRule(blocks);
    return blocks.length === 0 ? undefined : (this.written = new VirtualEnvironmentFirewallRules(scope, "Rules", { ...place, rule: blocks }));
  }

  private toBlocks(): RuleBlock[] {
    return this.entries.map((entry) => ("group" in entry ? { securityGroup: entry.group.securityGroupName, iface: entry.options.interface, comment: entry.options.comment } : entry.toBlock()));
  }
}
