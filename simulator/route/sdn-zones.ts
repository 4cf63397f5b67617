import { newMac } from "../invention";
import { flag, oneOf, required, text } from "../parameter";
import { failed, invalid } from "../refusal";
import { given, mayAny, needs, type Call, type Route } from "../route";
import { assertUnmodified, changedSection, createFields, locked, sentValues, updateFields, withoutSection, withSection } from "../section/change";
import { readSections, writeSections } from "../section/file";
import { controllers, dnsServers, ipams, subnets, vnets, zones } from "../section/sdn";
import type { Section, SectionValue, Sections } from "../section/kind";
import { described, sdnObjects, viewOf } from "../sdn/config";
import { zoneKind } from "../sdn/kinds";
import { assertToken } from "../sdn/lock";

const at = "/cluster/sdn/zones";
const zone = required({ ...text, pattern: "[a-z][a-z0-9]*[a-z0-9]", minLength: 2, maxLength: 8 });
const view = { pending: flag, running: flag };
const types = Object.keys(zones.types);
const beside = { "lock-token": text };

export const sdnZoneRoutes: readonly Route[] = [
  { method: "GET", path: at, takes: { ...view, type: oneOf(...types, "faucet") }, run: list },
  { method: "GET", path: `${at}/{zone}`, ...needs("/sdn/zones/{zone}", "SDN.Allocate"), takes: { ...view, zone: text }, run: read },
  { method: "POST", path: at, ...needs("/sdn/zones", "SDN.Allocate"), takes: { ...createFields(zones), ...beside, zone, type: required(oneOf(...types, "faucet")) }, run: create },
  { method: "PUT", path: `${at}/{zone}`, ...needs("/sdn/zones/{zone}", "SDN.Allocate"), takes: { ...updateFields(zones), ...beside }, run: update },
  { method: "DELETE", path: `${at}/{zone}`, ...needs("/sdn/zones/{zone}", "SDN.Allocate"), takes: beside, run: remove },
];

function list(call: Call) {
  const { cluster } = call;
  const shown = viewOf(call.given);
  const all = [...sdnObjects(cluster, zoneKind, shown)].sort(([a], [b]) => (a < b ? -1 : 1));
  const seen = all.filter(([id, { type }]) => mayAny(call, `/sdn/zones/${id}`, "SDN.Audit", "SDN.Allocate") && (call.given.type === undefined || type === call.given.type));
  return seen.map(([id, object]) => described(cluster, zoneKind, id, object, shown));
}

function read(call: Call) {
  const shown = viewOf(call.given);
  const id = given(call, "zone");
  const found = sdnObjects(call.cluster, zoneKind, shown).get(id);
  if (!found) throw failed(`sdn '${id}' does not exist`);
  return described(call.cluster, zoneKind, id, found, shown);
}

const apart = ["zone", "lock-token"];

function create(call: Call): null {
  const { cluster } = call;
  const [id, type] = [given(call, "zone"), given(call, "type")];
  const values = sentValues(call, zones, type, apart, true);
  return locked("create sdn zone object failed", () => {
    assertToken(call);
    const all = readSections(cluster, zones);
    if (all.has(id)) throw failed(`sdn zone object ID '${id}' already defined`);
    return save(call, all, { id, type, values });
  });
}

function update(call: Call): null {
  const { cluster } = call;
  const id = given(call, "zone");
  return locked("update sdn zone object failed", () => {
    assertToken(call);
    assertUnmodified(call, cluster, zones);
    const all = readSections(cluster, zones);
    const found = all.get(id);
    if (!found) throw failed(`sdn '${id}' does not exist`);
    const next = changedSection(call, zones, found, sentValues(call, zones, found.type, apart, false));
    const has = [...readSections(cluster, subnets).keys()].some((subnet) => subnet.startsWith(`${id}-`));
    if (has && (next.values.ipam ?? "") !== (found.values.ipam ?? "")) throw invalid({ ipam: "can't change ipam if a subnet is already defined in this zone" });
    return save(call, all, next);
  });
}

/** Checks what a zone names, and what it must not share with another. */
function save({ cluster }: Call, all: Sections, zone: Section): null {
  const { values } = zone;
  const servers = readSections(cluster, dnsServers);
  for (const key of ["dns", "reversedns"]) if (values[key] !== undefined && !servers.has(String(values[key]))) throw invalid({ [key]: `${String(values[key])} don't exist` });
  if (values.dnszone !== undefined && values.dns === undefined) throw invalid({ dnszone: "missing dns server" });
  const managers = readSections(cluster, ipams);
  if (values.ipam !== undefined && values.ipam !== "pve" && !managers.has(String(values.ipam))) throw invalid({ ipam: `${String(values.ipam)} not existing` });
  if (zone.type === "vxlan" && (values.peers === undefined) === (values.fabric === undefined)) {
    throw invalid({ peers: "must have exactly one of peers / fabric defined", fabric: "must have exactly one of peers / fabric defined" });
  }
  const next = zone.type === "evpn" ? checkedEvpn(cluster, all, zone) : zone;
  writeSections(cluster, zones, withSection(all, next).values());
  return null;
}

function checkedEvpn(cluster: Call["cluster"], all: Sections, zone: Section): Section {
  const place = "/usr/share/perl5/PVE/Network/SDN/Zones/EvpnPlugin.pm line";
  const { values } = zone;
  const controller = readSections(cluster, controllers).get(String(values.controller));
  if (!controller) throw failed(`controller ${String(values.controller)} don't exist at ${place} 437.`);
  if (controller.type !== "evpn") throw failed(`${String(values.controller)} is not a evpn controller type at ${place} 439.`);
  const other = [...all.values()].find(({ id, values: own }) => id !== zone.id && own["vrf-vxlan"] === values["vrf-vxlan"]);
  if (other) throw failed(`vrf-vxlan ${String(values["vrf-vxlan"])} is already declared in ${other.id} at ${place} 450.`);
  const mac: SectionValue = values.mac ?? newMac(cluster);
  return { ...zone, values: { ...values, mac } };
}

function remove(call: Call): null {
  const { cluster } = call;
  const id = given(call, "zone");
  return locked("delete sdn zone object failed", () => {
    assertToken(call);
    const all = readSections(cluster, zones);
    if (!all.has(id)) throw failed(`sdn '${id}' does not exist`);
    const user = [...readSections(cluster, vnets).values()].find(({ values }) => values.zone === id);
    if (user) throw failed(`zone ${id} is used by vnet ${user.id} at /usr/share/perl5/PVE/Network/SDN/Zones/Plugin.pm line 149.`);
    writeSections(cluster, zones, withoutSection(all, id).values());
    return null;
  });
}
