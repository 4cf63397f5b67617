import { parsePropertyString } from "../../pve/property-string";
import { items, key } from "../place";
import { nameFromPath } from "../phrase";
import { block, lost, row, type Member } from "../row";
import { addresses, count, ownerNumber } from "../shape/answer";
import { flag } from "../shape/number";
import { reference } from "../shape/reference";
import type { PropValue, Shape } from "../shape";
import { text, word } from "../shape/text";
import { guestFirewallDoes } from "./does";
import { provided, type ClusterTable, type Document } from "./table";
import { seconds } from "../shape/duration";

const own = "the provider does not know it, and leaves it as it is";
const common = { area: "firewall", policy: "protect" } as const;

const node = row("node", "node", "node_name", reference("node"), { says: "Node that it is on, or whose it is.", otherwise: "- none: it is the cluster's", default: null, absent: null });
const levels = word("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug", "nolog");
const level = (pve: string, prop: string, terraform: string, what: string) => row(pve, prop, terraform, levels, { says: `Logs ${what}: \`info\`.`, default: "nolog", absent: null });

/** Whose it is: the cluster's, a node's, a guest's. */
const whose: readonly Member[] = [
  node,
  row("vm", "virtualMachine", "vm_id", ownerNumber("IVirtualMachine | number"), { says: "Virtual machine whose it is.", otherwise: "- none", default: null, absent: null }),
  row("container", "container", "container_id", ownerNumber("IContainer | number"), { says: "Container whose it is.", otherwise: "- none", default: null, absent: null }),
  lost("vmid", text(), "another key says it", { internal: true }),
];
const nobody = ["node_name", "vm_id", "container_id"].map((name) => provided(name, text(), null));

/** A card of the guest, or an interface of the node. An import writes its name: a copy of /etc/pve, of which it writes the same code, has no networks of nodes. */
const card: Shape = { ...reference("interface"), toProp: (value) => value as PropValue };

const said = (pve: string, prop: string, terraform: string, says: string, otherwise: string, shape = text()) => row(pve, prop, terraform, shape, { says, otherwise });
const rules = block("rule", "rules", { says: "Its rules, in their order: the first that fits decides.", from: items("list"), otherwise: "- none" }, [
  said("group", "securityGroup", "security_group", "Security group whose rules are here, instead of a rule.", "- none: it is a rule", reference("security-group")),
  said("type", "direction", "type", "`in`, `out` or `forward`.", "- none, of a security group", word("in", "out", "forward")),
  said("action", "action", "action", "`ACCEPT`, `DROP` or `REJECT`.", "- none, of a security group", word("ACCEPT", "DROP", "REJECT")),
  row("enable", "enabled", "enabled", flag, { says: "It counts.", default: true }),
  said("macro", "macro", "macro", "Service that it is about: `SSH`.", "- none"),
  said("proto", "protocol", "proto", "Protocol: `tcp`.", "- any"),
  said("source", "source", "source", "Where the traffic comes from: an address, `dc/lan`, `+dc/admins`.", "- anywhere", addresses),
  said("sport", "sourcePort", "sport", "Ports that it comes from: `1024:65535`.", "- any"),
  said("dest", "destination", "dest", "Where it goes to.", "- anywhere", addresses),
  said("dport", "port", "dport", "Ports that it goes to: `80,443`.", "- any"),
  said("iface", "interface", "iface", "Card of the guest, or interface of the node: `net0`.", "- all", card),
  said("log", "log", "log", "Logs what it meets: `info`.", "- not", levels),
  said("comment", "comment", "comment", "Notes.", "- none"),
  { ...provided("pos", count(), null), pve: "pos" },
  lost("icmp-type", text(), "the provider does not know it, and the rule lets more through when it is made anew"),
  lost("ipversion", text(), "its addresses tell", { internal: true }),
  lost("errors", text(), "Proxmox VE passes over this rule as long as that is so"),
]);

const isSame = (one: unknown, other: unknown) => one !== undefined && JSON.stringify(one) === JSON.stringify(other);

const policies = word("ACCEPT", "DROP", "REJECT");
const policy = (pve: string, prop: string, terraform: string, what: string, preset: string, shape = policies) => row(pve, prop, terraform, shape, { says: `What becomes of ${what} that no rule is about.`, default: preset, absent: null });

const closes = "where no rule lets ports 22 and 8006 in, it locks everybody out of all nodes";

/** What the cluster's options do. */
function clusterWide(_: unknown, deed: string, { enabled, input_policy: input }: Readonly<Record<string, unknown>>): string {
  if (deed === "destroy") return "switches the firewall of the whole cluster off: everything is open";
  return enabled === false ? "switches the firewall of the whole cluster off: everything is open" : input === "ACCEPT" ? "decides what reaches the whole cluster" : `decides what reaches the whole cluster; ${closes}`;
}

function rulesOf({ node_name: node, vm_id: vm, container_id: container }: Readonly<Record<string, unknown>>, deed: string): string {
  const guest = [vm, container].find((one) => typeof one === "number" && one > 0);
  const where = guest !== undefined ? `guest ${String(guest)}` : typeof node === "string" && node !== "" ? node : "all nodes";
  return `decides what reaches ${where}${deed === "destroy" ? ": its rules go" : ""}${guest === undefined ? `; ${closes.replace("all nodes", where)}` : ""}`;
}

const nodeDefaults: Readonly<Record<string, string>> = {
  enable: "1", log_level_forward: "nolog", log_level_in: "nolog", log_level_out: "nolog", ndp: "1", nf_conntrack_max: "262144", nf_conntrack_tcp_timeout_established: "432000", nftables: "0", nosmurfs: "1", smurf_log_level: "nolog", tcp_flags_log_level: "nolog",
};

export const firewallTables: readonly ClusterTable[] = [
  {
    ...common, type: "security-group", terraform: "proxmox_virtual_environment_cluster_firewall_security_group", construct: "SecurityGroup", named: "name", older: true, does: ({ name }) => `changes every firewall that includes ${String(name)}`, says: "A security group: firewall rules under one name.",
    document: sorted,
    rows: [
      row("group", "name", "name", text(), { says: "Its name, of at most 18 characters.", otherwise: nameFromPath, replaces: true }),
      row("comment", "comment", "comment", text(), { says: "Notes.", otherwise: "- none" }),
      rules,
      ...nobody,
    ],
  },
  {
    ...common, type: "ipset", terraform: "proxmox_virtual_environment_firewall_ipset", construct: "IpSet", named: "name", older: true, does: ({ name, cidr }, deed, after) => (deed === "change" && isSame(cidr, after.cidr) ? undefined : `changes every rule that names ${String(name)}${name === "management" ? ": it decides who reaches ports 22 and 8006 of the nodes" : name === "blacklist" ? ": who is in it is locked out" : ""}`), says: "Addresses under one name, for rules.",
    document: placed,
    importId: (values) => `${placeOf(values)}/${String(values.name)}`,
    rows: [
      row("name", "name", "name", text(), { says: "Its name.", otherwise: nameFromPath, replaces: true }),
      ...whose,
      row("comment", "comment", "comment", text(), { says: "Notes.", otherwise: "- none" }),
      block("cidr", "entries", { says: "What is in it.", from: items("list"), unordered: "name", short: "cidr", otherwise: "- nothing" }, [
        row("cidr", "cidr", "name", addresses, { says: "Address or network: `10.0.0.0/24`; or an alias.", required: true }),
        row("nomatch", "except", "nomatch", flag, { says: "Takes it out of the set.", default: false }),
        row("comment", "comment", "comment", text(), { says: "Notes.", otherwise: "- none" }),
        lost("errors", text(), "Proxmox VE passes over this entry as long as that is so"),
      ]),
    ],
  },
  {
    ...common, type: "firewall-rules", terraform: "proxmox_virtual_environment_firewall_rules", construct: "FirewallRules", older: true, does: rulesOf, says: "The firewall rules of the cluster, of a node, or of a guest.",
    document: (document) => sorted(placed(document)),
    importId: placeOf,
    rows: [...whose, rules],
  },
  {
    ...common, type: "firewall-options", terraform: "proxmox_virtual_environment_cluster_firewall", construct: "ClusterFirewall", older: true, does: clusterWide, says: "The options of the cluster's firewall, which switches on those of nodes and guests.",
    aside: halfLimited,
    rows: [
      row("enable", "enabled", "enabled", flag, { says: "Switches the firewall on, for the nodes and for every guest that has one.", always: true, unsaid: true, default: false, absent: false }),
      policy("policy_in", "input", "input_policy", "incoming traffic", "DROP"),
      policy("policy_out", "output", "output_policy", "outgoing traffic", "ACCEPT"),
      policy("policy_forward", "forward", "forward_policy", "traffic that nodes pass on", "ACCEPT", word("ACCEPT", "DROP")),
      row("ebtables", "ebtables", "ebtables", flag, { says: "Filters what is not IP, too.", default: true, absent: null }),
      block("log_ratelimit", "logLimit", { says: "How often what is dropped is logged.", from: key("log_ratelimit"), packing: { defaultKey: "enable" } }, [
        row("enable", "enabled", "enabled", flag, { says: "Limits it.", default: true }),
        row("burst", "burst", "burst", count(), { says: "How many are logged before the rate counts.", default: 5 }),
        row("rate", "rate", "rate", text(), { says: "How often afterwards.", default: "1/second" }),
      ]),
      lost("nftables", flag, own),
    ],
  },
  {
    ...common, type: "node-firewall-options", terraform: "proxmox_node_firewall", construct: "NodeFirewall", does: ({ node_name: node }) => `decides what reaches ${String(node)}; where no rule lets ports 22 and 8006 in, it locks everybody out`, says: "The options of a node's firewall.",
    aside: unsetOf,
    rows: [
      row("node", "node", "node_name", reference("node"), { says: "The node.", required: true, replaces: true }),
      row("enable", "enabled", "enabled", flag, { says: "Filters the node's own traffic, where the firewall of the cluster is on.", computed: true, default: true }),
      ...(["in", "out", "forward"] as const).map((way) => row(`log_level_${way}`, `log${way === "in" ? "Input" : way === "out" ? "Output" : "Forward"}`, `log_level_${way}`, levels, { says: `Logs ${way === "in" ? "incoming" : way === "out" ? "outgoing" : "passed on"} traffic: \`info\`.`, computed: true, default: "nolog" })),
      row("ndp", "neighbourDiscovery", "ndp", flag, { says: "Lets the neighbour discovery of IPv6 pass.", computed: true, default: true }),
      row("nf_conntrack_max", "maxConnections", "nf_conntrack_max", count(32768), { says: "Most connections that are followed, at least 32768.", computed: true, default: 262144 }),
      row("nf_conntrack_tcp_timeout_established", "connectionTimeout", "nf_conntrack_tcp_timeout_established", seconds(7875), { says: "When an idle connection is forgotten, at least 7875.", unit: "seconds", computed: true, default: 432000 }),
      row("nftables", "nftables", "nftables", flag, { says: "Uses nftables instead of iptables.", computed: true, default: false }),
      row("nosmurfs", "noSmurfs", "nosmurfs", flag, { says: "Drops broadcasts with the address of another.", computed: true, default: true }),
      row("smurf_log_level", "logSmurfs", "smurf_log_level", levels, { says: "Logs those.", computed: true, default: "nolog" }),
      row("tcp_flags_log_level", "logTcpFlags", "tcp_flags_log_level", levels, { says: "Logs packets of TCP with odd flags.", computed: true, default: "nolog" }),
      ...["log_nf_conntrack", "nf_conntrack_allow_invalid", "nf_conntrack_helpers", "nf_conntrack_tcp_timeout_syn_recv", "protection_synflood", "protection_synflood_burst", "protection_synflood_rate", "tcpflags"].map((name) => lost(name, text(), own)),
    ],
  },
  {
    ...common, type: "vm-firewall-options", terraform: "proxmox_virtual_environment_firewall_options", construct: "GuestFirewallSettings", older: true, does: guestFirewallDoes, says: "The options of a guest's firewall.",
    document: placed,
    importId: placeOf,
    rows: [
      { ...whose[0]!, required: true } as Member, ...whose.slice(1),
      row("enable", "enabled", "enabled", flag, { says: "Filters its traffic.", default: false, absent: null }),
      policy("policy_in", "input", "input_policy", "incoming traffic", "DROP"),
      policy("policy_out", "output", "output_policy", "outgoing traffic", "ACCEPT"),
      row("dhcp", "dhcp", "dhcp", flag, { says: "Lets DHCP pass.", default: false, absent: null }),
      row("ndp", "neighbourDiscovery", "ndp", flag, { says: "Lets the neighbour discovery of IPv6 pass.", default: false, absent: null }),
      row("radv", "routerAdvertisements", "radv", flag, { says: "Lets it announce itself as a router.", default: true, absent: null }),
      row("macfilter", "macFilter", "macfilter", flag, { says: "Lets only its own hardware addresses send.", default: true, absent: null }),
      row("ipfilter", "ipFilter", "ipfilter", flag, { says: "Lets only its own IP addresses send.", default: false, absent: null }),
      level("log_level_in", "logInput", "log_level_in", "incoming traffic that is dropped"),
      level("log_level_out", "logOutput", "log_level_out", "outgoing traffic that is dropped"),
    ],
  },
];

/** A guest's number is under the word for its kind, which its address says. */
function placed({ vmid, guest, ...rest }: Document): Document {
  return vmid === undefined ? rest : { ...rest, vmid, [guest === "lxc" ? "container" : "vm"]: Number(vmid) };
}

/** A security group among rules is told by its type, and named where rules have what they do. */
function sorted({ list, ...rest }: Document): Document {
  const rows = Array.isArray(list) ? (list as readonly Document[]) : [];
  return { ...rest, list: rows.map(({ type, action, ...rule }) => (type === "group" ? { ...rule, group: action } : { ...rule, type, action })) };
}

/** The provider's word for whose it is. */
function placeOf({ node_name, vm_id, container_id }: Readonly<Record<string, unknown>>): string {
  if (vm_id !== undefined && vm_id !== null) return `vm/${String(node_name)}/${String(vm_id)}`;
  if (container_id !== undefined && container_id !== null) return `container/${String(node_name)}/${String(container_id)}`;
  return node_name === undefined || node_name === null ? "cluster" : `node/${String(node_name)}`;
}

/** The provider ends with a fault, and takes all that it was asked for with it. */
function halfLimited({ log_ratelimit: limit }: Document) {
  if (typeof limit !== "string") return undefined;
  const said = Object.fromEntries(parsePropertyString(limit, { defaultKey: "enable" }));
  const missing = ["burst", "rate"].filter((part) => said[part] === undefined);
  const { enable = "1", burst = "5", rate = "1/second" } = said;
  return missing.length === 0 ? undefined : { reason: `log_ratelimit has no ${missing.join(" and no ")}, and the provider crashes where it reads that`, remedy: `pvesh set /cluster/firewall/options --log_ratelimit enable=${enable},burst=${burst},rate=${rate}` };
}

function unsetOf(document: Document) {
  const unset = Object.keys(nodeDefaults).filter((name) => document[name] === undefined);
  return unset.length === 0 ? undefined : { reason: `${unset.join(", ")} ${unset.length === 1 ? "is" : "are"} not set, and the provider would set ${unset.length === 1 ? "it" : "them"} at the first apply`, remedy: `pvesh set /nodes/${String(document.node)}/firewall/options ${unset.map((name) => `--${name} ${nodeDefaults[name]!}`).join(" ")}` };
}
