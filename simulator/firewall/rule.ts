import { checkRule, type Known } from "../../lib/pve/firewall/rule";
import type { Rule } from "../../lib/pve/firewall/text";
import { failed, invalid } from "../refusal";

/** Refuses a rule that is wrong with the first thing that is. */
export function assertRule(rule: Rule, known: Known): Rule {
  const { rule: checked, errors, refused } = checkRule(rule, known);
  const [first] = Object.entries(errors);
  if (first) throw invalid({ [first[0]]: first[1] });
  if (refused !== undefined) throw failed(refused);
  return checked;
}
