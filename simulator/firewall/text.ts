import { createHash } from "node:crypto";
import { bytesOf } from "../../lib/pve/bytes";

/** A rule by its settings: `type`, `action`, `enable`, and what it is about. */
export type Rule = Readonly<Record<string, string | number | undefined>>;

export interface Alias {
  readonly name: string;
  readonly cidr: string;
  readonly comment?: string;
}

export interface SetEntry {
  readonly cidr: string;
  readonly nomatch?: 1;
  readonly comment?: string;
}

export interface IpSet {
  readonly comment?: string;
  readonly entries: readonly SetEntry[];
}

export interface Group {
  readonly comment?: string;
  readonly rules: readonly Rule[];
}

/** What a `*.fw` file says. */
export interface Firewall {
  readonly options: Readonly<Record<string, string | number>>;
  /** By name in lower case. */
  readonly aliases: ReadonlyMap<string, Alias>;
  readonly ipsets: ReadonlyMap<string, IpSet>;
  readonly rules: readonly Rule[];
  readonly groups: ReadonlyMap<string, Group>;
}

const isFilled = (text: string | undefined): text is string => text !== undefined && text !== "";

/** The comment at the end of a line. */
function split(line: string): readonly [line: string, comment?: string] {
  const at = line.indexOf("#");
  return at < 0 ? [line] : [line.slice(0, at), line.slice(at + 1).trim()];
}

export function parseFirewall(text: string): Firewall {
  const options: Record<string, string | number> = {};
  const aliases = new Map<string, Alias>();
  const ipsets = new Map<string, { comment?: string; entries: SetEntry[] }>();
  const rules: Rule[] = [];
  const groups = new Map<string, { comment?: string; rules: Rule[] }>();
  let read: ((line: string) => void) | undefined;
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const [, section, name = "", comment] = /^\[(options|aliases|rules|group|ipset)(?:\s+(\S+))?\]\s*(?:#\s*(.*?)\s*)?$/i.exec(line) ?? [];
    const key = name.toLowerCase();
    const own = isFilled(comment) ? { comment } : {};
    if (section === undefined) read?.(line);
    else if (/^options$/i.test(section)) read = (one) => readOption(options, one);
    else if (/^aliases$/i.test(section)) read = (one) => readAlias(aliases, one);
    else if (/^rules$/i.test(section)) read = (one) => readRule(rules, one);
    else if (!/^[a-z][a-z0-9_-]+$/.test(key)) read = undefined;
    else if (/^group$/i.test(section)) {
      const group = { ...own, rules: [] as Rule[] };
      groups.set(key, group);
      read = (one) => readRule(group.rules, one);
    } else {
      const set = { ...own, entries: [] as SetEntry[] };
      ipsets.set(key, set);
      read = (one) => readEntry(set.entries, one);
    }
  }
  return { options, aliases, ipsets, rules, groups };
}

function readOption(options: Record<string, string | number>, line: string): void {
  const [, key, value] = /^([a-z_0-9]+):\s*(\S*)\s*$/i.exec(line) ?? [];
  if (key !== undefined) options[key.toLowerCase()] = /^\d+$/.test(value!) ? Number(value) : value!;
}

function readAlias(aliases: Map<string, Alias>, line: string): void {
  const [text, comment] = split(line);
  const [, name, cidr] = /^(\S+)\s(\S+)$/.exec(text.trim()) ?? [];
  if (name !== undefined) aliases.set(name.toLowerCase(), { name, cidr: cidr!.replace(/^([\d.]+)\/32$|^([0-9a-f:]+)\/128$/i, "$1$2"), ...(isFilled(comment) ? { comment } : {}) });
}

function readEntry(entries: SetEntry[], line: string): void {
  const [text, comment] = split(line);
  const [, not, cidr] = /^(!)?\s*(\S+)\s*$/.exec(text.trim()) ?? [];
  if (cidr !== undefined) entries.push({ cidr, ...(not === undefined ? {} : { nomatch: 1 }), ...(isFilled(comment) ? { comment } : {}) });
}

const parts: readonly (readonly [key: string, pattern: RegExp])[] = [
  ["iface", /^-i (\S+)\s*/],
  ["proto", /^(?:-p|--?proto) (\S+)\s*/],
  ["dport", /^--?dport (\S+)\s*/],
  ["sport", /^--?sport (\S+)\s*/],
  ["source", /^--?source (\S+)\s*/],
  ["dest", /^--?dest (\S+)\s*/],
  ["log", /^--?log (emerg|alert|crit|err|warning|notice|info|debug|nolog)\s*/],
  ["icmp-type", /^--?icmp-type (\S+)\s*/],
];

function readRule(rules: Rule[], line: string): void {
  const [text, comment] = split(line);
  const [, disabled, type = "", action = "", tail = ""] = /^(\|)?\s*(\S+)\s+(\S+)\s*(.*?)\s*$/.exec(text) ?? [];
  if (type === "") return;
  const kind = type.toLowerCase();
  const [, macro, verdict] = kind === "group" ? [] : (/^(\S+)\((ACCEPT|DROP|REJECT)\)$/.exec(action) ?? []);
  const rule: Record<string, string | number> = { type: kind, action: verdict ?? action, enable: disabled === undefined ? 1 : 0 };
  if (macro !== undefined) rule.macro = macro;
  if (isFilled(comment)) rule.comment = comment;
  let rest = tail;
  while (rest !== "") {
    const found = parts.map(([key, pattern]) => [key, pattern.exec(rest)] as const).find(([key, match]) => match !== null && (kind !== "group" || key === "iface"));
    if (!found) return;
    rule[found[0]] = found[1]![1]!;
    rest = rest.slice(found[1]![0].length);
  }
  rules.push(rule);
}

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

type Entry = Readonly<Record<string, unknown>>;

/** The digest of a list: of every entry's settings by name. */
export function digestOfList(list: readonly Entry[]): string {
  const sha = createHash("sha1");
  for (const entry of list) {
    for (const key of Object.keys(entry).sort()) {
      const value = entry[key];
      if (value !== undefined && typeof value !== "object") sha.update(bytesOf(`${key}:${String(value)}\n`));
    }
  }
  return sha.digest("hex");
}

/** Each entry of a list with the digest of all. */
export function withDigest<T extends Entry>(list: readonly T[]): (T & { readonly digest: string })[] {
  const digest = digestOfList(list);
  return list.map((entry) => ({ ...entry, digest }));
}
