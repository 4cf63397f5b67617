import { readAddresses, versionOf, wrongPorts } from "./addresses";
import { againstMacro, macroOf } from "./macros";
import { hasPorts, icmp6Types, icmpTypes, isIcmp, isProtocol } from "./names";
import { findsIn, type Firewall, type Rule } from "./text";

/** Where a rule is: it decides what one may say. */
export type RulePlace = "cluster" | "group" | "host" | "vm" | "ct" | "vnet";

const types: Readonly<Record<RulePlace, readonly string[]>> = {
  vm: ["in", "out", "group"],
  ct: ["in", "out", "group"],
  group: ["in", "out", "forward"],
  cluster: ["in", "out", "forward", "group"],
  host: ["in", "out", "forward", "group"],
  vnet: ["forward", "group"],
};

/** The sets of addresses that Proxmox VE makes of each vnet that runs. */
export const vnetSets = ["all", "gateway", "no-gateway", "dhcp"] as const;

export const setsOf = (vnets: Iterable<string>): ReadonlySet<string> => new Set([...vnets].flatMap((vnet) => vnetSets.map((one) => `${vnet}-${one}`)));

/** What a rule may name. */
export interface Known {
  readonly place: RulePlace;
  /** The rule's own file. */
  readonly own: Firewall;
  readonly cluster: Firewall;
  /** Sets that follow from vnets. */
  readonly sets: ReadonlySet<string>;
  /** Names of ports are not known here: each node has its own, in `/etc/services`. */
  readonly anyService?: true;
}

/** A rule with what follows from it. */
export interface CheckedRule {
  readonly rule: Rule;
  /** What is wrong with it, by setting. */
  readonly errors: Readonly<Record<string, string>>;
  /** Why Proxmox VE does not take the line at all. */
  readonly refused?: string;
}

const mixed = "detected mixed ipv4/ipv6 addresses in rule";

/** The rules that Proxmox VE takes, with what is wrong with each of them. */
export const checkRules = (rules: readonly Rule[], known: Known): readonly CheckedRule[] => rules.map((rule) => checkRule(rule, known)).filter(({ refused }) => refused === undefined);

export function checkRule(rule: Rule, known: Known): CheckedRule {
  const errors: Record<string, string> = {};
  const add = (key: string, words: string | undefined) => words !== undefined && (errors[key] ??= words);
  const versions = new Set<number>();
  const next: Record<string, string | number | undefined> = { ...rule };
  const text = (key: string) => (rule[key] === undefined || rule[key] === "" ? undefined : String(rule[key]));
  checkKind(rule, known.place, add);
  const iface = text("iface");
  if (iface !== undefined) {
    if (known.place === "group" || known.place === "vnet") add("type", "parameter -i not allowed for this rule type");
    if ((known.place === "vm" || known.place === "ct") && !/^net\d+$/.test(iface)) add("iface", "value does not match the regex pattern 'net\\d+'");
  }
  const macro = text("macro");
  if (macro !== undefined) {
    if (macroOf(macro) === undefined) add("macro", `unknown macro '${macro}'`);
    else next.macro = macroOf(macro);
  }
  const proto = text("proto");
  if (proto !== undefined && !isProtocol(proto)) add("proto", `unknown protocol '${proto}'`);
  if (proto === "icmp") versions.add(4);
  else if (proto !== undefined && isIcmp(proto)) versions.add(6);
  checkPorts(rule, proto, known.anyService === true, add);
  for (const key of ["source", "dest"] as const) {
    const value = text(key);
    if (value === undefined) continue;
    const read = readAddresses(value);
    if (typeof read === "string") add(key, read);
    else if (read !== undefined) versions.add(read);
    if (versions.size > 1) {
      add(key, mixed);
      versions.delete(Number(read));
    }
    const version = checkName(value, rule, known, (words) => add(key, words));
    if (version !== undefined && versions.size > 0 && !versions.has(version)) return { rule: next, errors, refused: mixed };
    if (version !== undefined) versions.add(version);
  }
  const [version] = versions;
  const against = macro === undefined || Object.keys(errors).length > 0 ? undefined : againstMacro(macro, rule, version);
  if (against !== undefined) add(against.key, `parameter '${against.key}' already define in macro (value = '${against.value}')`);
  delete next.ipversion;
  return { rule: { ...next, ...(version === undefined ? {} : { ipversion: version }) }, errors };
}

type Add = (key: string, words: string | undefined) => unknown;

function checkKind({ type, action }: Rule, place: RulePlace, add: Add): void {
  if (type === undefined) add("type", "missing property");
  if (action === undefined) add("action", "missing property");
  if (type === undefined) return;
  if (!types[place].includes(String(type))) add("type", `invalid rule type '${type}' for rule_env '${place}'`);
  if (type === "group") {
    if (place === "group") add("type", "security groups not allowed");
    if (action !== undefined && !/^[A-Za-z][A-Za-z0-9_-]+$/.test(String(action))) add("action", "invalid characters in security group name");
    return;
  }
  if (!["in", "out", "forward"].includes(String(type))) return void add("type", `unknown rule type '${type}'`);
  if (type === "forward" && action === "REJECT") add("action", "cannot define REJECT rules on forward chain");
  if (action !== undefined && !/^(ACCEPT|DROP|REJECT)$/.test(String(action))) add("action", `unknown action '${action}'`);
}

function checkPorts(rule: Rule, proto: string | undefined, anyService: boolean, add: Add): void {
  const icmp = proto !== undefined && isIcmp(proto);
  for (const key of ["dport", "sport"] as const) {
    const ports = rule[key];
    // Perl takes a port 0 for none.
    if (ports === undefined || ports === "" || String(ports) === "0") continue;
    add(key, wrongPorts(String(ports), key === "dport" && icmp, anyService));
    if (proto === undefined) add("proto", `missing property - '${key}' requires this property`);
    else if (!hasPorts(proto) && !(icmp && key === "dport")) add(key, `protocol '${proto}' does not support ports`);
  }
  const kind = rule["icmp-type"];
  if (kind === undefined || kind === "") return;
  if (!icmp) add("proto", "missing property - 'icmp-type' requires this property");
  if (rule.dport !== undefined) add("icmp-type", "'icmp-type' cannot be specified together with 'dport'");
  if (icmp && !(proto === "icmp" ? icmpTypes : icmp6Types).has(String(kind))) add("icmp-type", `invalid icmp-type '${kind}' for proto '${proto}'`);
}

/** What a set or an alias is about. */
function checkName(value: string, rule: Rule, { own, cluster, sets }: Known, add: (words: string) => unknown): 4 | 6 | undefined {
  if (value.startsWith("+")) {
    const [, name] = /^\+(?:guest\/|dc\/|sdn\/)?([A-Za-z][A-Za-z0-9_-]+)$/.exec(value) ?? [];
    if (name === undefined) add(`invalid ipset name '${value}'`);
    else if (![cluster, own].some((file) => findsIn(file, file.ipsets.get(name), rule)) && !sets.has(name)) add(`no such ipset '${name}'`);
    return undefined;
  }
  const [, scope, name] = /^(guest\/|dc\/)?([A-Za-z][A-Za-z0-9_-]+)$/.exec(value) ?? [];
  if (name === undefined) return undefined;
  const key = name.toLowerCase();
  const found = (file: Firewall) => (findsIn(file, file.aliases.get(key), rule) ? file.aliases.get(key) : undefined);
  const alias = (scope === "dc/" ? undefined : found(own)) ?? (scope === "guest/" ? undefined : found(cluster));
  if (!found(cluster) && !found(own)) add(`no such alias '${value}'`);
  return alias && versionOf(alias.cidr);
}
