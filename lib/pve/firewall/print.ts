import type { Firewall, Rule } from "./text";

const isFilled = (text: string | undefined): text is string => text !== undefined && text !== "";

/** Writes the file as Proxmox VE does; nothing where it says nothing. */
export function printFirewall({ options, aliases, ipsets, rules, groups }: Firewall): string {
  const block = (head: string, lines: readonly string[]) => `${head}\n\n${lines.map((line) => `${line}\n`).join("")}\n`;
  const titled = (head: string, comment: string | undefined) => (isFilled(comment) ? `${head} # ${comment}` : head);
  const blocks: string[] = [];
  if (Object.keys(options).length > 0) blocks.push(block("[OPTIONS]", Object.entries(options).map(([key, value]) => `${key}: ${value}`)));
  if (aliases.size > 0) blocks.push(block("[ALIASES]", byName(aliases).map(([, { name, cidr, comment }]) => titled(`${name} ${cidr}`, comment))));
  for (const [name, { comment, entries }] of byName(ipsets)) {
    const lines = [...entries].sort((a, b) => (a.cidr < b.cidr ? -1 : 1)).map((one) => titled(`${one.nomatch ? "!" : ""}${one.cidr}`, one.comment));
    blocks.push(block(titled(`[IPSET ${name}]`, comment), lines));
  }
  if (rules.length > 0) blocks.push(block("[RULES]", rules.map((rule) => printRule(rule, true))));
  for (const [name, { comment, rules: own }] of byName(groups)) blocks.push(block(titled(`[group ${name}]`, comment), own.map((rule) => printRule(rule, false))));
  return blocks.join("");
}

const byName = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

function printRule(rule: Rule, withInterface: boolean): string {
  const { type, action, macro, comment } = rule;
  const flags: readonly (readonly [flag: string, key: string])[] = [["source", "source"], ["dest", "dest"], ["p", "proto"], ["dport", "dport"], ["sport", "sport"], ["log", "log"], ["icmp-type", "icmp-type"]];
  const said = type === "group" ? [] : flags.flatMap(([flag, key]) => (rule[key] === undefined || rule[key] === "" ? [] : [`-${flag} ${rule[key]}`]));
  const words = [String(type).toUpperCase(), macro === undefined ? String(action) : `${macro}(${action})`, ...(withInterface && rule.iface !== undefined ? [`-i ${rule.iface}`] : []), ...said];
  return `${rule.enable === 0 ? "|" : ""}${words.join(" ")}${typeof comment === "string" && comment.trim() !== "" ? ` # ${comment}` : ""}`;
}
