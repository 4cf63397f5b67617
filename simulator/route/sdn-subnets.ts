import { parsePropertyString } from "../../lib/pve/property-string";
import { contains } from "../sdn/address";
import { flag, formatted, oneOf, required, text } from "../parameter";
import { failed, invalid } from "../refusal";
import { given, type Call, type Route } from "../route";
import { assertUnmodified, changedSection, createFields, locked, sentValues, updateFields, withoutSection, withSection } from "../section/change";
import { digestOfFile, readSections, writeSections } from "../section/file";
import { subnets, vnets } from "../section/sdn";
import type { Section } from "../section/kind";
import { sdnObjects, viewOf, type SdnObject, type View } from "../sdn/config";
import { subnetKind } from "../sdn/kinds";
import { assertToken } from "../sdn/lock";
import { editedVnet } from "./sdn-vnets";

const at = "/cluster/sdn/vnets/{vnet}/subnets";
const view = { pending: flag, running: flag };
const beside = { "lock-token": text };
const apart = ["subnet", "lock-token"];

export const sdnSubnetRoutes: readonly Route[] = [
  { method: "GET", path: at, takes: view, run: list },
  { method: "GET", path: `${at}/{subnet}`, takes: view, run: read },
  { method: "POST", path: at, takes: { ...createFields(subnets), ...beside, subnet: required(formatted("pve-sdn-subnet-id")), type: required(oneOf("subnet")) }, run: create },
  { method: "PUT", path: `${at}/{subnet}`, takes: { ...updateFields(subnets), ...beside }, run: update },
  { method: "DELETE", path: `${at}/{subnet}`, takes: beside, run: remove },
];

const audit = ["SDN.Audit", "SDN.Allocate"];
const parts = (id: string) => /^([^-]+)-(.+)-(\d+)$/.exec(id)?.slice(1) ?? [];
const cidrOf = (id: string) => parts(id).slice(1).join("/");

function described(call: Call, id: string, object: SdnObject, shown: View): object {
  const [zone, network, mask] = parts(id);
  const ranges = ((object["dhcp-range"] ?? []) as readonly string[]).map((range) => Object.fromEntries(parsePropertyString(range)));
  const digest = shown === "edited" ? digestOfFile(call.cluster, subnets) : null;
  return { ...object, "dhcp-range": ranges, id, subnet: id, cidr: cidrOf(id), zone, network, mask, digest };
}

function list(call: Call) {
  const vnet = editedVnet(call, ...audit);
  const shown = viewOf(call.given);
  const all = [...sdnObjects(call.cluster, subnetKind, shown)].sort(([a], [b]) => (a < b ? -1 : 1));
  return all.filter(([, object]) => object.vnet === vnet.id).map(([id, object]) => described(call, id, object, shown));
}

function read(call: Call) {
  const vnet = editedVnet(call, ...audit);
  const shown = viewOf(call.given);
  const id = given(call, "subnet");
  const found = sdnObjects(call.cluster, subnetKind, shown).get(id);
  if (!found) throw failed(`sdn subnet '${id}' does not exist`);
  if (found.vnet !== vnet.id) throw invalid({ vnet: "wrong vnet" });
  return described(call, id, found, shown);
}

function create(call: Call): null {
  const { cluster } = call;
  const vnet = editedVnet(call, "SDN.Allocate");
  return locked("create sdn subnet object failed", () => {
    assertToken(call);
    const id = `${String(vnet.values.zone)}-${given(call, "subnet").replace("/", "-")}`;
    const values = sentValues(call, subnets, "subnet", apart, true);
    const all = readSections(cluster, subnets);
    if (all.has(id)) throw failed(`sdn subnet object ID '${id}' already defined`);
    return save(call, { id, type: "subnet", values });
  });
}

function update(call: Call): null {
  const { cluster } = call;
  editedVnet(call, "SDN.Allocate");
  return locked("update sdn subnet object failed", () => {
    assertToken(call);
    const id = given(call, "subnet");
    const found = readSections(cluster, subnets).get(id);
    if (!found) throw failed(`sdn subnet '${id}' does not exist`);
    assertUnmodified(call, cluster, subnets);
    return save(call, changedSection(call, subnets, found, sentValues(call, subnets, "subnet", apart, false)));
  });
}

function save({ cluster }: Call, subnet: Section): null {
  const cidr = cidrOf(subnet.id);
  const vnet = readSections(cluster, vnets).get(String(subnet.values.vnet));
  if (!vnet) throw invalid({ vnet: `${String(subnet.values.vnet)} don't exist` });
  if (vnet.values.vlanaware === 1) throw invalid({ vnet: "you can't add a subnet on a vlanaware vnet" });
  const { gateway } = subnet.values;
  if (gateway !== undefined && !cidr.endsWith("/32") && !contains(cidr, String(gateway))) throw invalid({ gateway: `${String(gateway)} is not in subnet ${cidr}` });
  for (const range of (subnet.values["dhcp-range"] ?? []) as readonly string[]) {
    for (const [key, address] of parsePropertyString(range)) if (!contains(cidr, address)) throw invalid({ "dhcp-range": `${key} ${address} is not in subnet ${cidr}` });
  }
  writeSections(cluster, subnets, withSection(readSections(cluster, subnets), subnet).values());
  return null;
}

function remove(call: Call): null {
  const { cluster } = call;
  editedVnet(call, "SDN.Allocate");
  return locked("delete sdn subnet object failed", () => {
    assertToken(call);
    writeSections(cluster, subnets, withoutSection(readSections(cluster, subnets), given(call, "subnet")).values());
    return null;
  });
}
