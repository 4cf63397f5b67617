import { flag, formatted, isSet, nodeName, oneOf, required, text } from "../parameter";
import { failed, invalid } from "../refusal";
import { given, index, needs, type Call, type Route } from "../route";
import { findService, parseSid, removeService } from "../ha";
import { haStatus, managerStatus } from "../ha-status";
import { isBefore9 } from "../release";
import { obey } from "./power";
import { splitList } from "../schema/format";
import { assertUnmodified, changedSection, createFields, locked, sentValues, updateFields, withoutSection, withSection } from "../section/change";
import { digestOfFile, readSections, writeSections } from "../section/file";
import { haGroups, haResources, haRules } from "../section/ha";
import type { Section, Sections } from "../section/kind";

const audit = needs("/", "Sys.Audit");
const change = needs("/", "Sys.Console");
const sid = { ...formatted("pve-ha-resource-or-vm-id"), optional: false };
const rule = required(formatted("pve-configid"));
const ruleTypes = Object.keys(haRules.types);

export const haRoutes: readonly Route[] = [
  { method: "GET", path: "/cluster/ha", ...audit, run: () => index("id", "status resources groups rules") },
  { method: "GET", path: "/cluster/ha/status", ...audit, run: () => index("name", "current manager_status disarm-ha arm-ha") },
  { method: "GET", path: "/cluster/ha/status/current", ...audit, run: ({ cluster }) => haStatus(cluster) },
  { method: "GET", path: "/cluster/ha/status/manager_status", ...audit, run: ({ cluster }) => managerStatus(cluster) },
  { method: "GET", path: "/cluster/ha/resources", ...audit, takes: { type: oneOf("ct", "vm") }, unordered: true, run: listResources },
  { method: "GET", path: "/cluster/ha/resources/{sid}", ...audit, takes: { sid }, run: readResource },
  { method: "POST", path: "/cluster/ha/resources", ...change, takes: { ...createFields(haResources), sid, type: oneOf("ct", "vm") }, run: createResource },
  { method: "PUT", path: "/cluster/ha/resources/{sid}", ...change, takes: { ...updateFields(haResources), sid }, run: updateResource },
  { method: "DELETE", path: "/cluster/ha/resources/{sid}", ...change, takes: { sid, purge: flag }, run: deleteResource },
  { method: "POST", path: "/cluster/ha/resources/{sid}/migrate", ...change, takes: { sid, node: required(nodeName) }, run: (call) => move(call, "migrate") },
  { method: "POST", path: "/cluster/ha/resources/{sid}/relocate", ...change, takes: { sid, node: required(nodeName) }, run: (call) => move(call, "relocate") },
  { method: "GET", path: "/cluster/ha/rules", ...audit, takes: { type: oneOf(...ruleTypes), resource: text }, run: listRules },
  { method: "GET", path: "/cluster/ha/rules/{rule}", ...audit, takes: { rule }, run: readRule },
  { method: "POST", path: "/cluster/ha/rules", ...change, takes: { ...createFields(haRules), rule, type: required(oneOf(...ruleTypes)) }, run: createRule },
  { method: "PUT", path: "/cluster/ha/rules/{rule}", ...change, takes: { ...updateFields(haRules), rule, type: required(oneOf(...ruleTypes)) }, run: updateRule },
  { method: "DELETE", path: "/cluster/ha/rules/{rule}", ...change, takes: { rule }, run: deleteRule },
];

/** A group that is named is none any more in Proxmox VE 9, and is not told; before that, nothing was said of going back. */
const described = (cluster: Call["cluster"], { id, type, values: { group, failback, ...values } }: Section, digest: string) => ({ sid: id, type, ...values, ...(isBefore9(cluster) ? (group === undefined ? {} : { group }) : failback === undefined ? {} : { failback }), digest });

function listResources({ cluster, given: { type } }: Call) {
  const digest = digestOfFile(cluster, haResources);
  return [...readSections(cluster, haResources).values()].filter((one) => type === undefined || one.type === type).map((one) => described(cluster, one, digest));
}

function readResource({ cluster, ...call }: Call) {
  const id = parseSid(cluster, given({ cluster, ...call }, "sid"));
  const found = readSections(cluster, haResources).get(id);
  if (!found) throw failed(`no such resource '${id}'`);
  return described(cluster, found, digestOfFile(cluster, haResources));
}

function assertGroup({ cluster, given: { group } }: Call): void {
  if (group === undefined) return;
  if (!isBefore9(cluster)) throw failed("invalid parameter 'group': ha groups have been migrated to rules");
  if (!readSections(cluster, haGroups).has(String(group))) throw failed(`HA group '${String(group)}' does not exist`);
}

function createResource(call: Call): null {
  const { cluster } = call;
  const id = parseSid(cluster, given(call, "sid"));
  const [type = "", name = ""] = id.split(":");
  if (call.given.type !== undefined && given(call, "type") !== type) throw failed("types does not match");
  assertGroup(call);
  if (!Object.hasOwn(haResources.types, type)) throw failed(`no such resource type '${type}'`);
  const guest = cluster.guests.get(Number(name));
  if (!guest) throw failed(`resource '${id}' does not exist in cluster`);
  if (guest.type !== (type === "vm" ? "qemu" : "lxc")) throw failed(`resource '${id}' - guest with ID ${name} is not a ${type === "vm" ? "VM" : "container"}`);
  const values = sentValues(call, haResources, type, ["sid"], true);
  return locked("create resource failed", () => {
    const all = readSections(cluster, haResources);
    if (all.has(id)) throw failed(`resource ID '${id}' already defined`);
    writeSections(cluster, haResources, withSection(all, { id, type, values }).values());
    obey(call, guest);
    return null;
  });
}

function updateResource(call: Call): null {
  const { cluster } = call;
  const id = parseSid(cluster, given(call, "sid"));
  assertGroup(call);
  return locked("update resources config failed", () => {
    const all = readSections(cluster, haResources);
    assertUnmodified(call, cluster, haResources);
    const found = all.get(id);
    if (!found) throw failed(`no such resource '${id}'`);
    writeSections(cluster, haResources, withSection(all, changedSection(call, haResources, found, sentValues(call, haResources, found.type, ["sid"], false))).values());
    const guest = cluster.guests.get(Number(id.split(":")[1]));
    if (guest) obey(call, guest);
    return null;
  });
}

function deleteResource(call: Call): null {
  const { cluster } = call;
  const id = parseSid(cluster, given(call, "sid"));
  if (!findService(cluster, id)) throw failed(`cannot delete service '${id}', not HA managed!`);
  removeService(cluster, id, call.given.purge === undefined || isSet(call.given.purge));
  return null;
}

function move(call: Call, how: "migrate" | "relocate") {
  const { cluster } = call;
  const id = parseSid(cluster, given(call, "sid"));
  if (!findService(cluster, id)) throw failed(`service '${id}' is not managed by HA`);
  const node = given(call, "node");
  if (!cluster.nodes.has(node)) throw invalid({ node: `no such cluster node '${node}'` });
  const guest = cluster.guests.get(Number(id.split(":")[1]));
  if (guest) guest.node = node;
  cluster.files.set("ha/crm_commands", `${cluster.files.get("ha/crm_commands") ?? ""}${how} ${id} ${node}\n`);
  return { sid: id, "requested-node": node };
}

const sortedList = (value: unknown) => splitList(String(value)).sort().join(",");

function describedRule(all: Sections, { id, type, values }: Section, digest: string) {
  const lists = Object.fromEntries(["resources", "nodes"].flatMap((key) => (values[key] === undefined ? [] : [[key, sortedList(values[key])]])));
  return { rule: id, type, ...values, ...lists, order: [...all.keys()].indexOf(id) + 1, digest };
}

function listRules({ cluster, given: { type, resource } }: Call) {
  const all = readSections(cluster, haRules);
  const digest = digestOfFile(cluster, haRules);
  const wanted = [...all.values()].filter((one) => (type === undefined || one.type === type) && (resource === undefined || splitList(String(one.values.resources)).includes(String(resource))));
  return wanted.map((one) => describedRule(all, one, digest));
}

function readRule(call: Call) {
  const all = readSections(call.cluster, haRules);
  const found = all.get(given(call, "rule"));
  if (!found) throw failed(`no such ha rule '${given(call, "rule")}'`);
  return describedRule(all, found, digestOfFile(call.cluster, haRules));
}

/** A flag that is not set is not written. */
const withoutUnset = (call: Call): Call => ({ ...call, given: Object.fromEntries(Object.entries(call.given).filter(([name, value]) => name !== "disable" || isSet(value))) });

function createRule(sent: Call): null {
  const call = withoutUnset(sent);
  const { cluster } = call;
  const [id, type] = [given(call, "rule"), given(call, "type")];
  const values = sentValues(call, haRules, type, ["rule"], true);
  return locked("create ha rule failed", () => {
    const all = readSections(cluster, haRules);
    if (all.has(id)) throw failed(`HA rule '${id}' already defined`);
    saveRule(call, all, { id, type, values }, values);
    return null;
  });
}

function updateRule(sent: Call): null {
  const call = withoutUnset(sent);
  const { cluster } = call;
  const id = given(call, "rule");
  return locked("update HA rules failed", () => {
    const all = readSections(cluster, haRules);
    assertUnmodified(call, cluster, haRules);
    const found = all.get(id);
    if (!found) throw failed(`HA rule '${id}' does not exist`);
    const values = sentValues(call, haRules, found.type, ["rule"], false);
    saveRule(call, all, changedSection(call, haRules, found, values), values);
    return null;
  });
}

function saveRule({ cluster }: Call, all: Sections, rule: Section, sent: Section["values"]): void {
  if (sent.resources !== undefined) assertManaged(readSections(cluster, haResources), splitList(String(sent.resources)));
  const nodes = splitList(String(sent.nodes ?? "")).map((node) => node.split(":")[0]!);
  const strange = nodes.filter((node) => !cluster.nodes.has(node)).sort();
  if (strange.length > 0) throw failed(`cannot use non-existent node(s) ${strange.join(", ")}.`);
  const next = withSection(all, rule);
  const wrong = wrongRule(next, rule, cluster.nodes.size);
  if (wrong !== undefined) throw Object.assign(invalid({ resources: wrong }), { message: `Rule '${rule.id}' is invalid.` });
  writeSections(cluster, haRules, next.values());
}

function assertManaged(resources: Sections, wanted: readonly string[]): void {
  if (wanted.length === 0) throw failed("no resources were specified");
  const strange = wanted.filter((id) => !resources.has(id)).sort();
  if (strange.length > 0) throw failed(`cannot use unmanaged resource(s) ${strange.join(", ")}.`);
}

/** What keeps a rule from being followed beside the others. */
function wrongRule(all: Sections, rule: Section, nodes: number): string | undefined {
  if (rule.values.disable === 1) return undefined;
  const own = splitList(String(rule.values.resources));
  const others = [...all.values()].filter((other) => other.id !== rule.id && other.values.disable !== 1);
  const shared = (other: Section) => splitList(String(other.values.resources)).filter((id) => own.includes(id));
  if (rule.type === "node-affinity") {
    const twice = own.find((id) => others.some((other) => other.type === "node-affinity" && shared(other).includes(id)));
    return twice === undefined ? undefined : `resource '${twice}' is already used in another node affinity rule`;
  }
  if (own.length < 2) return "rule is ineffective as there are less than two resources";
  if (rule.values.affinity === "negative" && own.length > nodes) return "rule defines more resources than available nodes";
  const opposite = others.find((other) => other.type === "resource-affinity" && other.values.affinity !== rule.values.affinity && shared(other).length > 1);
  return opposite === undefined ? undefined : `rule shares two or more resources with the ${String(opposite.values.affinity)} resource affinity rule '${opposite.id}'`;
}

function deleteRule(call: Call): null {
  const { cluster } = call;
  const all = readSections(cluster, haRules);
  writeSections(cluster, haRules, withoutSection(all, given(call, "rule")).values());
  return null;
}
