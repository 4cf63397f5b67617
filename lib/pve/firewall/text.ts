import { isIPv4, isIPv6 } from "../ip";
import { parseOption, type FirewallFile } from "./option";

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
  /** The line of each alias and set, where it is named first, and of each rule and entry. */
  readonly lines: ReadonlyMap<object, number>;
}

/** Whether what names an alias or a set finds it: Proxmox VE reads a file from above, and knows nothing that comes later. What is not in the file yet finds everything. */
export function findsIn({ lines }: Firewall, named: object | undefined, from: object): boolean {
  const own = lines.get(from);
  return named !== undefined && (own === undefined || (lines.get(named) ?? 0) < own);
}

const isFilled = (text: string | undefined): text is string => text !== undefined && text !== "";

const plain = { cluster: "options|aliases|rules", guest: "options|aliases|rules", host: "options|rules", vnet: "options|rules" } as const;
const named: Readonly<Record<FirewallFile, readonly string[]>> = { cluster: ["group", "ipset"], guest: ["ipset"], host: [], vnet: [] };
const longest = { group: 18, ipset: 64 } as const;

/** The head of a section; nothing where it is none here. A file of a node has no aliases: there it is a line like others. */
function headOf(line: string, file: FirewallFile): { readonly section: string; readonly name?: string; readonly comment?: string } | undefined {
  const [, section] = new RegExp(`^\\[(${plain[file]})\\]$`, "i").exec(line) ?? [];
  if (section !== undefined) return { section: section.toLowerCase() };
  const [, kind = "", name = "", comment] = /^\[(group|ipset)\s+(\S+)\]\s*(?:#\s*(.*?)\s*)?$/i.exec(line) ?? [];
  return named[file].includes(kind.toLowerCase()) ? { section: kind.toLowerCase(), name: name.toLowerCase(), ...(isFilled(comment) ? { comment } : {}) } : undefined;
}

const isName = (name: string, most: number) => /^[a-z][a-z0-9_-]+$/.test(name) && name.length <= most;

/** Reads a file as Proxmox VE does: a line that it does not understand is passed over. */
export function parseFirewall(text: string, file: FirewallFile): Firewall {
  const options: Record<string, string | number> = {};
  const aliases = new Map<string, Alias>();
  const ipsets = new Map<string, IpSet & { readonly entries: SetEntry[] }>();
  const rules: Rule[] = [];
  const groups = new Map<string, Group & { readonly rules: Rule[] }>();
  const lines = new Map<object, number>();
  let number = 0;
  let read: ((line: string) => void) | undefined;
  for (const raw of text.split("\n")) {
    number++;
    const line = raw.replace(/^[\t ]+|[\t ]+$/g, "");
    if (/^\s*$/.test(line) || line.startsWith("#")) continue;
    const head = headOf(line, file);
    if (head === undefined) read?.(line);
    else read = readerOf(head);
  }
  return { options, aliases, ipsets, rules, groups, lines };

  function readerOf({ section, name: called = "", ...said }: NonNullable<ReturnType<typeof headOf>>): typeof read {
    if (section === "options") return (line) => Object.assign(options, parseOption(line, file));
    if (section === "aliases") return (line) => name(aliases, readAlias(line));
    if (section === "rules") return (line) => add(rules, readRule(line));
    if (!isName(called, longest[section as keyof typeof longest])) return undefined;
    if (section === "group") {
      const group = { ...said, rules: [] };
      groups.set(called, group);
      return (line) => add(group.rules, readRule(line));
    }
    const set = { ...said, entries: [] };
    name(ipsets, [called, set]);
    return (line) => add(set.entries, readEntry(line));
  }

  function add<T extends object>(list: T[], one: T | undefined): void {
    if (one === undefined) return;
    lines.set(one, number);
    list.push(one);
  }

  /** The last of one name counts, and is known since the first. */
  function name<T extends object>(map: Map<string, T>, one: readonly [name: string, value: T] | undefined): void {
    if (one === undefined) return;
    const before = map.get(one[0]);
    lines.set(one[1], (before && lines.get(before)) ?? number);
    map.set(...one);
  }
}

/** The text without its comment, and that; a comment without words is one all the same. */
function split(line: string): readonly [line: string, comment?: string] {
  const at = line.indexOf("#");
  return at < 0 ? [line] : [line.slice(0, at), line.slice(at + 1).trim()];
}

/** Without the length of a single address; undefined if it is neither an address nor a network. */
export function addressOf(text: string): string | undefined {
  const [, address = ""] = /^([^/]+)(?:\/\d+)?$/.exec(text) ?? [];
  if (isIPv6(address)) return text.replace(/\/128$/, "");
  return isIPv4(address) ? text.replace(/\/32$/, "") : undefined;
}

function readAlias(line: string): readonly [name: string, alias: Alias] | undefined {
  const [text, comment] = split(line);
  const [, name, address] = /^(\S+)\s(\S+)$/.exec(text.replace(/\s+$/, "")) ?? [];
  const cidr = address === undefined ? undefined : addressOf(address);
  return name === undefined || cidr === undefined ? undefined : [name.toLowerCase(), { name, cidr, ...(isFilled(comment) ? { comment } : {}) }];
}

function readEntry(line: string): SetEntry | undefined {
  const [text, comment] = split(line);
  const [, not, address] = /^(!)?\s*(\S+)\s*$/.exec(text) ?? [];
  return address === undefined ? undefined : { cidr: addressOf(address) ?? address, ...(not === undefined ? {} : { nomatch: 1 }), ...(isFilled(comment) ? { comment } : {}) };
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

function readRule(line: string): Rule | undefined {
  const [text, comment] = split(line);
  const [, disabled, type = "", action = "", tail = ""] = /^(\|)?(\S+)\s+(\S+)\s*(.*)$/.exec(text) ?? [];
  if (type === "") return undefined;
  const kind = type.toLowerCase();
  const [, macro, verdict] = /^(?:in|out|forward)$/.test(kind) ? (/^(\S+)\((ACCEPT|DROP|REJECT)\)$/.exec(action) ?? []) : [];
  const rule: Record<string, string | number> = { type: kind, action: verdict ?? action, enable: disabled === undefined ? 1 : 0 };
  if (macro !== undefined) rule.macro = macro;
  if (comment !== undefined) rule.comment = comment;
  let rest = tail;
  while (rest !== "") {
    const found = parts.map(([key, pattern]) => [key, pattern.exec(rest)] as const).find(([key, match]) => match !== null && (kind !== "group" || key === "iface"));
    if (!found) return undefined;
    rule[found[0]] = found[1]![1]!;
    rest = rest.slice(found[1]![0].length);
  }
  return rule;
}
