import { clusterFirewall, firewallOf, places, saveFirewall, type FirewallPlace } from "../firewall/place";
import { groupList } from "../../lib/pve/firewall/lists";
import { vnetSets } from "../../lib/pve/firewall/rule";
import type { Firewall, Rule } from "../../lib/pve/firewall/text";
import { digestOfList, withDigest } from "../firewall/digest";
import type { Cluster } from "../cluster";
import { flag, formatted, integer, oneOf, required, text } from "../parameter";
import { failed, invalid } from "../refusal";
import { given, index, needs, type Call, type Route } from "../route";
import { splitList } from "../schema/format";
import type { Properties } from "../schema/property";
import { assertDigest } from "../section/change";
import { runningOf } from "../sdn/running";
import { logLevels } from "./firewall-rules";

const level = oneOf(...logLevels);
const both = oneOf("ACCEPT", "REJECT", "DROP");
const rate = { type: "string", optional: true, properties: { enable: { ...flag, defaultKey: true }, rate: { ...text, pattern: "[1-9][0-9]*\\/(second|minute|hour|day)" }, burst: integer(0) } } as const;
const ofGuest: Properties = { enable: flag, macfilter: flag, dhcp: flag, ndp: flag, radv: flag, ipfilter: flag, policy_in: both, policy_out: both, log_level_in: level, log_level_out: level };
/** What each firewall can be told. */
const options: Readonly<Record<FirewallPlace["place"], Properties>> = {
  cluster: { enable: integer(0), ebtables: flag, policy_in: both, policy_out: both, policy_forward: oneOf("ACCEPT", "DROP"), log_ratelimit: rate },
  vm: ofGuest,
  ct: ofGuest,
  vnet: { enable: flag, policy_forward: oneOf("ACCEPT", "DROP"), log_level_forward: level },
  host: {
    enable: flag,
    log_level_in: level,
    log_level_out: level,
    log_level_forward: level,
    tcp_flags_log_level: level,
    smurf_log_level: level,
    nosmurfs: flag,
    tcpflags: flag,
    nf_conntrack_max: integer(32768),
    nf_conntrack_tcp_timeout_established: integer(7875),
    nf_conntrack_tcp_timeout_syn_recv: integer(30, 60),
    ndp: flag,
    nf_conntrack_allow_invalid: flag,
    nf_conntrack_helpers: formatted("pve-fw-conntrack-helper"),
    protection_synflood: flag,
    protection_synflood_rate: integer(),
    protection_synflood_burst: integer(),
    log_nf_conntrack: flag,
    nftables: flag,
  },
};
const below: Readonly<Record<FirewallPlace["place"], string>> = {
  cluster: "aliases rules options groups ipset macros refs",
  vm: "rules aliases ipset refs options",
  ct: "rules aliases ipset refs options",
  host: "rules options log",
  vnet: "rules options",
};
const groupName = { ...text, pattern: "[A-Za-z][A-Za-z0-9\\-_]+", minLength: 2, maxLength: 18 };
const digest = { ...text, maxLength: 64 };

export const firewallRoutes: readonly Route[] = [
  ...places.flatMap(routesOf),
  { method: "GET", path: "/cluster/firewall/groups", ...needs("/", "Sys.Audit"), run: ({ cluster }) => withDigest(groupList(clusterFirewall(cluster))) },
  { method: "POST", path: "/cluster/firewall/groups", ...needs("/", "Sys.Modify"), takes: { group: required(groupName), comment: text, rename: groupName, digest }, run: createGroup },
  { method: "DELETE", path: "/cluster/firewall/groups/{group}", ...needs("/", "Sys.Modify"), run: deleteGroup },
];

function routesOf(place: FirewallPlace): Route[] {
  const { at, read, write, demand } = place;
  const refs: Route[] = place.place === "host" || place.place === "vnet" ? [] : [{ method: "GET", path: `${at}/refs`, ...read, takes: { type: oneOf("alias", "ipset") }, unordered: true, run: (call) => listRefs(call, place) }];
  return [
    { method: "GET", path: at, ...(place.place === "vnet" ? { onlyRoot: true as const } : place.place === "cluster" ? {} : read), run: () => index("name", below[place.place]) },
    {
      method: "GET",
      path: `${at}/options`,
      ...read,
      run: (call) => {
        demand?.(call, "SDN.Allocate", "SDN.Audit");
        const own = firewallOf(call.cluster, place.file(call)).options;
        return { ...own, digest: digestOfList([own]) };
      },
    },
    {
      method: "PUT",
      path: `${at}/options`,
      ...write,
      takes: { ...options[place.place], delete: formatted("pve-configid-list"), digest },
      run: (call) => {
        demand?.(call, "SDN.Allocate");
        return updateOptions(call, place);
      },
    },
    ...refs,
  ];
}

function updateOptions(call: Call, place: FirewallPlace): null {
  const firewall = firewallOf(call.cluster, place.file(call));
  const next: Record<string, string | number> = { ...firewall.options };
  assertDigest(call, digestOfList([next]));
  for (const key of splitList(given(call, "delete"))) {
    if (!Object.hasOwn(options[place.place], key)) throw invalid({ delete: `no such option '${key}'` });
    delete next[key];
  }
  for (const [key, { type }] of Object.entries(options[place.place])) {
    const value = call.given[key];
    if (value === undefined || value === null) continue;
    next[key] = type === "boolean" || type === "integer" ? (key === "enable" && place.place !== "cluster" ? (Number(value === true ? 1 : value) ? 1 : 0) : Number(value === true ? 1 : value)) : String(value);
  }
  return saveFirewall(call.cluster, place.file(call), { ...firewall, options: next });
}

/** What can be named as source or destination. */
function listRefs(call: Call, place: FirewallPlace) {
  const { cluster } = call;
  const own = place.place === "cluster" ? [] : refsIn(firewallOf(cluster, place.file(call)), "guest");
  const all = [...refsOfVnets(cluster), ...refsIn(clusterFirewall(cluster), "dc"), ...own];
  return all.filter(({ type }) => call.given.type === undefined || type === call.given.type);
}

interface Ref {
  readonly type: "alias" | "ipset";
  readonly name: string;
  readonly ref: string;
  readonly scope: string;
  readonly comment?: string;
}

function refsIn({ aliases, ipsets }: Firewall, scope: string): Ref[] {
  const said = (comment: string | undefined) => (comment === undefined ? {} : { comment });
  return [
    ...[...ipsets].map(([name, { comment }]): Ref => ({ type: "ipset", name, ref: `+${name}`, scope, ...said(comment) })),
    ...[...aliases.values()].map(({ name, comment }): Ref => ({ type: "alias", name, ref: name, scope, ...said(comment) })),
  ];
}

const setWords = { all: "All subnets of VNet", gateway: "All gateways of VNet", "no-gateway": "All subnets of VNet", dhcp: "DHCP ranges of VNet" } as const;

function refsOfVnets(cluster: Cluster): Ref[] {
  return Object.keys(runningOf(cluster, "vnets")).flatMap((vnet) =>
    vnetSets.map((one): Ref => ({ type: "ipset", name: `${vnet}-${one}`, ref: `+${vnet}-${one}`, scope: "sdn", comment: `${setWords[one]} ${vnet}${one === "no-gateway" ? ", excluding gateways" : ""}` })),
  );
}

function createGroup(call: Call): null {
  const { cluster } = call;
  const firewall = clusterFirewall(cluster);
  const [group, rename] = [given(call, "group"), given(call, "rename")];
  const comment = call.given.comment === undefined ? {} : { comment: given(call, "comment") };
  const put = (groups: Firewall["groups"], rules: readonly Rule[], from?: string) =>
    saveFirewall(cluster, "firewall/cluster.fw", { ...firewall, rules, groups: new Map([...groups, [group, { ...(from === undefined ? {} : firewall.groups.get(from)), rules: from === undefined ? [] : firewall.groups.get(from)!.rules, ...comment }]]) });
  if (rename === "") {
    if (firewall.groups.has(group)) throw invalid({ group: `Security group '${group}' already exists` });
    return put(firewall.groups, firewall.rules);
  }
  assertDigest(call, digestOfList(groupList(firewall)));
  if (!firewall.groups.has(rename)) throw invalid({ group: `Security group '${rename}' does not exist` });
  if (firewall.groups.has(group) && group !== rename) throw invalid({ group: `Security group '${group}' does already exist` });
  if (group !== rename) renameInGuests(cluster, rename, group);
  return put(new Map([...firewall.groups].filter(([name]) => name !== rename)), renamed(firewall.rules, rename, group), rename);
}

const renamed = (rules: readonly Rule[], from: string, to: string): readonly Rule[] => rules.map((rule) => (rule.type === "group" && rule.action === from ? { ...rule, action: to } : rule));

/** Rules of nodes and guests follow a group's name. */
function renameInGuests(cluster: Cluster, from: string, to: string): void {
  const files = [...cluster.files.keys()].filter((file) => /^(firewall\/\d+\.fw|nodes\/[^/]+\/host\.fw)$/.test(file));
  for (const file of files) {
    const firewall = firewallOf(cluster, file);
    if (firewall.rules.some(({ type, action }) => type === "group" && action === from)) saveFirewall(cluster, file, { ...firewall, rules: renamed(firewall.rules, from, to) });
  }
}

function deleteGroup(call: Call): null {
  const firewall = clusterFirewall(call.cluster);
  const group = firewall.groups.get(given(call, "group"));
  if (!group) throw failed(`no such security group '${given(call, "group")}'`);
  if (group.rules.length > 0) throw failed(`Security group '${given(call, "group")}' is not empty`);
  return saveFirewall(call.cluster, "firewall/cluster.fw", { ...firewall, groups: new Map([...firewall.groups].filter(([name]) => name !== given(call, "group"))) });
}
