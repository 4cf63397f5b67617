import type { Construct } from "constructs";
import { rule } from "./security-group";
import { checkWord } from "./managed";
import type { ISecurityGroup } from "./security-group";
import type { Rule, RuleBlock } from "./rule";

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

  get isEmpty(): boolean {
    return this.entries.length === 0;
  }

  /** Every rule, those of groups included where the code has them. */
  get rules(): readonly Rule[] {
    return this.entries.flatMap((entry) => ("group" in entry ? (entry.group.rules ?? []) : [entry]));
  }

  get own(): readonly Rule[] {
    return this.entries.filter((entry): entry is Rule => !("group" in entry));
  }

  toBlocks(): RuleBlock[] {
    return this.entries.map((entry) => ("group" in entry ? { securityGroup: entry.group.securityGroupName, iface: entry.options.interface, comment: entry.options.comment } : entry.toBlock()));
  }
}
