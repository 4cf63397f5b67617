import { parsePropertyString } from "../../lib/pve/property-string";
import { configId, nodeName, required } from "../parameter";
import { failed } from "../refusal";
import { given, index, mayAny, needs, type Call, type Route } from "../route";
import { assertDigest, changedSection, createFields, locked, sentValues, updateFields, withoutSection, withSection } from "../section/change";
import { digestOfFile, readSections, writeSections } from "../section/file";
import { wrongDevice } from "../hardware";
import { mappings, mappingTypes, type MappingType } from "../section/mapping";
import type { Section } from "../section/kind";

const may = ["Mapping.Use", "Mapping.Modify", "Mapping.Audit"] as const;
/** What a kind is called when something goes wrong. */
const words: Readonly<Record<MappingType, string>> = { dir: "directory", pci: "hardware", usb: "hardware" };

export const mappingRoutes: readonly Route[] = [
  { method: "GET", path: "/cluster/mapping", run: () => index("name", "dir pci usb") },
  ...mappingTypes.flatMap(routesOf),
];

function routesOf(type: MappingType): Route[] {
  const at = `/cluster/mapping/${type}`;
  const kind = mappings[type];
  const place = (id: string) => `/mapping/${type}/${id}`;
  return [
    { method: "GET", path: at, takes: { "check-node": nodeName }, unordered: true, run: (call) => list(call, type) },
    { method: "GET", path: `${at}/{id}`, ...needs(place("{id}"), ...may), run: (call) => read(call, type) },
    { method: "POST", path: at, ...needs(`/mapping/${type}`, "Mapping.Modify"), takes: { ...createFields(kind), map: { ...createFields(kind).map!, optional: true }, id: required(configId) }, run: (call) => create(call, type) },
    { method: "PUT", path: `${at}/{id}`, ...needs(place("{id}"), "Mapping.Modify"), takes: updateFields(kind), run: (call) => update(call, type) },
    { method: "DELETE", path: `${at}/{id}`, ...needs(`/mapping/${type}`, "Mapping.Modify"), run: (call) => remove(call, type) },
  ];
}

function list(call: Call, type: MappingType) {
  const { cluster } = call;
  const digest = digestOfFile(cluster, mappings[type]);
  const node = call.given["check-node"] === undefined ? undefined : given(call, "check-node");
  const seen = [...readSections(cluster, mappings[type]).values()].filter(({ id }) => mayAny(call, `/mapping/${type}/${id}`, ...may));
  return seen.map((section) => ({ type, id: section.id, ...section.values, digest, ...(node === undefined ? {} : { checks: checksOf(call, type, section, node) }) }));
}

function read(call: Call, type: MappingType) {
  const found = readSections(call.cluster, mappings[type]).get(given(call, "id"));
  if (!found) throw failed(`mapping '${given(call, "id")}' not found`);
  return { type, ...found.values, digest: digestOfFile(call.cluster, mappings[type]) };
}

/** What a node lacks of what is mapped on it. */
function checksOf({ cluster }: Call, type: MappingType, { id, values }: Section, node: string) {
  const own = (values.map as readonly string[]).map((map) => new Map(parsePropertyString(map))).filter((map) => map.get("node") === node);
  if (own.length === 0) return [{ severity: "warning", message: `No mapping for node ${node}.` }];
  const hardware = cluster.nodes.get(node)?.hardware ?? {};
  return own.flatMap((map) => {
    const wrong = type === "dir" ? undefined : wrongDevice(type, id, map, values.mdev === 1, hardware[type] ?? []);
    return wrong === undefined ? [] : [{ severity: "error", message: `Invalid configuration: ${wrong}\n` }];
  });
}

/** A folder is mapped once on each node. */
function assertOnce(type: MappingType, map: unknown): void {
  if (type !== "dir") return;
  const nodes = (map as readonly string[]).map((one) => new Map(parsePropertyString(one)).get("node"));
  const twice = nodes.find((node, at) => nodes.indexOf(node) !== at);
  if (twice !== undefined) throw failed(`node '${twice}' is specified ${nodes.filter((node) => node === twice).length} times`);
}

function create(call: Call, type: MappingType): null {
  const { cluster } = call;
  const id = given(call, "id");
  const values = sentValues(call, mappings[type], type, ["id"], true);
  assertOnce(type, values.map);
  return locked(`create ${words[type]} mapping failed`, () => {
    const all = readSections(cluster, mappings[type]);
    if (all.has(id)) throw failed(`${type} ID '${id}' already defined`);
    writeSections(cluster, mappings[type], withSection(all, { id, type, values }).values());
    return null;
  });
}

function update(call: Call, type: MappingType): null {
  const { cluster } = call;
  const id = given(call, "id");
  return locked(`update ${words[type]} mapping failed`, () => {
    const all = readSections(cluster, mappings[type]);
    assertDigest(call, digestOfFile(cluster, mappings[type]));
    const found = all.get(id);
    if (!found) throw failed(`${type} ID '${id}' does not exist`);
    const values = sentValues(call, mappings[type], type, ["id"], true);
    assertOnce(type, values.map);
    writeSections(cluster, mappings[type], withSection(all, changedSection(call, mappings[type], found, values)).values());
    return null;
  });
}

function remove(call: Call, type: MappingType): null {
  writeSections(call.cluster, mappings[type], withoutSection(readSections(call.cluster, mappings[type]), given(call, "id")).values());
  return null;
}
