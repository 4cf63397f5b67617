import { clusterFirewall, firewallOf, knownTo, places, saveFirewall, type FirewallPlace } from "../firewall/place";
import { macroOf, macros } from "../../lib/pve/firewall/macros";
import { checkRules, type RulePlace } from "../../lib/pve/firewall/rule";
import type { Firewall, Rule } from "../../lib/pve/firewall/text";
import { digestOfList, withDigest } from "../firewall/digest";
import { assertRule } from "../firewall/rule";
import { formatted, integer, oneOf, required, text } from "../parameter";
import { failed, invalid } from "../refusal";
import { given, needs, type Call, type Need, type Route } from "../route";
import { splitList } from "../schema/format";
import type { Properties } from "../schema/property";
import { assertDigest } from "../section/change";

export const logLevels = "emerg alert crit err warning notice info debug nolog".split(" ");
const fields: Properties = {
  pos: integer(0),
  digest: { ...text, maxLength: 64 },
  type: oneOf("in", "out", "forward", "group"),
  action: { ...text, pattern: "[A-Za-z][A-Za-z0-9\\-_]+", minLength: 2, maxLength: 20 },
  macro: { ...text, maxLength: 128 },
  iface: { ...formatted("pve-iface-or-empty"), maxLength: 20 },
  source: { ...formatted("pve-fw-addr-spec"), maxLength: 512 },
  dest: { ...formatted("pve-fw-addr-spec"), maxLength: 512 },
  proto: formatted("pve-fw-protocol-spec"),
  enable: integer(0),
  log: oneOf(...logLevels),
  sport: formatted("pve-fw-sport-spec"),
  dport: formatted("pve-fw-dport-spec"),
  comment: text,
  "icmp-type": formatted("pve-fw-icmp-type-spec"),
};
const settings = Object.keys(fields).filter((name) => name !== "pos" && name !== "digest");

/** A list of rules: where it is, and how to get and set it. */
interface RuleList {
  readonly at: string;
  readonly place: RulePlace;
  readonly read: { readonly needs?: Need };
  readonly write: { readonly needs?: Need };
  readonly demand?: FirewallPlace["demand"];
  readonly file: (call: Call) => string;
  readonly rulesOf: (firewall: Firewall, call: Call) => readonly Rule[];
  readonly withRules: (firewall: Firewall, call: Call, rules: readonly Rule[]) => Firewall;
}

const groupOf = (call: Call) => given(call, "group");

const groupRules: RuleList = {
  at: "/cluster/firewall/groups/{group}",
  place: "group",
  read: needs("/", "Sys.Audit"),
  write: needs("/", "Sys.Modify"),
  file: () => "firewall/cluster.fw",
  rulesOf: ({ groups }, call) => {
    const found = groups.get(groupOf(call));
    if (!found) throw failed(`no such security group '${groupOf(call)}'`);
    return found.rules;
  },
  withRules: (firewall, call, rules) => ({ ...firewall, groups: new Map([...firewall.groups, [groupOf(call), { ...firewall.groups.get(groupOf(call)), rules }]]) }),
};

const lists: readonly RuleList[] = [
  groupRules,
  ...places.map((place): RuleList => ({ ...place, at: `${place.at}/rules`, rulesOf: ({ rules }) => rules, withRules: (firewall, _, rules) => ({ ...firewall, rules }) })),
];

export const firewallRuleRoutes: readonly Route[] = [
  { method: "GET", path: "/cluster/firewall/macros", run: () => macros.map((macro) => ({ macro, descr: macro })) },
  ...lists.flatMap(routesOf),
];

function routesOf(list: RuleList): Route[] {
  const { at, read, write, demand } = list;
  const guarded = (run: (call: Call, list: RuleList) => unknown, ...anyOf: readonly string[]) => (call: Call) => {
    demand?.(call, ...anyOf);
    return run(call, list);
  };
  const [looking, changing] = [["SDN.Audit", "SDN.Allocate"], ["SDN.Allocate"]];
  return [
    { method: "GET", path: at, ...read, run: guarded(listRules, ...looking) },
    { method: "GET", path: `${at}/{pos}`, ...read, takes: { pos: required(fields.pos!) }, run: guarded(readRule, ...looking) },
    { method: "POST", path: at, ...write, takes: { ...fields, type: required(fields.type!), action: required(fields.action!) }, run: guarded(createRule, ...changing) },
    { method: "PUT", path: `${at}/{pos}`, ...write, takes: { ...fields, pos: required(fields.pos!), moveto: integer(0), delete: formatted("pve-configid-list") }, run: guarded(updateRule, ...changing) },
    { method: "DELETE", path: `${at}/{pos}`, ...write, takes: { pos: required(fields.pos!), digest: fields.digest! }, run: guarded(deleteRule, ...changing) },
  ];
}

function load(call: Call, list: RuleList) {
  const firewall = firewallOf(call.cluster, list.file(call));
  const known = knownTo(call.cluster, list.place, list.place === "group" ? clusterFirewall(call.cluster) : firewall);
  const checked = checkRules(list.rulesOf(firewall, call), known);
  return { firewall, known, checked, rules: checked.map(({ rule }) => rule) };
}

/** The rules with their digest, and with what is wrong with them. */
function described(call: Call, list: RuleList) {
  const { rules, checked } = load(call, list);
  return withDigest(rules).map((rule, pos) => ({ ...rule, ...(Object.keys(checked[pos]!.errors).length > 0 ? { errors: checked[pos]!.errors } : {}) }));
}

function listRules(call: Call, list: RuleList) {
  return described(call, list).map((rule, pos) => ({ ...rule, pos }));
}

function at(call: Call, rules: readonly unknown[]): number {
  const pos = Number(call.given.pos);
  if (pos >= rules.length) throw failed(`no rule at position ${pos}`);
  return pos;
}

function readRule(call: Call, list: RuleList) {
  const rules = described(call, list);
  // The position is what is in the address: text.
  return { ...rules[at(call, rules)]!, pos: String(call.given.pos) };
}

/** The rule with what was sent; an empty text takes a setting away. */
function withSent(rule: Rule, { given: sent }: Call): Rule {
  const next: Record<string, string | number | undefined> = { ...rule };
  for (const key of settings) {
    const value = sent[key];
    if (value === undefined || value === null) continue;
    if (value === "" || value === "-") delete next[key];
    else next[key] = key === "enable" ? Number(value) : String(value);
  }
  return next;
}

const bare = ({ ipversion: _, ...rule }: Rule): Rule => rule;

function save(call: Call, list: RuleList, firewall: Firewall, rules: readonly Rule[]): null {
  return saveFirewall(call.cluster, list.file(call), list.withRules(firewall, call, rules.map(bare)));
}

/** A new rule comes first, wherever it was wanted. */
function createRule(call: Call, list: RuleList): null {
  const { firewall, known, rules } = load(call, list);
  const rule = assertRule(withSent({}, call), known);
  const { macro } = rule;
  const named = macro === undefined ? rule : { ...rule, macro: macroOf(String(macro)) };
  return save(call, list, firewall, [{ ...named, enable: call.given.enable === undefined ? 0 : Number(call.given.enable) }, ...rules]);
}

function updateRule(call: Call, list: RuleList): null {
  const { firewall, known, rules } = load(call, list);
  assertDigest(call, digestOfList(rules));
  const pos = at(call, rules);
  const rule = rules[pos]!;
  const others = rules.filter((_, index) => index !== pos);
  const { moveto } = call.given;
  if (moveto !== undefined && Number(moveto) !== pos) {
    // Before the rule that is there now.
    const to = Number(moveto) > pos ? Number(moveto) - 1 : Number(moveto);
    return save(call, list, firewall, [...others.slice(0, to), rule, ...others.slice(to)]);
  }
  const next: Record<string, unknown> = { ...withSent(bare(rule), call) };
  for (const key of splitList(given(call, "delete"))) {
    if (!Object.hasOwn(fields, key)) throw invalid({ delete: `no such property ('${key}')` });
    if (key === "type" || key === "action") throw invalid({ delete: `unable to delete required property '${key}'` });
    delete next[key];
  }
  const checked = assertRule(next as Rule, known);
  return save(call, list, firewall, rules.map((one, index) => (index === pos ? checked : one)));
}

function deleteRule(call: Call, list: RuleList): null {
  const { firewall, rules } = load(call, list);
  assertDigest(call, digestOfList(rules));
  const pos = at(call, rules);
  return save(call, list, firewall, rules.filter((_, index) => index !== pos));
}
