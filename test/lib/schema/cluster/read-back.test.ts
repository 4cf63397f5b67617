import { expect } from "chai";
import { knownTables } from "../../../../lib/schema/cluster/all";
import type { ClusterTable, Document } from "../../../../lib/schema/cluster/table";
import { roleDocument } from "../../../../lib/schema/cluster/access";
import type { Parts } from "../../../../lib/pve/template";
import { documentOf, memberDocument } from "../../../../lib/schema/cluster/document";
import { readDocument } from "../../../../lib/schema/cluster/read";
import { isAside, writeDocument } from "../../../../lib/schema/cluster/write";
import { kinds } from "../../../../lib/schema/kind/all";
import { fixture, type Answers } from "../../../support/fixture";

interface ReadObject {
  readonly concept: string;
  readonly type: string;
  readonly id: string;
  readonly api: string;
  readonly import: string;
  readonly state: Readonly<Record<string, unknown>> | null;
  readonly noop: boolean | null;
  readonly unseen: readonly string[] | null;
}

const { objects } = fixture<{ readonly objects: readonly ReadObject[] }>("provider-read-back-cluster.json");
const { http, httpRoot } = fixture<{ readonly http: Answers; readonly httpRoot: Answers }>("cluster-c.json");

const answerOf = (address: string): unknown => [address, encodeURI(address)].map((one) => http[one]?.body?.data ?? httpRoot[one]?.body?.data).find((one) => one !== undefined);

/** The documents of these are made of more than one answer, or of a row of a list. */
function documentFor({ type, id, api }: ReadObject, body: unknown, parts: Parts): Document {
  if (type === "proxmox_pool_membership") return memberDocument(parts);
  if (type === "proxmox_virtual_environment_role") return roleDocument(parts.roleid, body as Document);
  if (type === "proxmox_acl") return (body as readonly Document[]).find(({ path, ugid, roleid }) => path === parts.path && ugid === parts.ugid && roleid === parts.roleid)!;
  if (type === "proxmox_apt_repository") return { ...repositoryAt(body, parts), ...parts, index: Number(parts.index) };
  const guest = /^(vm|container)\//.exec(id)?.[1];
  const whole = documentOf(Array.isArray(body) && type.includes("firewall") ? { ...listedAs(api), list: body } : body, parts);
  return guest === undefined ? whole : { ...whole, guest: guest === "vm" ? "qemu" : "lxc" };
}

/** An entry is in a list in the answer for all. */
function repositoryAt(body: unknown, { file, index }: Parts): Document {
  const { files } = body as { readonly files: readonly { readonly path: string; readonly repositories: readonly Document[] }[] };
  return files.find(({ path }) => path === file)!.repositories[Number(index)]!;
}

/** A set or a group has its comment in the list of them. */
function listedAs(api: string): Document {
  const [list, name] = [api.slice(0, api.lastIndexOf("/")), decodeURIComponent(api.slice(api.lastIndexOf("/") + 1))];
  const rows = answerOf(list);
  const { digest: _, ...row } = (Array.isArray(rows) ? (rows as readonly Document[]).find((one) => one.name === name || one.group === name) : undefined) ?? {};
  return row;
}

/** What was read of each object that has a table, and was recorded. */
const read = objects.flatMap((object) => {
  const table = knownTables.find(({ terraform }) => terraform === object.type);
  const parts = kinds.parseImport(object.type, object.id)?.parts;
  const body = answerOf(object.api);
  if (table === undefined || object.state === null || object.import !== "ok" || body === undefined) return [];
  return [{ object, table, document: documentFor(object, body, parts ?? {}), state: object.state }];
});

/** What the rows say, without what the provider alone fills in. */
const told = (table: ClusterTable) => new Set(table.rows.flatMap((row) => (row.kind === "row" && row.output ? [] : [row.terraform])));

/** Values as configurations and states have them alike: nothing is nothing, and an object of which there is one is that object. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, inner]) => (inner === null ? [] : [[name, plain(inner)]])));
}

const single = (value: unknown, state: unknown) => (Array.isArray(value) && value.length === 1 && !Array.isArray(state) ? (value as readonly unknown[])[0] : value);

/** What the state has of each object in a list, as far as the configuration says it: the rest are the provider's defaults. */
function asFarAsSaid(state: unknown, said: unknown): unknown {
  if (!Array.isArray(state) || !Array.isArray(said) || state.length !== said.length) return state;
  return (state as readonly unknown[]).map((one, at) => {
    const own = (said as readonly unknown[])[at];
    if (typeof one !== "object" || one === null || typeof own !== "object" || own === null) return one;
    return Object.fromEntries(Object.entries(one).filter(([name, value]) => name in own || !(value === "" || value === false || name === "pos" || (name === "enabled" && value === true))));
  });
}

/** Kinds that the provider takes for another one. */
const isTaken = ({ type }: Document) => /^OVS|^ad$|^standalone$/.test(String(type));

const isBuiltIn = ({ userid }: Document) => userid === "root@pam";

const without = (state: Readonly<Record<string, unknown>>, names: readonly string[]) => Object.fromEntries(Object.entries(state).filter(([name]) => !names.includes(name)));

describe("what the provider reads of the cluster, by the table", () => {
  for (const { object, table, document, state } of read) {
    it(`${object.concept} ${object.id}`, () => {
      const known = told(table);
      const some = (values: Readonly<Record<string, unknown>>) => without(values, Object.keys(values).filter((name) => !known.has(name) || name === "id"));
      expect(some(readDocument(table, document))).to.deep.equal(some(state));
      expect(Object.keys(state).filter((name) => name !== "id" && !table.rows.some(({ terraform }) => terraform === name))).to.deep.equal([]);
    });
  }
});

describe("what an import writes of the cluster", () => {
  for (const { object, table, document, state } of read) {
    it(`${object.concept} ${object.id} plans no change, or is set aside`, () => {
      const writing = writeDocument(table, document);
      if (isAside(writing)) return expect(object.noop === true && !isTaken(document) && !isBuiltIn(document), writing.reason).to.equal(false);
      expect(isTaken(document)).to.equal(false);
      const unignored = Object.entries(writing.config).filter(([name]) => !writing.ignore.some(({ path }) => path === name));
      expect(plain(Object.fromEntries(unignored.map(([name, value]) => [name, single(value, state[name])])))).to.deep.equal(plain(Object.fromEntries(unignored.map(([name, value]) => [name, asFarAsSaid(state[name], single(value, state[name]))]))));
    });
    it(`${object.concept} ${object.id} says of every setting that the state lacks that it is not in the code`, () => {
      const writing = writeDocument(table, document);
      if (isAside(writing)) return;
      // What a node orders its certificate by is another object.
      const told = [...writing.claims.filter(({ key, outcome, internal }) => outcome === "notSaid" && (!internal || key.startsWith("acme"))).map(({ key }) => key), ...writing.ignore.map(({ why }) => why), ...writing.secrets.map((name) => name.replaceAll("_", "-")), ...writing.notes].join("\n");
      for (const key of object.unseen ?? []) expect(told).to.include(key.split(".").filter((part) => !/^\d+$/.test(part)).at(-1));
    });
  }

  it("says nothing of a setting that is there and empty", () => {
    const writing = writeDocument(read.find(({ table }) => table.construct === "Bridge")!.table, { node: "pve1", iface: "vmbr2", type: "bridge", autostart: 1, bridge_ports: "", bridge_stp: "off", bridge_fd: "0" });
    expect(isAside(writing)).to.equal(false);
    if (!isAside(writing)) expect(writing.claims.filter(({ outcome, internal }) => outcome === "notSaid" && !internal)).to.deep.equal([]);
  });
});
