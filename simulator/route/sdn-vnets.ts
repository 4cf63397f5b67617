import { flag, oneOf, required, text } from "../parameter";
import { failed, forbidden, invalid } from "../refusal";
import { given, mayAny, type Call, type Route } from "../route";
import { assertUnmodified, changedSection, createFields, locked, sentValues, updateFields, withoutSection, withSection } from "../section/change";
import { readSections, writeSections } from "../section/file";
import { subnets, vnets, zones } from "../section/sdn";
import type { Section, Sections } from "../section/kind";
import { described, sdnObjects, viewOf } from "../sdn/config";
import { vnetKind } from "../sdn/kinds";
import { assertToken } from "../sdn/lock";
import type { Cluster } from "../cluster";

const at = "/cluster/sdn/vnets";
const vnet = required({ ...text, pattern: "[a-z][a-z0-9]*[a-z0-9]", minLength: 2, maxLength: 8 });
const view = { pending: flag, running: flag };
const beside = { "lock-token": text };
const apart = ["vnet", "lock-token"];

export const sdnVnetRoutes: readonly Route[] = [
  { method: "GET", path: at, takes: view, run: list },
  { method: "GET", path: `${at}/{vnet}`, takes: view, run: read },
  { method: "POST", path: at, takes: { ...createFields(vnets), ...beside, vnet, type: oneOf("vnet") }, run: create },
  { method: "PUT", path: `${at}/{vnet}`, takes: { ...updateFields(vnets), ...beside }, run: update },
  { method: "DELETE", path: `${at}/{vnet}`, takes: beside, run: remove },
];

function list(call: Call) {
  const shown = viewOf(call.given);
  const all = [...sdnObjects(call.cluster, vnetKind, shown)].sort(([a], [b]) => (a < b ? -1 : 1));
  const zoneIn = (object: Readonly<Record<string, unknown>>) => String(object.zone ?? (object.pending as Readonly<Record<string, unknown>> | undefined)?.zone ?? "");
  return all.filter(([id, object]) => mayAny(call, `/sdn/zones/${zoneIn(object)}/${id}`, "SDN.Audit", "SDN.Allocate")).map(([id, object]) => described(call.cluster, vnetKind, id, object, shown));
}

/** The vnet as it is edited, for one who may see or change it. A vnet that was deleted and still runs is none here. */
export function editedVnet(call: Call, ...anyOf: readonly string[]): Section {
  const found = readSections(call.cluster, vnets).get(given(call, "vnet"));
  if (!found) throw failed(`sdn vnet '${given(call, "vnet")}' does not exist`);
  const path = `/sdn/zones/${String(found.values.zone)}/${found.id}`;
  if (!mayAny(call, path, ...anyOf)) throw forbidden(path, anyOf);
  return found;
}

function read(call: Call) {
  const { id } = editedVnet(call, "SDN.Audit", "SDN.Allocate");
  const shown = viewOf(call.given);
  const found = sdnObjects(call.cluster, vnetKind, shown).get(id);
  if (!found) throw failed(`sdn vnet '${id}' does not exist`);
  return described(call.cluster, vnetKind, id, found, shown);
}

function create(call: Call): null {
  const { cluster } = call;
  const id = given(call, "vnet");
  const path = `/sdn/zones/${given(call, "zone")}`;
  if (!mayAny(call, path, "SDN.Allocate")) throw forbidden(path, ["SDN.Allocate"]);
  return locked("create sdn vnet object failed", () => {
    assertToken(call);
    const all = readSections(cluster, vnets);
    const values = sentValues(call, vnets, "vnet", apart, true);
    if (all.has(id)) throw failed(`sdn vnet object ID '${id}' already defined`);
    return save(cluster, all, { id, type: "vnet", values });
  });
}

const hasSubnets = (cluster: Cluster, id: string) => [...readSections(cluster, subnets).values()].some(({ values }) => values.vnet === id);

function update(call: Call): null {
  const { cluster } = call;
  const found = editedVnet(call, "SDN.Allocate");
  return locked("update sdn vnet object failed", () => {
    assertToken(call);
    assertUnmodified(call, cluster, vnets);
    const next = changedSection(call, vnets, found, sentValues(call, vnets, "vnet", apart, false));
    if (next.values.zone !== found.values.zone && hasSubnets(cluster, found.id)) throw invalid({ zone: "can't change zone if subnets exist" });
    return save(cluster, readSections(cluster, vnets), next);
  });
}

/** Tags are what the zone's type makes of them. */
function save(cluster: Cluster, all: Sections, one: Section): null {
  const known = readSections(cluster, zones);
  const zone = known.get(String(one.values.zone));
  if (!zone) throw failed("unknown section type '' at /usr/share/perl5/PVE/SectionConfig.pm line 1001.");
  const wrong = wrongTag(known, all, zone, one);
  if (wrong) throw invalid(wrong);
  if (one.values.vlanaware === 1 && hasSubnets(cluster, one.id)) throw invalid({ vlanaware: "vlanaware vnet is not compatible with subnets" });
  writeSections(cluster, vnets, withSection(all, one).values());
  return null;
}

function wrongTag(known: Sections, all: Sections, zone: Section, { id, values }: Section): Record<string, string> | undefined {
  const tag = values.tag === undefined ? undefined : Number(values.tag);
  const others = [...all.values()].filter((other) => other.id !== id);
  const within = others.filter((other) => other.values.zone === zone.id);
  if (zone.type === "simple") return tag === undefined ? undefined : { tag: "vlan tag is not allowed on simple zone" };
  if (zone.type === "qinq") {
    if (tag !== undefined && tag > 4096) return { tag: "VLAN tag maximal value is 4096" };
    const twin = within.find((other) => (other.values.tag ?? 0) === (tag ?? 0));
    return twin && { tag: tag ? `tag ${tag} already exist in zone ${zone.id} vnet ${twin.id}` : `tag-less vnet already exists in zone ${zone.id} vnet ${twin.id}` };
  }
  if (zone.type === "vlan") {
    if (tag === undefined) return { tag: "missing vlan tag" };
    if (tag > 4096) return { tag: "vlan tag max value is 4096" };
    const twin = within.find((other) => other.values.tag === tag);
    return twin && { tag: `tag ${tag} already exist in vnet ${twin.id}` };
  }
  if (tag === undefined) return { tag: "missing vxlan tag" };
  if (zone.type === "evpn" && values.vlanaware === 1) return { "vlan-aware": "vlan-aware option can't be enabled with evpn" };
  const twin = others.find((other) => ["vxlan", "evpn"].includes(known.get(String(other.values.zone))?.type ?? "") && other.values.tag === tag);
  return twin && { tag: `vxlan tag ${tag} already exist in vnet ${twin.id} in zone ${String(twin.values.zone)} ` };
}

function remove(call: Call): null {
  const { cluster } = call;
  const { id } = editedVnet(call, "SDN.Allocate");
  return locked("delete sdn vnet object failed", () => {
    assertToken(call);
    if (hasSubnets(cluster, id)) throw invalid({ vnet: "Can't delete vnet if subnets exists" });
    writeSections(cluster, vnets, withoutSection(readSections(cluster, vnets), id).values());
    return null;
  });
}
