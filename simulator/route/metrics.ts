import { configId, oneOf, required, text } from "../parameter";
import { failed } from "../refusal";
import { given, index, needs, type Call, type Route } from "../route";
import { changedSection, createFields, sentValues, updateFields, withoutSection, withSection, assertUnmodified } from "../section/change";
import { readSections, writeSections } from "../section/file";
import { metricServers } from "../section/metrics";

const at = "/cluster/metrics/server";
// A token is kept in a file of its own, which nobody reads back.
const fields = { ...createFields(metricServers), token: text };

export const metricRoutes: readonly Route[] = [
  { method: "GET", path: "/cluster/metrics", ...needs("/", "Sys.Audit"), run: () => index("name", "server") },
  { method: "GET", path: at, ...needs("/", "Sys.Audit"), run: list },
  { method: "GET", path: `${at}/{id}`, ...needs("/", "Sys.Audit"), run: read },
  { method: "POST", path: `${at}/{id}`, ...needs("/", "Sys.Modify"), takes: { ...fields, id: required(configId), type: required(oneOf(...Object.keys(metricServers.types))) }, run: create },
  { method: "PUT", path: `${at}/{id}`, ...needs("/", "Sys.Modify"), takes: { ...updateFields(metricServers), token: text }, run: update },
  { method: "DELETE", path: `${at}/{id}`, ...needs("/", "Sys.Modify"), run: remove },
];

function list({ cluster }: Call) {
  const all = [...readSections(cluster, metricServers).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return all.map(({ id, type, values: { disable = 0, server, port } }) => ({ id, disable, type, server, port }));
}

function read(call: Call) {
  const found = readSections(call.cluster, metricServers).get(given(call, "id"));
  if (!found) throw failed(`status server entry '${given(call, "id")}' does not exist`);
  return { type: found.type, ...found.values };
}

function create(call: Call): null {
  const { cluster } = call;
  const [id, type] = [given(call, "id"), given(call, "type")];
  const all = readSections(cluster, metricServers);
  if (all.has(id)) throw failed(`Metric server '${id}' already exists`);
  const values = sentValues(call, metricServers, type, ["id", "token"], true);
  writeSections(cluster, metricServers, withSection(all, { id, type, values }).values());
  return null;
}

function update(call: Call): null {
  const { cluster } = call;
  const all = readSections(cluster, metricServers);
  assertUnmodified(call, cluster, metricServers);
  const found = all.get(given(call, "id"));
  if (!found) throw failed(`no such server '${given(call, "id")}'`);
  const deleted = String(call.given.delete ?? "").split(/[,; ]+/).filter((name) => name !== "token").join(",");
  const own = { ...call, given: { ...call.given, delete: deleted } };
  writeSections(cluster, metricServers, withSection(all, changedSection(own, metricServers, found, sentValues(own, metricServers, found.type, ["id", "token"], false))).values());
  return null;
}

function remove(call: Call): null {
  const { cluster } = call;
  writeSections(cluster, metricServers, withoutSection(readSections(cluster, metricServers), given(call, "id")).values());
  return null;
}
