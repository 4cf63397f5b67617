import { nextEvent } from "../calendar";
import { configId, formatted, integer, required } from "../parameter";
import { failed, invalid } from "../refusal";
import { given, index, needs, type Call, type Route } from "../route";
import { changedSection, sentValues, withoutSection, withSection } from "../section/change";
import { readSections, writeSections } from "../section/file";
import { jobs } from "../section/jobs";
import { realms } from "../section/realms";
import type { Properties } from "../schema/property";

const at = "/cluster/jobs/realm-sync";
const audit = needs("/", "Sys.Audit");
const modify = needs("/", "Sys.Modify");
const { properties } = jobs.types["realm-sync"]!;
const fields: Properties = { ...properties, scope: { ...properties.scope!, optional: true }, id: required(configId) };
const { realm: _, ...changeable } = fields;

export const realmSyncRoutes: readonly Route[] = [
  { method: "GET", path: "/cluster/jobs", run: () => index("subdir", "schedule-analyze realm-sync") },
  { method: "GET", path: "/cluster/jobs/schedule-analyze", takes: { schedule: fields.schedule!, starttime: integer(), iterations: integer(1, 100) }, run: analyse },
  { method: "GET", path: at, ...audit, run: list },
  { method: "GET", path: `${at}/{id}`, ...audit, takes: { id: fields.id! }, run: read },
  { method: "POST", path: `${at}/{id}`, ...modify, takes: fields, run: create },
  { method: "PUT", path: `${at}/{id}`, ...modify, takes: { ...changeable, delete: formatted("pve-configid-list") }, run: update },
  { method: "DELETE", path: `${at}/{id}`, ...modify, takes: { id: fields.id! }, run: remove },
];

const own = ({ cluster }: Call) => [...readSections(cluster, jobs).values()].filter(({ type }) => type === "realm-sync");

function analyse({ cluster, given: sent }: Call) {
  const times: number[] = [];
  for (let time = Number(sent.starttime ?? cluster.now()); times.length < Number(sent.iterations ?? 10); times.push(time)) {
    const next = nextEvent(String(sent.schedule), time);
    if (next === undefined) break;
    time = next;
  }
  return times.map((timestamp) => ({ timestamp, utc: new Date(timestamp * 1000).toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+) (\S+) GMT$/, "$1 $3 $2 $5 $4") }));
}

function list(call: Call) {
  return own(call).map(({ id, type, values }) => {
    const next = nextEvent(String(values.schedule), call.cluster.now());
    return { id, type, ...values, "last-run": null, ...(next === undefined ? {} : { "next-run": next }) };
  });
}

function read(call: Call) {
  const found = own(call).find(({ id }) => id === given(call, "id"));
  if (!found) throw invalid({ id: `No such job '${given(call, "id")}'` });
  return { type: found.type, ...found.values };
}

function create(call: Call): null {
  const { cluster } = call;
  const id = given(call, "id");
  const all = readSections(cluster, jobs);
  if (all.has(id)) throw failed(`Job '${id}' already exists`);
  const values = sentValues(call, jobs, "realm-sync", ["id"], true);
  const realm = readSections(cluster, realms).get(String(values.realm));
  if (!realm) throw invalid({ realm: `No such realm '${String(values.realm)}'` });
  if (realm.type !== "ldap" && realm.type !== "ad") throw invalid({ realm: "Only LDAP/AD realms can be synced." });
  writeSections(cluster, jobs, withSection(all, { id, type: "realm-sync", values }).values());
  return null;
}

function update(call: Call): null {
  const { cluster } = call;
  const found = own(call).find(({ id }) => id === given(call, "id"));
  if (!found) throw failed("no such realm-sync job");
  const next = changedSection(call, jobs, found, sentValues(call, jobs, "realm-sync", ["id"], false));
  writeSections(cluster, jobs, withSection(readSections(cluster, jobs), next).values());
  return null;
}

function remove(call: Call): null {
  const { cluster } = call;
  const found = own(call).find(({ id }) => id === given(call, "id"));
  if (!found) throw invalid({ id: `No such job '${given(call, "id")}'` });
  writeSections(cluster, jobs, withoutSection(readSections(cluster, jobs), found.id).values());
  return null;
}
