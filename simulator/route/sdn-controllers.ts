import { flag, oneOf, required, text } from "../parameter";
import { failed } from "../refusal";
import { given, mayAny, needs, type Call, type Route } from "../route";
import { assertUnmodified, changedSection, createFields, locked, sentValues, updateFields, withoutSection, withSection } from "../section/change";
import { digestOfFile, readSections, writeSections } from "../section/file";
import { controllers, dnsServers, ipams, zones } from "../section/sdn";
import type { Section, SectionKind, Sections } from "../section/kind";
import { described, sdnObjects, viewOf } from "../sdn/config";
import { controllerKind } from "../sdn/kinds";
import { assertToken } from "../sdn/lock";

const view = { pending: flag, running: flag };
const beside = { "lock-token": text };
const id = (maxLength: number) => required({ ...text, pattern: "[a-z][a-z0-9_-]*[a-z0-9]", minLength: 2, maxLength });
const at = "/cluster/sdn/controllers";
const types = Object.keys(controllers.types);

/** Controllers wait to be applied; IPAMs and DNS servers are there at once. */
export const sdnControllerRoutes: readonly Route[] = [
  { method: "GET", path: at, takes: { ...view, type: oneOf(...types, "faucet") }, run: listControllers },
  { method: "GET", path: `${at}/{controller}`, ...needs("/sdn/controllers/{controller}", "SDN.Allocate"), takes: view, run: readController },
  { method: "POST", path: at, ...needs("/sdn/controllers", "SDN.Allocate"), takes: { ...createFields(controllers), ...beside, controller: id(64), type: required(oneOf(...types, "faucet")) }, run: createController },
  { method: "PUT", path: `${at}/{controller}`, ...needs("/sdn/controllers", "SDN.Allocate"), takes: { ...updateFields(controllers), ...beside }, run: updateController },
  { method: "DELETE", path: `${at}/{controller}`, ...needs("/sdn/controllers", "SDN.Allocate"), takes: beside, run: removeController },
  ...plainRoutes({ word: "ipam", path: "ipams", kind: ipams, missing: "sdn ipam", usedAs: ["ipam"] }),
  ...plainRoutes({ word: "dns", path: "dns", kind: dnsServers, missing: "sdn", usedAs: ["dns", "reversedns"] }),
  { method: "GET", path: "/cluster/sdn/ipams/{ipam}/status", run: ({ cluster }) => addressesIn(cluster.files.get("sdn/pve-ipam-state.json")) },
];

function listControllers(call: Call) {
  const shown = viewOf(call.given);
  const all = [...sdnObjects(call.cluster, controllerKind, shown)].sort(([a], [b]) => (a < b ? -1 : 1));
  const seen = all.filter(([name, { type }]) => mayAny(call, `/sdn/controllers/${name}`, "SDN.Audit", "SDN.Allocate") && (call.given.type === undefined || type === call.given.type));
  return seen.map(([name, object]) => described(call.cluster, controllerKind, name, object, shown));
}

function readController(call: Call) {
  const shown = viewOf(call.given);
  const name = given(call, "controller");
  const found = sdnObjects(call.cluster, controllerKind, shown).get(name);
  if (!found) throw failed(`sdn '${name}' does not exist`);
  return described(call.cluster, controllerKind, name, found, shown);
}

function createController(call: Call): null {
  const { cluster } = call;
  const [name, type] = [given(call, "controller"), given(call, "type")];
  const values = sentValues(call, controllers, type, ["controller", "lock-token"], true);
  return locked("create sdn controller object failed", () => {
    assertToken(call);
    const all = readSections(cluster, controllers);
    if (all.has(name)) throw failed(`sdn controller object ID '${name}' already defined`);
    return saveController(call, all, { id: name, type, values });
  });
}

function saveController({ cluster }: Call, all: Sections, one: Section): null {
  const place = "at /usr/share/perl5/PVE/Network/SDN/Controllers/EvpnPlugin.pm line";
  if (one.type === "evpn") {
    if ([...all.values()].some((other) => other.id !== one.id && other.type === "evpn")) throw failed(`only 1 global evpn controller can be defined ${place} 630.`);
    if ((one.values.peers === undefined) === (one.values.fabric === undefined)) throw failed(`must have exactly one of peers / fabric defined ${place} 635.`);
  }
  writeSections(cluster, controllers, withSection(all, one).values());
  return null;
}

function updateController(call: Call): null {
  const { cluster } = call;
  return locked("update sdn controller object failed", () => {
    assertToken(call);
    assertUnmodified(call, cluster, controllers);
    const all = readSections(cluster, controllers);
    const found = all.get(given(call, "controller"));
    if (!found) throw failed(`sdn '${given(call, "controller")}' does not exist`);
    return saveController(call, all, changedSection(call, controllers, found, sentValues(call, controllers, found.type, ["controller", "lock-token"], false)));
  });
}

function removeController(call: Call): null {
  const { cluster } = call;
  const name = given(call, "controller");
  return locked("delete sdn controller object failed", () => {
    assertToken(call);
    const all = readSections(cluster, controllers);
    const found = all.get(name);
    if (!found) throw failed(`sdn '${name}' does not exist`);
    const user = [...readSections(cluster, zones).values()].find(({ values }) => values.controller === name);
    if (user) throw failed(`controller ${name} is used by ${user.id} at /usr/share/perl5/PVE/Network/SDN/Controllers/EvpnPlugin.pm line 604.`);
    writeSections(cluster, controllers, withoutSection(all, name).values());
    return null;
  });
}

interface Plain {
  /** What an answer and a path call the id. */
  readonly word: string;
  readonly path: string;
  readonly kind: SectionKind;
  readonly missing: string;
  /** Settings of zones that name one. */
  readonly usedAs: readonly string[];
}

function plainRoutes(plain: Plain): Route[] {
  const { word, path, kind } = plain;
  const base = `/cluster/sdn/${path}`;
  const all = (cluster: Call["cluster"]): Sections => (word === "ipam" ? new Map([["pve", { id: "pve", type: "pve", values: {} }], ...readSections(cluster, kind)]) : readSections(cluster, kind));
  const one = ({ id: name, type, values }: Section, cluster: Call["cluster"]) => ({ ...values, type, [word]: name, digest: digestOfFile(cluster, kind) });
  const existing = (call: Call) => {
    const found = all(call.cluster).get(given(call, word));
    if (!found) throw failed(`${plain.missing} '${given(call, word)}' does not exist`);
    return found;
  };
  const kinds = oneOf(...Object.keys(kind.types));
  return [
    { method: "GET", path: base, takes: { type: kinds }, unordered: true, run: (call) => [...all(call.cluster).values()].filter(({ type }) => call.given.type === undefined || type === call.given.type).map((found) => one(found, call.cluster)) },
    { method: "GET", path: `${base}/{${word}}`, ...needs(`/sdn/${path}/{${word}}`, "SDN.Allocate"), run: (call) => one(existing(call), call.cluster) },
    {
      method: "POST",
      path: base,
      ...needs(`/sdn/${path}`, "SDN.Allocate"),
      takes: { ...createFields(kind), ...beside, [word]: id(64), type: required(kinds) },
      run: (call) =>
        locked(`create sdn ${word} object failed`, () => {
          assertToken(call);
          const known = readSections(call.cluster, kind);
          const name = given(call, word);
          if (known.has(name)) throw failed(`sdn ${word} object ID '${name}' already defined`);
          writeSections(call.cluster, kind, withSection(known, { id: name, type: given(call, "type"), values: sentValues(call, kind, given(call, "type"), [word, "lock-token"], true) }).values());
          return null;
        }),
    },
    {
      method: "PUT",
      path: `${base}/{${word}}`,
      ...needs(`/sdn/${path}`, "SDN.Allocate"),
      takes: { ...updateFields(kind), ...beside },
      run: (call) =>
        locked(`update sdn ${word} object failed`, () => {
          assertToken(call);
          assertUnmodified(call, call.cluster, kind);
          const found = existing(call);
          writeSections(call.cluster, kind, withSection(readSections(call.cluster, kind), changedSection(call, kind, found, sentValues(call, kind, found.type, [word, "lock-token"], false))).values());
          return null;
        }),
    },
    {
      method: "DELETE",
      path: `${base}/{${word}}`,
      ...needs(`/sdn/${path}`, "SDN.Allocate"),
      takes: beside,
      run: (call) =>
        locked(`delete sdn ${word} object failed`, () => {
          assertToken(call);
          const { id: name } = existing(call);
          const user = [...readSections(call.cluster, zones).values()].find(({ values }) => plain.usedAs.some((key) => values[key] === name));
          if (user) throw failed(`${word} ${name} is used by ${user.id}`);
          writeSections(call.cluster, kind, withoutSection(readSections(call.cluster, kind), name).values());
          return null;
        }),
    },
  ];
}

interface IpamState {
  readonly zones?: Readonly<Record<string, { readonly subnets?: Readonly<Record<string, { readonly ips?: Readonly<Record<string, { readonly gateway?: number; readonly vmid?: string }>> }>> }>>;
}

/** Addresses of guests that the IPAM of Proxmox VE knows; gateways are not among them. */
function addressesIn(text = "{}"): object[] {
  const { zones: known = {} } = JSON.parse(text) as IpamState;
  return Object.entries(known).flatMap(([zone, { subnets = {} }]) =>
    Object.entries(subnets).flatMap(([subnet, { ips = {} }]) => Object.entries(ips).flatMap(([ip, facts]) => (facts.gateway === 1 ? [] : [{ zone, subnet, ip, ...facts }]))),
  );
}
