import { createHash } from "node:crypto";
import { bytesOf } from "../../lib/pve/bytes";
import type { Cluster } from "../cluster";
import { flag, oneOf, required, text } from "../parameter";
import { failed, invalid } from "../refusal";
import { given, index, mayAny, needs, type Call, type Route } from "../route";
import { splitList } from "../schema/format";
import type { Properties } from "../schema/property";
import { assertDigest, deleted, locked, withoutSection, withSection } from "../section/change";
import { readSections, valueOf, writeSections } from "../section/file";
import { controllers, fabrics, zones } from "../section/sdn";
import type { Section, SectionValue, Sections } from "../section/kind";
import { viewOf } from "../sdn/config";
import { contains } from "../sdn/address";
import { assertToken } from "../sdn/lock";
import { runningConfig } from "../sdn/running";

const at = "/cluster/sdn/fabrics";
const view = { pending: flag, running: flag };
const beside = { "lock-token": text, digest: { ...text, maxLength: 64 } };
const id = required({ ...text, pattern: "[a-zA-Z0-9](?:[a-zA-Z0-9\\-]){0,6}[a-zA-Z0-9]?" });
const protocol = oneOf("openfabric", "ospf");
const { openfabric_fabric: open, ospf_fabric: ospf, openfabric_node: openNode } = fabrics.types;
const fabricFields: Properties = { ...open!.properties, area: { ...ospf!.properties.area!, optional: true } };
const nodeFields: Properties = openNode!.properties;

/** Networks between nodes. A digest here is SHA-256. */
export const sdnFabricRoutes: readonly Route[] = [
  { method: "GET", path: at, ...needs("/sdn/fabrics", "SDN.Audit"), run: () => index("subdir", "fabric node all") },
  { method: "GET", path: `${at}/all`, takes: view, run: (call) => ({ fabrics: listFabrics(call, true), nodes: listAllNodes(call) }) },
  { method: "GET", path: `${at}/fabric`, takes: view, unordered: true, run: (call) => listFabrics(call, viewOf(call.given) === "pending") },
  { method: "GET", path: `${at}/fabric/{id}`, ...needs("/sdn/fabrics/{id}", "SDN.Audit", "SDN.Allocate"), takes: { pending: flag, running: flag }, run: readFabric },
  { method: "POST", path: `${at}/fabric`, ...needs("/sdn/fabrics", "SDN.Allocate"), takes: { ...fabricFields, ...beside, id, protocol: required(protocol) }, run: createFabric },
  { method: "PUT", path: `${at}/fabric/{id}`, ...needs("/sdn/fabrics/{id}", "SDN.Allocate"), takes: { ...fabricFields, ...beside, protocol: required(protocol), delete: { type: "array", optional: true } }, run: updateFabric },
  { method: "DELETE", path: `${at}/fabric/{id}`, ...needs("/sdn/fabrics/{id}", "SDN.Allocate"), takes: beside, run: removeFabric },
  { method: "GET", path: `${at}/node`, takes: view, unordered: true, run: listNodes },
  { method: "GET", path: `${at}/node/{fabric_id}`, ...needs("/sdn/fabrics/{fabric_id}", "SDN.Audit", "SDN.Allocate"), takes: view, run: listNodesOf },
  { method: "GET", path: `${at}/node/{fabric_id}/{node_id}`, ...needs("/sdn/fabrics/{fabric_id}", "SDN.Audit", "SDN.Allocate"), takes: view, run: readNode },
  { method: "POST", path: `${at}/node/{fabric_id}`, ...needs("/sdn/fabrics/{fabric_id}", "SDN.Allocate"), takes: { ...nodeFields, ...beside, node_id: required(text), protocol: required(protocol) }, run: createNode },
  { method: "PUT", path: `${at}/node/{fabric_id}/{node_id}`, ...needs("/sdn/fabrics/{fabric_id}", "SDN.Allocate"), takes: { ...nodeFields, ...beside, protocol: required(protocol), delete: { type: "array", optional: true } }, run: updateNode },
  { method: "DELETE", path: `${at}/node/{fabric_id}/{node_id}`, ...needs("/sdn/fabrics/{fabric_id}", "SDN.Allocate"), takes: beside, run: removeNode },
];

type Row = Readonly<Record<string, unknown>>;

function digestOf({ files }: Cluster): string {
  return createHash("sha256").update(bytesOf(files.get(fabrics.file) ?? "")).digest("hex");
}

const isNode = ({ type }: { readonly type: string }) => type.endsWith("_node");
const protocolOf = (type: string) => type.replace(/_(fabric|node)$/, "");

/** Everything that is edited or runs, by `FABRIC` and `FABRIC_NODE`. */
function sectionsIn(call: Call): Section[] {
  if (viewOf(call.given) !== "running") return [...readSections(call.cluster, fabrics).values()];
  return Object.entries(runningConfig(call.cluster).kinds.fabrics ?? {}).map(([key, object]) => {
    const { type, id: _, ...values } = object as Row;
    return { id: key, type: String(type), values: values as Record<string, SectionValue> };
  });
}

const fabricRow = ({ id: name, type, values }: Section): Record<string, unknown> => ({ id: name, protocol: protocolOf(type), ...values });

function nodeRow({ id: name, type, values }: Section): Record<string, unknown> {
  const split = name.indexOf("_");
  return { fabric_id: name.slice(0, split), node_id: name.slice(split + 1), protocol: protocolOf(type), interfaces: [], ...values };
}

const withDigest = (call: Call, row: Record<string, unknown>) => (viewOf(call.given) === "running" ? row : { ...row, digest: digestOf(call.cluster) });

function listFabrics(call: Call, digest: boolean) {
  const seen = sectionsIn(call).filter((one) => !isNode(one) && mayAny(call, `/sdn/fabrics/${one.id}`, "SDN.Audit", "SDN.Allocate"));
  return seen.map((one) => (digest ? withDigest(call, fabricRow(one)) : fabricRow(one)));
}

function allNodes(call: Call) {
  return sectionsIn(call)
    .filter(isNode)
    .map(nodeRow)
    .filter(({ fabric_id, node_id }) => mayAny(call, `/sdn/fabrics/${String(fabric_id)}`, "SDN.Audit", "SDN.Allocate") && mayAny(call, `/nodes/${String(node_id)}`, "Sys.Audit", "Sys.Modify"));
}

const listAllNodes = (call: Call) => allNodes(call).map((row) => withDigest(call, row));

/** By the name of the node: one that is in two fabrics is there once. */
function listNodes(call: Call) {
  return [...new Map(listAllNodes(call).map((row) => [row.node_id, row])).values()];
}

function listNodesOf(call: Call) {
  return allNodes(call)
    .filter((row) => row.fabric_id === given(call, "fabric_id"))
    .sort((a, b) => (String(a.node_id) < String(b.node_id) ? -1 : 1))
    .map((row) => withDigest(call, row));
}

function existingFabric(call: Call, name = given(call, "id")): Section {
  const found = readSections(call.cluster, fabrics).get(name);
  if (!found || isNode(found)) throw failed(`fabric '${name}' does not exist in configuration`);
  return found;
}

function readFabric(call: Call) {
  return { ...fabricRow(existingFabric(call)), digest: digestOf(call.cluster) };
}

function existingNode(call: Call): Section {
  const [fabric, node] = [given(call, "fabric_id"), given(call, "node_id")];
  existingFabric(call, fabric);
  const found = readSections(call.cluster, fabrics).get(`${fabric}_${node}`);
  if (!found) throw failed(`node '${node}' does not exist in fabric '${fabric}'`);
  return found;
}

function readNode(call: Call) {
  return { ...nodeRow(existingNode(call)), digest: digestOf(call.cluster) };
}

/** The settings of a type that were sent; one of the other protocol is refused. */
function sent(call: Call, type: string): Record<string, SectionValue> {
  const { properties } = fabrics.types[type]!;
  const names = Object.keys({ ...fabricFields, ...nodeFields }).filter((name) => call.given[name] !== undefined);
  const strange = names.find((name) => !Object.hasOwn(properties, name));
  if (strange !== undefined) throw invalid({ [strange]: "property is not defined in schema and the schema does not allow additional properties" });
  return Object.fromEntries(names.map((name) => [name, valueOf(properties[name]!, call.given[name])]));
}

/** Fabrics by name, each before its nodes. */
function save(cluster: Cluster, all: Sections): null {
  const order = ({ id: name }: Section) => name.replace("_", "\0");
  writeSections(cluster, fabrics, [...all.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1)));
  return null;
}

function change(call: Call, words: string, run: (all: Sections) => Sections): null {
  return locked(words, () => {
    assertToken(call);
    assertDigest(call, digestOf(call.cluster));
    return save(call.cluster, run(readSections(call.cluster, fabrics)));
  });
}

function createFabric(call: Call): null {
  return change(call, "adding fabric failed", (all) => {
    const [name, type] = [given(call, "id"), `${given(call, "protocol")}_fabric`];
    if (all.has(name)) throw failed(`fabric '${name}' already exists in config`);
    const values = sent(call, type);
    if (type === "ospf_fabric" && values.area === undefined) throw failed("missing area");
    assertPrefix(values);
    return withSection(all, { id: name, type, values });
  });
}

function assertPrefix({ ip_prefix, ip6_prefix }: Readonly<Record<string, SectionValue>>): void {
  if (ip_prefix === undefined && ip6_prefix === undefined) throw failed("at least one of ip_prefix / ip6_prefix must be set");
}

function without(call: Call, values: Readonly<Record<string, SectionValue>>): Record<string, SectionValue> {
  const gone = Array.isArray(call.given.delete) ? (call.given.delete as readonly string[]).flatMap((one) => splitList(one)) : deleted(call);
  return Object.fromEntries(Object.entries(values).filter(([key]) => !gone.includes(key)));
}

function updateFabric(call: Call): null {
  return change(call, "updating fabric failed", (all) => {
    const found = existingFabric(call);
    const values = { ...without(call, found.values), ...sent(call, found.type) };
    assertPrefix(values);
    return withSection(all, { ...found, values });
  });
}

function removeFabric(call: Call): null {
  return change(call, "deleting fabric failed", (all) => {
    const { id: name } = existingFabric(call);
    const place = "at /usr/share/perl5/PVE/API2/Network/SDN/Fabrics/Fabric.pm line";
    const controller = [...readSections(call.cluster, controllers).values()].find(({ values }) => values.fabric === name);
    if (controller) throw failed(`this fabric is still used in the EVPN controller "${controller.id}" ${place} 279.`);
    const zone = [...readSections(call.cluster, zones).values()].find(({ values }) => values.fabric === name);
    if (zone) throw failed(`this fabric is still used in the VXLAN zone "${zone.id}" ${place} 288.`);
    return new Map([...withoutSection(all, name)].filter(([key]) => !key.startsWith(`${name}_`)));
  });
}

function createNode(call: Call): null {
  return change(call, "adding node failed", (all) => {
    const fabric = existingFabric(call, given(call, "fabric_id"));
    const [node, type] = [given(call, "node_id"), `${protocolOf(fabric.type)}_node`];
    const key = `${fabric.id}_${node}`;
    if (all.has(key)) throw failed(`node '${node}' already exists in config for fabric '${fabric.id}'`);
    const values = sent(call, type);
    assertInPrefix(fabric, values);
    return withSection(all, { id: key, type, values });
  });
}

function assertInPrefix({ values: { ip_prefix, ip6_prefix }, id: name }: Section, { ip, ip6 }: Readonly<Record<string, SectionValue>>): void {
  for (const [address, prefix] of [[ip, ip_prefix], [ip6, ip6_prefix]] as const) {
    if (address !== undefined && (prefix === undefined || !contains(String(prefix), String(address)))) throw failed(`IP ${String(address)} is not contained in the prefix of fabric ${name}`);
  }
}

function updateNode(call: Call): null {
  return change(call, "updating node failed", (all) => {
    const found = existingNode(call);
    const values = { ...without(call, found.values), ...sent(call, found.type) };
    assertInPrefix(existingFabric(call, given(call, "fabric_id")), values);
    return withSection(all, { ...found, values });
  });
}

function removeNode(call: Call): null {
  return change(call, "deleting node failed", (all) => withoutSection(all, existingNode(call).id));
}
