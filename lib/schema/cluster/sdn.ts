import { matches } from "../accept";
import { key } from "../place";
import { nameFromPath } from "../phrase";
import { block, lost, row, type Member } from "../row";
import { count, filled, nodeSet, wordSet } from "../shape/answer";
import { flag } from "../shape/number";
import { reference } from "../shape/reference";
import { text } from "../shape/text";
import type { Shape } from "../shape";
import { provided, type ClusterTable, type Document } from "./table";
import { seconds } from "../shape/duration";

/** Property strings of interfaces, without the word before their name. */
const interfaces: Shape = { ...wordSet(), read: (value) => (value as readonly string[]).map((one) => one.replace(/^name=/, "")).sort() };

const own = "the provider does not know it";
/** What waits to be applied, as a sentence: the code says what the network will be. */
const waiting = ({ state, pending, running }: Document) => {
  if (state === "new") return ["it is new and waits to be applied: nothing of it runs yet"];
  const keys = typeof pending === "object" && pending !== null ? Object.keys(pending) : [];
  const runs = typeof running === "object" && running !== null ? keys.map((key) => runningAs(key, (running as Document)[key])).join(", ") : "";
  return state === undefined ? [] : [`${keys.length === 0 ? "a change" : keys.join(", ")} ${keys.length > 1 ? "wait" : "waits"} to be applied: ${runs === "" ? "what runs is as it was before" : `what runs has ${runs}`}`];
};

const runningAs = (key: string, value: unknown): string => (value === undefined ? `no ${key}` : `${key} ${typeof value === "object" ? JSON.stringify(value) : String(value as string | number)}`);

const applied = () => "comes into effect when the software-defined network is applied, which reloads the network of every node";

const common = { area: "sdn", policy: "protect", named: "name", cautions: waiting, does: applied } as const;
const noted = "a note tells what waits to be applied";
const runs = lost("running", text(), noted, { internal: true });
const waits = [...["pending", "state"].map((name) => lost(name, text(), noted, { internal: true })), runs];
const pendingState: readonly Member[] = [...["pending", "state"].map((name) => ({ ...provided(name, text(), null), pve: name })), runs];
const sdnId = matches(/^[A-Za-z][A-Za-z0-9]{1,7}$/, "two to eight letters and digits, a letter first");
const address = (version: 4 | 6, does: string) => row(version === 4 ? "ip" : "ip6", version === 4 ? "ip" : "ip6", version === 4 ? "ip" : "ip6", filled(text()), { says: `IPv${version} address ${does}.`, otherwise: "- none" });
const prefix = (version: 4 | 6) => row(version === 4 ? "ip_prefix" : "ip6_prefix", version === 4 ? "ipPrefix" : "ip6Prefix", version === 4 ? "ip_prefix" : "ip6_prefix", filled(text()), { says: `IPv${version} network that the addresses of its nodes are in.`, otherwise: "- none" });
const fabricName = row("id", "name", "id", text(), { says: "Its name, of two to eight letters and digits.", otherwise: nameFromPath, replaces: true, accepts: sdnId, why: "leave it to Proxmox VE" });
const fabricRecords = ["protocol", "lock-token"].map((name) => lost(name, text(), "its type tells", { internal: true }));
const fabricNode: readonly Member[] = [
  row("fabric_id", "fabric", "fabric_id", reference("sdn-fabric"), { says: "The fabric.", required: true, replaces: true }),
  row("node_id", "node", "node_id", reference("node"), { says: "The node.", required: true, replaces: true }),
  row("interfaces", "interfaces", "interface_names", interfaces, { says: "Interfaces of the node that are in it: `eno2`, `eno2,hello_multiplier=5`.", required: true, always: true, absent: [] }),
  ...fabricRecords,
  ...["fabric", "node", "id"].map((name) => lost(name, text(), "another key says it", { internal: true })),
];

const zone: readonly Member[] = [
  row("zone", "name", "id", text(), { says: "Its name, of at most eight letters and digits.", otherwise: nameFromPath, replaces: true }),
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

const oneTarget = ({ "rt-import": targets }: Document) => (typeof targets === "string" && targets.includes(",") ? { reason: "it has several rt-import, and the provider takes one", remedy: "leave it to Proxmox VE" } : undefined);
const unset = (names: readonly string[]) => (document: Document) => {
  const missing = names.filter((name) => document[name] === undefined);
  return missing.length === 0 ? undefined : { reason: `${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not set, and the provider would set ${missing.length === 1 ? "it" : "them"} at the first apply`, remedy: `pvesh set /cluster/sdn/zones/${String(document.zone)} ${missing.map((name) => `--${name} ${name === "vlan-protocol" ? "802.1q" : "0"}`).join(" ")}` };
};
/** Proxmox VE takes fractions of seconds there, and the provider does not. */
function brokenTime(document: Document) {
  const broken = ["hello_interval", "csnp_interval"].filter((name) => document[name] !== undefined && !Number.isInteger(Number(document[name])));
  const whole = broken.map((name) => `--${name} ${Math.max(1, Math.round(Number(document[name])))}`).join(" ");
  return broken.length === 0 ? undefined : { reason: `${broken.map((name) => `${name} is ${String(document[name])}`).join(" and ")}, and the provider takes whole seconds`, remedy: `pvesh set /cluster/sdn/fabrics/fabric/${String(document.id)} --protocol openfabric ${whole}` };
}

const unaddressed = ({ ip, ip6 }: Document) => (ip === undefined && ip6 === undefined ? { reason: "it has no address in the fabric, and the provider requires one", remedy: "give it an address in Proxmox VE, or leave it to Proxmox VE" } : undefined);

const evpnFlags = ["advertise-subnets", "disable-arp-nd-suppression", "exitnodes-local-routing"];

export const sdnTables: readonly ClusterTable[] = [
  {
    ...common, type: "sdn-controller", terraform: "proxmox_sdn_controller_evpn", construct: "SdnEvpnController", says: "A controller that announces routes by EVPN.",
    rows: [
      row("controller", "name", "id", { ...text(/^[a-z][a-z0-9_-]*[a-z0-9]$/i), expected: "two or more letters, digits, - _, a letter first" }, { says: "Its name.", otherwise: nameFromPath, replaces: true }),
      row("asn", "asn", "asn", count(), { says: "Number of the autonomous system.", required: true }),
      row("peers", "peers", "peers", wordSet(), { says: "Addresses of its peers.", otherwise: "- those of `fabric`" }),
      row("fabric", "fabric", "fabric", filled(reference("sdn-fabric")), { says: "Fabric that it uses.", otherwise: "- none" }),
      provided("digest", text(), null),
      ...waits,
    ],
  },
  { ...common, type: "zone", terraform: "proxmox_sdn_zone_simple", construct: "SdnSimpleZone", says: "A zone whose networks are bridges of each node by itself.", rows: [...zone, row("dhcp", "dhcp", "dhcp", filled(text()), { says: "Who gives addresses: `dnsmasq`.", otherwise: "- none" })] },
  { ...common, type: "zone", terraform: "proxmox_sdn_zone_vlan", construct: "SdnVlanZone", says: "A zone whose networks are VLANs on a bridge.", rows: [...zone, bridge, learning] },
  {
    ...common, type: "zone", terraform: "proxmox_sdn_zone_qinq", construct: "SdnQinqZone", says: "A zone whose networks are VLANs inside of a VLAN.",
    rows: [...zone, bridge, row("tag", "serviceVlan", "service_vlan", count(1, 4094), { vlans: true, says: "The VLAN outside.", required: true }), row("vlan-protocol", "serviceVlanProtocol", "service_vlan_protocol", text(), { says: "`802.1q` or `802.1ad`.", default: "802.1q", otherwise: '"802.1q"' }), learning],
    aside: (document) => unset(["vlan-protocol"])(document),
  },
  {
    ...common, type: "zone", terraform: "proxmox_sdn_zone_vxlan", construct: "SdnVxlanZone", says: "A zone whose networks are VXLANs between nodes.",
    rows: [...zone, row("peers", "peers", "peers", wordSet(), { says: "Addresses of the nodes.", required: true, always: true, absent: [] }), lost("vxlan-port", text(), own), lost("fabric", text(), own)],
  },
  {
    ...common, type: "zone", terraform: "proxmox_sdn_zone_evpn", construct: "SdnEvpnZone", says: "A zone whose networks are routed by EVPN.",
    rows: [
      ...zone,
      row("controller", "controller", "controller", reference("sdn-controller"), { says: "Controller that announces its routes.", required: true }),
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
    ...common, type: "vnet", terraform: "proxmox_sdn_vnet", construct: "SdnVnet", says: "A virtual network, which guests are plugged into as into a bridge.",
    rows: [
      row("vnet", "name", "id", text(), { says: "Its name, of at most eight letters and digits.", otherwise: "- its own id, whatever it is in", replaces: true }),
      row("zone", "zone", "zone", reference("zone"), { says: "Zone that it is in; `zone.addVnet(…)` says it.", required: true }),
      row("tag", "tag", "tag", count(), { vlans: true, says: "VLAN or VXLAN.", otherwise: "- none" }),
      row("alias", "alias", "alias", filled(text()), { says: "What people call it.", otherwise: "- none", accepts: matches(/^[()._a-zA-Z0-9\s-]+$/, "letters, digits, blanks and ( ) . _ -") }),
      row("vlanaware", "vlanAware", "vlan_aware", flag, { says: "Passes VLANs of guests on.", otherwise: "- false" }),
      row("isolate-ports", "isolatePorts", "isolate_ports", flag, { says: "Keeps its guests apart.", otherwise: "- false" }),
      ...waits,
    ],
  },
  {
    area: "sdn", policy: "protect", cautions: waiting, does: applied, type: "subnet", terraform: "proxmox_sdn_subnet", construct: "SdnSubnet", says: "A subnet of a virtual network.",
    document: oneRange, beside: ({ zone: name }) => ({ zone: { kind: "zone", name: String(name) } }),
    importId: ({ vnet, zone, cidr }) => `${String(vnet)}/${String(zone)}-${String(cidr).replace("/", "-")}`,
    rows: [
      row("vnet", "vnet", "vnet", reference("vnet"), { says: "The virtual network.", required: true, replaces: true }),
      row("cidr", "cidr", "cidr", text(), { says: "Its addresses: `10.9.0.0/24`.", required: true, replaces: true }),
      row("gateway", "gateway", "gateway", filled(text()), { says: "Address that the network itself has in it.", otherwise: "- none" }),
      row("snat", "snat", "snat", flag, { says: "Guests reach other networks under the node's address.", otherwise: "- false" }),
      row("dhcp-dns-server", "dhcpDnsServer", "dhcp_dns_server", filled(text()), { says: "Name server that DHCP tells of.", otherwise: "- none" }),
      row("dnszoneprefix", "dnsZonePrefix", "dns_zone_prefix", filled(text()), { says: "What comes before the zone's domain.", otherwise: "- nothing" }),
      block("dhcp_range", "dhcpRange", { says: "Addresses that DHCP gives.", from: key("dhcp-range") }, [
        row("start-address", "startAddress", "start_address", text(), { says: "The first.", required: true }),
        row("end-address", "endAddress", "end_address", text(), { says: "The last.", required: true }),
      ]),
      lost("further dhcp-range", text(), "the provider takes one range"),
      ...waits,
      ...["zone", "id", "subnet", "network", "mask"].map((name) => lost(name, text(), "it follows from other settings", { internal: true })),
    ],
  },
  {
    ...common, type: "sdn-fabric", terraform: "proxmox_sdn_fabric_openfabric", construct: "SdnOpenFabric", says: "A fabric: nodes that tell one another their routes by OpenFabric.", aside: brokenTime,
    rows: [
      fabricName, prefix(4), prefix(6),
      row("hello_interval", "helloInterval", "hello_interval", seconds(), { says: "Time between greetings.", unit: "seconds", otherwise: "- that of FRR" }),
      row("csnp_interval", "csnpInterval", "csnp_interval", seconds(), { says: "Time between lists of what is known.", unit: "seconds", otherwise: "- that of FRR" }),
      ...fabricRecords, ...waits,
    ],
  },
  {
    ...common, type: "sdn-fabric", terraform: "proxmox_sdn_fabric_ospf", construct: "SdnOspfFabric", says: "A fabric: nodes that tell one another their routes by OSPF.",
    rows: [fabricName, row("area", "area", "area", text(), { says: "Area: `0`.", required: true }), { ...prefix(4), required: true }, ...fabricRecords, ...waits],
  },
  { area: "sdn", policy: "protect", does: applied, type: "sdn-fabric-node", terraform: "proxmox_sdn_fabric_node_openfabric", construct: "SdnOpenFabricNode", says: "A node of an OpenFabric fabric.", aside: unaddressed, rows: [...fabricNode, address(4, "in the fabric"), address(6, "in the fabric")] },
  { area: "sdn", policy: "protect", does: applied, type: "sdn-fabric-node", terraform: "proxmox_sdn_fabric_node_ospf", construct: "SdnOspfFabricNode", says: "A node of an OSPF fabric.", rows: [...fabricNode, { ...address(4, "in the fabric"), required: true }] },
];

/** A subnet may have several ranges, of which the provider takes the first. */
function oneRange({ "dhcp-range": ranges, ...rest }: Document): Document {
  const [first, ...further] = Array.isArray(ranges) ? (ranges as readonly unknown[]) : [];
  return { ...rest, ...(first === undefined ? {} : { "dhcp-range": first }), ...(further.length === 0 ? {} : { "further dhcp-range": further }) };
}

