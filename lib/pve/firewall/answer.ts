import { checkEntries } from "./entries";
import { aliasList, groupList, setList } from "./lists";
import type { FirewallFile } from "./option";
import { checkRules, setsOf, type CheckedRule, type RulePlace } from "./rule";
import { parseFirewall, type Firewall, type Rule } from "./text";

/** A guest whose firewall is in a file by its number. */
interface Place {
  readonly type: "qemu" | "lxc";
  readonly vmId: number;
  readonly node: string;
}

type Answer = readonly [address: string, body: unknown];

/** What the API answers of all firewalls, by their files below `/etc/pve`: address → body. A file of a guest that is gone is nobody's. */
export function firewallAnswers(texts: ReadonlyMap<string, string>, guests: readonly Place[], vnets: Iterable<string>): readonly Answer[] {
  const cluster = parseFirewall(texts.get("firewall/cluster.fw") ?? "", "cluster");
  const around = { cluster, sets: setsOf(vnets), anyService: true } as const;
  return [...texts].flatMap(([path, text]): readonly Answer[] => {
    const found = placeOf(path, guests);
    if (found === undefined) return [];
    const { file, place, base } = found;
    const own = file === "cluster" ? cluster : parseFirewall(text, file);
    const ruled = (rules: readonly Rule[], where: RulePlace) => checkRules(rules, { ...around, place: where, own }).map(answered);
    return [
      [`${base}/options`, own.options],
      [`${base}/rules`, ruled(own.rules, place)],
      ...(file === "cluster" || file === "guest" ? namedIn(own, cluster, base) : []),
      ...[...own.groups].map(([name, { rules }]): Answer => [`${base}/groups/${name}`, ruled(rules, "group")]),
      ...(file === "cluster" ? [[`${base}/groups`, groupList(own)] as const] : []),
    ];
  });
}

const namedIn = (own: Firewall, cluster: Firewall, base: string): readonly Answer[] => [
  [`${base}/aliases`, aliasList(own)],
  [`${base}/ipset`, setList(own)],
  ...[...own.ipsets].map(([name, { entries }]): Answer => [`${base}/ipset/${name}`, checkEntries(entries, own, cluster)]),
];

const answered = ({ rule, errors }: CheckedRule, pos: number): Readonly<Record<string, unknown>> => ({ ...rule, pos, ...(Object.keys(errors).length === 0 ? {} : { errors }) });

function placeOf(path: string, guests: readonly Place[]): { readonly file: FirewallFile; readonly place: RulePlace; readonly base: string } | undefined {
  if (path === "firewall/cluster.fw") return { file: "cluster", place: "cluster", base: "/cluster/firewall" };
  const [, node] = /^nodes\/([^/]+)\/host\.fw$/.exec(path) ?? [];
  if (node !== undefined) return { file: "host", place: "host", base: `/nodes/${encodeURIComponent(node)}/firewall` };
  const [, vnet] = /^sdn\/firewall\/([^/]+)\.fw$/.exec(path) ?? [];
  if (vnet !== undefined) return { file: "vnet", place: "vnet", base: `/cluster/sdn/vnets/${encodeURIComponent(vnet)}/firewall` };
  const [, number] = /^firewall\/(\d+)\.fw$/.exec(path) ?? [];
  const guest = guests.find(({ vmId }) => String(vmId) === number);
  return guest && { file: "guest", place: guest.type === "qemu" ? "vm" : "ct", base: `/nodes/${encodeURIComponent(guest.node)}/${guest.type}/${guest.vmId}/firewall` };
}
