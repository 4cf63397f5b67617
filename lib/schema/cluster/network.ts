import { matches, oneOf, type Accept } from "../accept";
import { nameFromPath } from "../phrase";
import { lost, row, type Member } from "../row";
import { count, filled, trimmed, wordList } from "../shape/answer";
import { flag } from "../shape/number";
import { reference, references } from "../shape/reference";
import { text, word } from "../shape/text";
import { provided, type ClusterTable, type Document } from "./table";

const own = "the provider does not know it, and drops it when the interface is changed";
const derived = "it follows from other settings";

const base = (named: Accept): readonly Member[] => [
  row("node", "node", "node_name", reference("node"), { says: "Node that it is on.", required: true }),
  row("iface", "name", "name", text(), { says: "Its name.", otherwise: nameFromPath, replaces: true, accepts: named }),
  row("cidr", "address", "address", filled(text()), { says: "IPv4 address with its prefix: `192.0.2.11/24`.", otherwise: "- none" }),
  row("gateway", "gateway", "gateway", filled(text()), { says: "IPv4 gateway.", otherwise: "- none" }),
  row("cidr6", "address6", "address6", filled(text()), { says: "IPv6 address with its prefix.", otherwise: "- none" }),
  row("gateway6", "gateway6", "gateway6", filled(text()), { says: "IPv6 gateway.", otherwise: "- none" }),
  row("mtu", "mtu", "mtu", count(), { says: "Largest packet.", unit: "bytes", otherwise: "- 1500" }),
  row("comments", "comment", "comment", trimmed, { says: "Notes.", otherwise: "- none" }),
  provided("timeout_reload", count(), 100),
  lost("method", text(), "its addresses say it, but for DHCP and autoconfiguration, of which a note tells", { internal: true }),
  lost("method6", text(), "its addresses say it, but for DHCP and autoconfiguration, of which a note tells", { internal: true }),
  lost("options", text(), own),
  ...["address", "netmask", "address6", "netmask6", "families", "active", "exists", "priority", "altnames", "link-type", "state"].map((name) => lost(name, text(), derived, { internal: true })),
];

const short = matches(/^[A-Za-z][A-Za-z0-9_]{0,9}$/, "at most ten letters, digits and underscores, a letter first: vmbr1");

const autostart = (absent: false | null) => row("autostart", "autostart", "autostart", flag, { says: "Comes up with the node.", default: true, absent });

/** What the interface has that is said by how it gets its address. */
const addressing = ({ method, method6 }: Document) => [
  ...(method === "dhcp" ? ["method dhcp: it gets its IPv4 address by DHCP, which the provider does not know"] : []),
  ...(method6 === "dhcp" || method6 === "auto" ? [`method6 ${method6}: it gets its IPv6 address by ${method6 === "dhcp" ? "DHCP" : "autoconfiguration"}, which the provider does not know`] : []),
];

const reload = ({ node_name: node }: Readonly<Record<string, unknown>>) => `reloads the network of ${String(node)}, with everything that waits there`;

const common = { area: "network", named: "name", policy: "protect", cautions: addressing, does: reload } as const;

const notLinux = (kind: string) => ({ reason: `it belongs to Open vSwitch (${kind}), which the provider does not know`, remedy: "leave it to Proxmox VE" });
const isOvs = (type: unknown) => typeof type === "string" && type.startsWith("OVS");

export const networkTables: readonly ClusterTable[] = [
  {
    ...common, type: "bond", terraform: "proxmox_network_linux_bond", construct: "Bond",
    says: "Several network interfaces of a node that work as one.",
    aside: ({ type, slaves }) =>
      isOvs(type) ? notLinux(String(type)) : typeof slaves !== "string" || slaves.trim() === "" ? { reason: "no interface is in it, and the provider requires some", remedy: "give it interfaces in Proxmox VE, or leave it to Proxmox VE" } : undefined,
    rows: [
      ...base(short),
      autostart(false),
      row("slaves", "slaves", "slaves", references("interface", wordList(/\s+/)), { says: "The interfaces.", required: true }),
      row("bond_mode", "mode", "bond_mode", text(), { says: "How they share the work: `802.3ad`, `active-backup`.", computed: true, otherwise: '"balance-rr"', accepts: oneOf("balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb") }),
      row("bond-primary", "primary", "bond_primary", filled(reference("interface")), { says: "The one that is used first.", otherwise: "- none" }),
      row("bond_xmit_hash_policy", "hashPolicy", "bond_xmit_hash_policy", filled(word("layer2", "layer2+3", "layer3+4")), { says: "By what packets are spread.", otherwise: '- "layer2"' }),
      lost("bond_miimon", text(), "the provider keeps Proxmox VE's", { default: "100" }),
    ],
  },
  {
    ...common, type: "vlan", terraform: "proxmox_network_linux_vlan", construct: "Vlan",
    says: "A VLAN on a network interface of a node.",
    aside: ({ type, autostart: starts, iface, node }) =>
      isOvs(type) ? notLinux(String(type)) : starts === undefined ? { reason: "autostart is not set, and the provider would set it at the first apply", remedy: `turn on "Autostart" of ${String(iface)} on ${String(node)}, and apply the configuration` } : undefined,
    rows: [
      ...base(matches(/^[A-Za-z0-9_.-]{2,}$/, "two or more letters, digits, - _ .")),
      autostart(null),
      row("vlan-raw-device", "interface", "interface", filled(reference("interface")), { says: "Interface that it is on.", computed: true, otherwise: "- what its name says: `eno1.10`" }),
      row("vlan-id", "vlanId", "vlan", count(1, 4094), { says: "VLAN.", computed: true, otherwise: "- what its name says" }),
    ],
  },
  {
    ...common, type: "bridge", terraform: "proxmox_network_linux_bridge", construct: "Bridge",
    says: "A Linux bridge of a node, which guests are plugged into.",
    aside: ({ type }) => (isOvs(type) ? notLinux(String(type)) : undefined),
    rows: [
      ...base(short),
      autostart(false),
      row("bridge_ports", "ports", "ports", { ...references("interface", wordList(/\s+/)), read: (value) => (String(value).trim() === "" ? null : String(value).split(" ")) }, { says: "Interfaces that it joins to the network.", otherwise: "- none" }),
      row("bridge_vlan_aware", "vlanAware", "vlan_aware", flag, { says: "Passes VLANs on.", computed: true, absent: false, otherwise: "false" }),
      row("bridge_vids", "vlanIds", "vids", { ...filled(text(/^\d+(-\d+)?( \d+(-\d+)?)*$/)), expected: 'numbers and ranges between blanks: "2-4094"' }, { says: 'VLANs that it passes on: `"2-4094"`.', computed: true, otherwise: "- 2 to 4094, where it is VLAN aware" }),
      lost("bridge_stp", text(), own, { default: "off" }),
      lost("bridge_fd", text(), own, { default: "0" }),
    ],
  },
];
