import { flag, formatted, required, text } from "../parameter";
import { failed } from "../refusal";
import { given, needs, type Call, type Route } from "../route";
import { isBefore9 } from "../release";
import { assertUnmodified, changedSection, locked, sentValues, withoutSection, withSection } from "../section/change";
import { digestOfFile, readSections, writeSections } from "../section/file";
import { haGroups, haResources } from "../section/ha";
import type { Section } from "../section/kind";

const audit = needs("/", "Sys.Audit");
const change = needs("/", "Sys.Console");
const fields = { nodes: formatted("pve-ha-group-node-list"), comment: text, restricted: flag, nofailback: flag };
const group = required(formatted("pve-configid"));

const before9 = (doing: string, run: Route["run"]): Route["run"] => (call) => {
  if (!isBefore9(call.cluster)) throw failed(`cannot ${doing}: ha groups have been migrated to rules`);
  return run(call);
};

/** Groups of nodes, which Proxmox VE 9 has rules for. */
export const haGroupRoutes: readonly Route[] = [
  { method: "GET", path: "/cluster/ha/groups", ...audit, run: before9("index groups", listGroups) },
  { method: "GET", path: "/cluster/ha/groups/{group}", ...audit, takes: { group }, run: before9("read group", readGroup) },
  { method: "POST", path: "/cluster/ha/groups", ...change, takes: { ...fields, nodes: required(fields.nodes), group, type: text }, run: before9("create group", createGroup) },
  { method: "PUT", path: "/cluster/ha/groups/{group}", ...change, takes: { ...fields, group, delete: text, digest: text }, run: before9("update group", updateGroup) },
  { method: "DELETE", path: "/cluster/ha/groups/{group}", ...change, takes: { group }, run: before9("delete group", deleteGroup) },
];

const describedGroup = ({ id, type, values }: Section, digest: string) => ({ group: id, type, ...values, digest });

function listGroups({ cluster }: Call) {
  const digest = digestOfFile(cluster, haGroups);
  return [...readSections(cluster, haGroups).values()].map((one) => describedGroup(one, digest));
}

function readGroup(call: Call) {
  const found = readSections(call.cluster, haGroups).get(given(call, "group"));
  if (!found) throw failed(`no such ha group '${given(call, "group")}'`);
  return describedGroup(found, digestOfFile(call.cluster, haGroups));
}

function createGroup(call: Call): null {
  const { cluster } = call;
  const id = given(call, "group");
  if (call.given.type !== undefined && given(call, "type") !== "group") throw failed("types does not match");
  const values = sentValues(call, haGroups, "group", ["group"], true);
  return locked("create ha group failed", () => {
    const all = readSections(cluster, haGroups);
    if (all.has(id)) throw failed(`ha group ID '${id}' already defined`);
    writeSections(cluster, haGroups, withSection(all, { id, type: "group", values }).values());
    return null;
  });
}

function updateGroup(call: Call): null {
  const { cluster } = call;
  const id = given(call, "group");
  return locked("update ha group failed", () => {
    const all = readSections(cluster, haGroups);
    assertUnmodified(call, cluster, haGroups);
    const found = all.get(id);
    if (!found) throw failed(`no such ha group '${id}'`);
    writeSections(cluster, haGroups, withSection(all, changedSection(call, haGroups, found, sentValues(call, haGroups, "group", ["group"], false))).values());
    return null;
  });
}

function deleteGroup(call: Call): null {
  const { cluster } = call;
  const id = given(call, "group");
  return locked("delete ha group failed", () => {
    const user = [...readSections(cluster, haResources).values()].find(({ values }) => values.group === id);
    if (user) throw failed(`ha group is used by service '${user.id}'`);
    writeSections(cluster, haGroups, withoutSection(readSections(cluster, haGroups), id).values());
    return null;
  });
}
