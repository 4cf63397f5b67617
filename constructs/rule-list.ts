import { Lazy, type IResolveContext, type TerraformIterator } from "cdktf";
import type { Construct } from "constructs";
import { toTerraform } from "../lib/schema/props";
import { formOfKinds } from "./check/form";
import { securityGroup as groupKind, text } from "./check/kind";
import { tableOf } from "./cluster-resource";
import { VirtualEnvironmentFirewallRules, type VirtualEnvironmentFirewallRulesConfig } from "./imports/virtual-environment-firewall-rules";
import { checkNamed, checkWord, sound } from "./managed";
import type { ISecurityGroup } from "./reference";
import type { FirewallRule, Rule } from "./rule";
import { decisionOf, problemsOfRules } from "./rule-check";
import { soundRules } from "./rule-form";
import { toBinding } from "./terraform";
import { asData } from "./text";
import { asWord } from "./token";

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
  /** Which of the entries stand for as many rules as an iterator has elements. */
  private readonly iterators = new Map<FirewallRule, TerraformIterator>();

  /** Adds rules; with an iterator each stands for as many as that has elements. */
  add(owner: Construct, rules: readonly (Rule | FirewallRule)[], iterator?: TerraformIterator): void {
    const added = soundRules(owner, rules).map((one) => ({ ...one }));
    this.entries.push(...added);
    checkNamed(owner, { rules: added }, undefined, table().rows);
    if (iterator !== undefined) for (const one of added) this.iterators.set(one, iterator);
  }

  addGroup(owner: Construct, group: ISecurityGroup | string, options: GroupOptions): void {
    const securityGroup = asWord(group);
    checkWord(owner, "addGroup", groupKind, securityGroup);
    checkNamed(owner, { addGroup: securityGroup });
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
    const decisions = this.entries.map((one) => {
      const decision = firstDecision([one], port);
      // An iterator may have no elements: none of its rules lets anybody in for sure.
      return this.iterators.has(one) && decision === "accept" ? undefined : decision;
    });
    return decisions.find((decision) => decision !== undefined);
  }

  /** Writes them for a place, once there are any; gives their resource when it is made. */
  write(scope: Construct, place: Omit<VirtualEnvironmentFirewallRulesConfig, "rule">): VirtualEnvironmentFirewallRules | undefined {
    if (this.isEmpty) return undefined;
    const before = this.written;
    const rules = (this.written ??= new VirtualEnvironmentFirewallRules(scope, "Rules", place));
    if (this.iterators.size === 0) rules.putRule(toBinding(table(), { rules: this.entries }).config.rule as never);
    else {
      rules.resetRule();
      // Beside each other, Terraform would read the blocks of an iterator before all others: in one list rules keep their order.
      const blocks = toTerraform(table(), { rules: this.entries } as never).rule as readonly object[];
      rules.addOverride("dynamic", { rule: blocks.map((one, at) => repeatedBlock(asData(one as never) as object, this.iterators.get(this.entries[at]!))) });
    }
    return before === undefined ? rules : undefined;
  }
}

const table = () => tableOf("proxmox_virtual_environment_firewall_rules");

/** A block for each element of an iterator; without one, a single block. */
const repeatedBlock = (content: object, iterator: TerraformIterator | undefined): object =>
  iterator === undefined ? { for_each: [true], content } : Lazy.anyValue({
    produce: (context: IResolveContext) => {
      context.iteratorContext = "DYNAMIC_BLOCK";
      return { for_each: iterator._getForEachExpression(), iterator: "each", content: context.resolve(content) as object };
    },
  });

/** What the first of some rules that is about a port does, those of groups included where the code has them. */
export function firstDecision(rules: readonly FirewallRule[], port: number): ReturnType<typeof decisionOf> {
  const all = rules.flatMap((one) => (one.enabled === false ? [] : one.securityGroup === undefined ? [one] : rulesOf(one.securityGroup)));
  return all.map((one) => decisionOf(one, port)).find((decision) => decision !== undefined);
}

const rulesOf = (group: ISecurityGroup | string): readonly FirewallRule[] => (group as { readonly rules?: readonly FirewallRule[] }).rules ?? [];
