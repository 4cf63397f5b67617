import { lost, row, type Member } from "../row";
import { count, filled, nodeSet, wordSet } from "../shape/answer";
import { flag } from "../shape/number";
import { reference } from "../shape/reference";
import { text } from "../shape/text";
import { provided, type ClusterTable, type Document } from "./table";

const own = "the provider does not know it";
const common = { area: "sdn", policy: "protect", named: "name" } as const;
const pendingState = ["pending", "state"].map((name) => ({ ...provided(name, text(), null), pve: name }));

const zone: readonly Member[] = [
  row("zone", "name", "id", text(), { says: "Its name, of at most eight letters and digits.", otherwise: "- the construct's id", replaces: true }),
  row("nodes", "nodes", "nodes", nodeSet, { says: "Nodes that have it.", computed: true, absent: [], otherwise: "- all" }),
  row("mtu", "mtu", "mtu", count(), { says: "Largest packet.", unit: "bytes", computed: true, otherwise: "- that of what is below" }),
  row("ipam", "ipam", "ipam", filled(text()), { says: "Who keeps addresses: `pve`.", otherwise: "- none" }),
  row("dns", "dns", "dns", filled(text()), { says: "Server that names are entered in.", otherwise: "- none" }),
  row("reversedns", "reverseDns", "reverse_dns", filled(text()), { says: "Server that addresses are entered in.", otherwise: "- none" }),
  row("dnszone", "dnsZone", "dns_zone", filled(text()), { says: "Domain of the names.", otherwise: "- none" }),
  ...pendingState,
];

const bridge = row("bridge", "bridge", "bridge", reference("bridge"), { says: "Bridge of the nodes that it uses.", required: true });
const learning = lost("bridge-disable-mac-learning", flag, own);

const oneTarget = ({ "rt-import": targets }: Document) => (typeof targets === "string" && targets.includes(",") ? { reason: "it has several rt-import, and the provider takes one" } : undefined);
const unset = (names: readonly string[]) => (document: Document) => {
  const missing = names.filter((name) => document[name] === undefined);
  return missing.length === 0 ? undefined : { reason: `${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not set, and the provider would set ${missing.length === 1 ? "it" : "them"} at the first apply`, remedy: `pvesh set /cluster/sdn/zones/${String(document.zone)} ${missing.map((name) => `--${name} 0`).join(" ")}` };
};
const evpnFlags = ["advertise-subnets", "disable-arp-nd-suppression", "exitnodes-local-routing"];

export const sdnTables: readonly ClusterTable[] = [
  {
    ...common, type: "sdn-controller", terraform: "proxmox_sdn_controller_evpn", construct: "EvpnController", says: "A controller that announces routes by EVPN.",
    rows: [
      row("controller", "name", "id", text(), { says: "Its name.", otherwise: "- the construct's id", replaces: true }),
      row("asn", "asn", "asn", count(), { says: "Number of the autonomous system.", required: true }),
      row("peers", "peers", "peers", wordSet(), { says: "Addresses of its peers.", otherwise: "- those of `fabric`" }),
      row("fabric", "fabric", "fabric", filled(text()), { says: "Fabric that it uses.", otherwise: "- none" }),
      provided("digest", text(), null),
    ],
  },
  { ...common, type: "zone", terraform: "proxmox_sdn_zone_simple", construct: "SimpleZone", says: "A zone whose networks are bridges of each node by itself.", rows: [...zone, row("dhcp", "dhcp", "dhcp", filled(text()), { says: "Who gives addresses: `dnsmasq`.", otherwise: "- nobody" })] },
  { ...common, type: "zone", terraform: "proxmox_sdn_zone_vlan", construct: "VlanZone", says: "A zone whose networks are VLANs on a bridge.", rows: [...zone, bridge, learning] },
  {
    ...common, type: "zone", terraform: "proxmox_sdn_zone_qinq", construct: "QinqZone", says: "A zone whose networks are VLANs inside of a VLAN.",
    rows: [...zone, bridge, row("tag", "serviceVlan", "service_vlan", count(1, 4094), { says: "The VLAN outside.", required: true }), row("vlan-protocol", "serviceVlanProtocol", "service_vlan_protocol", text(), { says: "`802.1q` or `802.1ad`.", default: "802.1q", otherwise: '"802.1q"' }), learning],
    aside: (document) => unset(["vlan-protocol"])(document),
  },
  {
    ...common, type: "zone", terraform: "proxmox_sdn_zone_vxlan", construct: "VxlanZone", says: "A zone whose networks are VXLANs between nodes.",
    rows: [...zone, row("peers", "peers", "peers", wordSet(), { says: "Addresses of the nodes.", required: true, always: true, absent: [] }), lost("vxlan-port", text(), own), lost("fabric", text(), own)],
  },
  {
    ...common, type: "zone", terraform: "proxmox_sdn_zone_evpn", construct: "EvpnZone", says: "A zone whose networks are routed by EVPN.",
    rows: [
      ...zone,
      row("controller", "controller", "controller", text(), { says: "Controller that announces its routes.", required: true }),
      row("vrf-vxlan", "vrfVxlan", "vrf_vxlan", count(), { says: "VXLAN of its routes.", required: true }),
      row("exitnodes", "exitNodes", "exit_nodes", nodeSet, { says: "Nodes by which packets leave it.", computed: true, absent: [], otherwise: "- none" }),
      row("exitnodes-primary", "primaryExitNode", "primary_exit_node", reference("node"), { says: "The one of them that is used first.", otherwise: "- none" }),
      row("exitnodes-local-routing", "exitNodesLocalRouting", "exit_nodes_local_routing", flag, { says: "They reach its guests themselves.", default: false }),
      row("advertise-subnets", "advertiseSubnets", "advertise_subnets", flag, { says: "Announces its subnets.", default: false }),
      row("disable-arp-nd-suppression", "disableArpNdSuppression", "disable_arp_nd_suppression", flag, { says: "Passes requests for addresses on.", default: false }),
      row("rt-import", "routeTargetImport", "rt_import", filled(text()), { says: "Routes of others that it takes in.", otherwise: "- none" }),
      lost("mac", text(), own),
    ],
    aside: (document) => oneTarget(document) ?? unset(evpnFlags)(document),
  },
  {
    ...common, type: "vnet", terraform: "proxmox_sdn_vnet", construct: "Vnet", says: "A virtual network, which guests are plugged into as into a bridge.",
    aside: ({ state }) => (state === "deleted" ? { reason: "it is deleted, which waits to be applied" } : undefined),
    rows: [
      row("vnet", "name", "id", text(), { says: "Its name, of at most eight letters and digits.", otherwise: "- the construct's id", replaces: true }),
      row("zone", "zone", "zone", text(), { says: "Zone that it is in.", required: true }),
      row("tag", "tag", "tag", count(), { says: "VLAN or VXLAN.", otherwise: "- none" }),
      row("alias", "alias", "alias", filled(text()), { says: "What people call it.", otherwise: "- none" }),
      row("vlanaware", "vlanAware", "vlan_aware", flag, { says: "Passes VLANs of guests on.", otherwise: "- false" }),
      row("isolate-ports", "isolatePorts", "isolate_ports", flag, { says: "Keeps its guests apart.", otherwise: "- false" }),
      ...["pending", "state"].map((name) => lost(name, text(), "it waits to be applied", { internal: true })),
    ],
  },
];

