import type { Node } from "../cluster";
import { printNetwork, type Interface } from "../../lib/pve/file/interfaces";
import { interfacesFile, networkOf, stagedFile } from "../network";
import { flag, formatted, integer, oneOf, required, text } from "../parameter";
import { beyond, failed, invalid } from "../refusal";
import { given, needs, type Call, type Route } from "../route";
import type { Properties } from "../schema/property";
import { splitList } from "../schema/format";
import { startTask } from "../task";

const at = "/nodes/{node}/network";
const types = ["bridge", "bond", "eth", "alias", "vlan", "fabric", "OVSBridge", "OVSBond", "OVSPort", "OVSIntPort", "vnet", "unknown"];
const modes = "balance-rr active-backup balance-xor broadcast 802.3ad balance-tlb balance-alb balance-slb lacp-balance-slb lacp-balance-tcp".split(" ");
const fields: Properties = {
  type: required(oneOf(...types)),
  comments: text,
  comments6: text,
  autostart: flag,
  bridge_vlan_aware: flag,
  bridge_vids: text,
  bridge_ports: formatted("pve-iface-list"),
  slaves: formatted("pve-iface-list"),
  ovs_ports: text,
  ovs_bonds: text,
  ovs_bridge: text,
  ovs_tag: integer(1, 4094),
  ovs_options: text,
  bond_mode: oneOf(...modes),
  "bond-primary": formatted("pve-iface"),
  bond_xmit_hash_policy: oneOf("layer2", "layer2+3", "layer3+4"),
  "vlan-raw-device": formatted("pve-iface"),
  "vlan-id": integer(1, 4094),
  gateway: formatted("ipv4"),
  netmask: { ...formatted("ipv4mask"), requires: "address" },
  address: { ...formatted("ipv4"), requires: "netmask" },
  cidr: formatted("CIDRv4"),
  mtu: integer(1280, 65520),
  gateway6: formatted("ipv6"),
  netmask6: { ...integer(0, 128), requires: "address6" },
  address6: { ...formatted("ipv6"), requires: "netmask6" },
  cidr6: formatted("CIDRv6"),
};
const iface = { type: "string", format: "pve-iface", minLength: 2, maxLength: 20 } as const;
const modify = needs("/nodes/{node}", "Sys.Modify");

/** What changes a node's network. Changes wait in a file of their own until they are applied. */
export const networkRoutes: readonly Route[] = [
  { method: "POST", path: at, ...modify, takes: { ...fields, iface }, run: createInterface },
  { method: "PUT", path: `${at}/{iface}`, ...modify, takes: { ...fields, delete: formatted("pve-configid-list") }, run: updateInterface },
  { method: "DELETE", path: `${at}/{iface}`, ...modify, run: deleteInterface },
  { method: "PUT", path: at, ...modify, takes: { "regenerate-frr": flag }, run: apply },
  { method: "DELETE", path: at, ...modify, run: revert },
];

function nodeOf(call: Call): Node {
  return call.cluster.nodes.get(given(call, "node"))!;
}

const flags = new Set(["autostart", "bridge_vlan_aware"]);

/** What was said of an interface, as the file will hold it. */
function saidOf({ given: sent }: Call): Record<string, unknown> {
  const names = Object.keys(sent).filter((name) => !["node", "iface", "delete"].includes(name));
  const values = names.map((name) => [name, flags.has(name) ? Number(sent[name] === true ? 1 : sent[name]) : String(sent[name])] as const);
  const said: Record<string, unknown> = Object.fromEntries(values);
  for (const six of ["", "6"]) {
    const cidr = said[`cidr${six}`];
    if (cidr !== undefined) said[`address${six}`] = String(cidr).split("/")[0];
    if (cidr !== undefined) said[`netmask${six}`] = String(cidr).split("/")[1];
  }
  if (said.bridge_vids === "") throw invalid({ bridge_vids: "VLAN list items are empty" });
  return said;
}

/** The families and methods that follow from the addresses. */
function withFamilies(one: Record<string, unknown>): Record<string, unknown> {
  const [four, six] = [one.address !== undefined, one.address6 !== undefined];
  const families = [...(four || !six ? ["inet"] : []), ...(six ? ["inet6"] : [])];
  return { ...one, method: four ? "static" : "manual", method6: six ? "static" : "manual", families };
}

function demandModelled(call: Call): void {
  const type = given(call, "type");
  if (/^OVS|^(alias|fabric|vnet|unknown)$/.test(type)) throw beyond(`an interface of type ${type}`);
}

function createInterface(call: Call): null {
  demandModelled(call);
  const node = nodeOf(call);
  const { interfaces } = networkOf(call.cluster, node);
  const name = given(call, "iface");
  if (interfaces.some((one) => one.iface === name)) throw invalid({ iface: "interface already exists" });
  checkUnique(call, interfaces, name);
  const said = saidOf(call);
  if (given(call, "type") === "bridge" && said.bridge_ports === undefined) said.bridge_ports = "";
  stage(call, node, [...interfaces, { ...withFamilies(said), iface: name, type: given(call, "type") }]);
  return null;
}

function updateInterface(call: Call): null {
  demandModelled(call);
  const node = nodeOf(call);
  const { interfaces } = networkOf(call.cluster, node);
  const name = given(call, "iface");
  const old = interfaces.find((one) => one.iface === name);
  if (!old) throw invalid({ iface: "interface does not exist" });
  checkUnique(call, interfaces, name);
  const gone = new Set(splitList(given(call, "delete")).flatMap((key) => (/^cidr6?$/.test(key) ? [key, key.replace("cidr", "address"), key.replace("cidr", "netmask")] : [key])));
  const kept = Object.fromEntries(Object.entries(old).filter(([key]) => !gone.has(key)));
  const next = { ...withFamilies({ ...kept, ...saidOf(call) }), iface: name, type: given(call, "type") };
  stage(call, node, interfaces.map((one) => (one.iface === name ? next : one)));
  return null;
}

function deleteInterface(call: Call): null {
  const node = nodeOf(call);
  const { interfaces } = networkOf(call.cluster, node);
  const name = given(call, "iface");
  if (!interfaces.some((one) => one.iface === name)) throw invalid({ iface: "interface does not exist" });
  stage(call, node, interfaces.filter((one) => one.iface !== name));
  return null;
}

/** A gateway and a port are there once. */
function checkUnique({ given: sent }: Call, interfaces: readonly Interface[], name: string): void {
  const others = interfaces.filter(({ iface: other }) => other !== name);
  for (const [key, what] of [["gateway", "Default gateway"], ["gateway6", "Default ipv6 gateway"]] as const) {
    const taken = sent[key] === undefined ? undefined : others.find((one) => one[key] !== undefined);
    if (taken) throw invalid({ [key]: `${what} already exists on interface '${taken.iface}'.` });
  }
  const six = String(sent.cidr6 ?? sent.address6 ?? "").split("/")[0]!;
  if (/^2001:db8:/i.test(six)) throw invalid({ address: `${six} with type 'DOCUMENTATION', cannot be used as host IPv6 address.` });
  for (const key of ["bridge_ports", "slaves"]) {
    for (const port of splitList(String(sent[key] ?? ""))) {
      const user = others.find((one) => [one.bridge_ports, one.slaves].some((ports) => splitList(String(ports ?? "")).includes(port)));
      if (user) throw invalid({ [key]: `${port} is already used on interface '${user.iface}'.` });
    }
  }
}

/** Checks that everything fits together, and lets it wait. */
function stage({ cluster }: Call, node: Node, interfaces: readonly Interface[]): void {
  const network = networkOf(cluster, node);
  const find = (name: string) => interfaces.find(({ iface: other }) => other === name);
  for (const one of interfaces) {
    const words = (value: unknown) => splitList(String(value ?? ""));
    if (one.type === "bond") for (const port of words(one.slaves)) assertSlave(one, port, find(port));
    if (one.type === "vlan") assertParent(one, find);
    if (one.type === "bridge") {
      for (const port of words(one.bridge_ports)) if (!find(port) && !/\.\d+$/.test(port)) throw failed(`bridge '${one.iface}' - unable to find bridge port '${port}'`);
    }
  }
  cluster.files.set(stagedFile(node), printNetwork({ ...network, interfaces }));
}

function assertSlave(bond: Interface, port: string, found: Interface | undefined): void {
  const type = found?.type ?? "";
  if (type !== "eth" && type !== "bond") throw failed(`bond '${bond.iface}' - wrong interface type on slave '${port}' ('${type}' != 'eth or bond')`);
}

function assertParent(vlan: Interface, find: (name: string) => Interface | undefined): void {
  const parent = /^(\S+)\.\d+$/.exec(vlan.iface)?.[1] ?? vlan["vlan-raw-device"];
  if (parent === undefined) throw failed("missing vlan-raw-device option at /usr/share/perl5/PVE/Network/Interfaces.pm line 954.");
  if (!find(String(parent))) throw failed(`vlan '${vlan.iface}' - unable to find parent '${String(parent)}'`);
}

function apply(call: Call): string {
  const { cluster, user } = call;
  const node = nodeOf(call);
  const run = () => {
    const text = cluster.files.get(stagedFile(node));
    if (text === undefined) return;
    // A node that shared its network with the others has its own from now on.
    cluster.files.set(interfacesFile(cluster, node) === "interfaces" && cluster.nodes.size > 1 ? `nodes/${node.name}/interfaces` : interfacesFile(cluster, node), text);
    cluster.files.delete(stagedFile(node));
  };
  return startTask(cluster, { node: node.name, type: "srvreload", id: "networking", user, run });
}

function revert(call: Call): null {
  call.cluster.files.delete(stagedFile(nodeOf(call)));
  return null;
}
