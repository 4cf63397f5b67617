import type { Construct } from "constructs";
import type { Block } from "../lib/schema/row";
import { formOf } from "./check/form";
import { listOf, made, object, type Kind } from "./check/kind";
import { formOfTable } from "./check/table-form";
import { tableOf } from "./cluster-resource";
import { checkWord } from "./managed";
import type { Rule, FirewallRule } from "./rule";

const rule = made<Rule>("a rule such as Rule.accept(Port.tcp(443))", "Rule.accept(Port.tcp(443))", "toProps");
const block = (): Block => tableOf("proxmox_virtual_environment_firewall_rules").rows.find((member): member is Block => member.prop === "rules")!;
const plain = object<FirewallRule>(formOfTable(block().rows, formOf(new Map())), rule);

/** A rule in the props of others: one that `Rule` makes, or plain data. */
export const ruleKind: Kind<Rule | FirewallRule> = { ...plain, expected: rule.expected, example: rule.example, takes: (value) => typeof value === "object" && value !== null } as Kind<Rule | FirewallRule>;
export const ruleKinds = listOf(ruleKind, "rules");

/** Those of some rules that are rules, as plain data; the others are mistakes of their owner. */
export function soundRules(owner: Construct, rules: readonly (Rule | FirewallRule)[]): readonly FirewallRule[] {
  return rules.flatMap((one) => {
    if (ruleKind.takes(one)) return [plainRule(one)];
    checkWord(owner, "rules", ruleKind, one);
    return [];
  });
}

/** A rule as plain data. */
export const plainRule = (one: Rule | FirewallRule): FirewallRule => ("toProps" in one ? one.toProps() : one);
