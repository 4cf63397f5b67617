import type { Observation } from "../../lib/inventory/document";
import { printFirewall } from "../../lib/pve/firewall/print";
import type { Alias, Firewall, Group, IpSet, Rule, SetEntry } from "../../lib/pve/firewall/text";

type Row = Readonly<Record<string, unknown>>;

/** Where firewalls are answered, and the file that each is in. */
const places: readonly (readonly [at: RegExp, file: (id: string) => string])[] = [
  [/^\/cluster()\/firewall\//, () => "firewall/cluster.fw"],
  [/^\/cluster\/sdn\/vnets\/([^/]+)\/firewall\//, (vnet) => `sdn/firewall/${vnet}.fw`],
  [/^\/nodes\/[^/]+\/(?:qemu|lxc)\/(\d+)\/firewall\//, (vmId) => `firewall/${vmId}.fw`],
  [/^\/nodes\/([^/]+)\/firewall\//, (node) => `nodes/${node}/host.fw`],
];

/** The firewalls that were read, as files. */
export function firewallFiles(documents: Observation["documents"]): Readonly<Record<string, string>> {
  const bases = new Map<string, string>();
  for (const address of documents.keys()) {
    const place = places.find(([at]) => at.test(address));
    if (!place) continue;
    const [base, id = ""] = place[0].exec(address)!;
    bases.set(base, place[1](decodeURIComponent(id)));
  }
  return Object.fromEntries([...bases].map(([base, file]) => [file, printFirewall(firewallOf(base, documents))]));
}

function firewallOf(base: string, documents: Observation["documents"]): Firewall {
  const rows = (below: string): readonly Row[] => {
    const body = documents.get(base + below);
    return Array.isArray(body) ? (body as readonly Row[]) : [];
  };
  const named = (below: string, part: string) => rows(below).map((row) => [String(row[part]), row] as const);
  const { digest: _, ...options } = (documents.get(`${base}options`) ?? {}) as Row;
  return {
    options: options as Firewall["options"],
    aliases: new Map(named("aliases", "name").map(([name, row]) => [name.toLowerCase(), row as unknown as Alias])),
    ipsets: new Map(named("ipset", "name").map(([name, row]): [string, IpSet] => [name, { ...commentOf(row), entries: rows(`ipset/${encodeURIComponent(name)}`) as unknown as readonly SetEntry[] }])),
    rules: rows("rules").map(ruleOf),
    groups: new Map(named("groups", "group").map(([name, row]): [string, Group] => [name, { ...commentOf(row), rules: rows(`groups/${encodeURIComponent(name)}`).map(ruleOf) }])),
    lines: new Map(),
  };
}

const commentOf = ({ comment }: Row) => (typeof comment === "string" ? { comment } : {});

function ruleOf({ pos: _, digest: __, ipversion: ___, ...rule }: Row): Rule {
  return rule as Rule;
}
