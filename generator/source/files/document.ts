import type { Document } from "../../../lib/inventory/document";
import { keyOfLine, leftOutAddress, type LeftOut } from "../../../lib/inventory/left-out";
import { parseGuestKey, printGuestKey, type ResourceKey } from "../../../lib/pve/address";
import { parseGuestFilePath } from "../../../lib/pve/guest-config";
import { cpuModelsFile, cpuModelsIn } from "../../../lib/pve/file/cpu-models";
import { clusterAnswers } from "../../../lib/pve/file/cluster-file";
import { parseStorages, storageAnswer } from "../../../lib/pve/file/storage-config";
import { addressTemplate } from "../../../lib/pve/template";
import { parseUserConfig } from "../../../lib/pve/file/user-config";
import { configurationOf, digestOf, rejectedLines } from "../../../lib/schema/config-response";
import { cpusOf } from "../../../lib/schema/device/container/cpu";
import { guestKinds } from "../../../lib/schema/kind/all";
import { documentAddress, guestDocument } from "../../../lib/schema/kind/document";
import type { Kind } from "../../../lib/schema/kind/kind";
import { poolKind, poolMemberKind } from "../../../lib/schema/kind/pool";
import type { GuestKind } from "../../../lib/schema/kind/guest";
import { configAddress, type Place } from "../finding";
import { rows } from "../overview";

/**
 * Text by path below `/etc/pve`: `nodes/pve1/lxc/200.conf`, `storage.cfg`.
 * Two files lie elsewhere on a node: `pvecfg.pm`, Proxmox VE's module that says the version, and `hosts`.
 */
export type ClusterFiles = ReadonlyMap<string, string>;

type Row = Readonly<Record<string, unknown>>;

/** The files of the cluster that an import reads beside the guests' own. */
export const sharedFiles = [".members", "corosync.conf", "storage.cfg", "user.cfg", cpuModelsFile] as const;

export interface GuestText {
  readonly place: Place;
  readonly text: string;
  /** The cluster's own processors. */
  readonly processors: ReadonlySet<string>;
}

/** Every guest that has a file, in the order of the paths; a number may be there twice in a folder that somebody put together. */
export function guestTexts(files: ClusterFiles): readonly GuestText[] {
  const processors = new Set(cpuModelsIn(files.get(cpuModelsFile) ?? ""));
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([path, text]) => {
    const place = parseGuestFilePath(path);
    return place && parseGuestKey(printGuestKey(place)) ? [{ place, text, processors }] : [];
  });
}

export function configDocument({ place, text, processors }: GuestText): Document & { readonly body: Row } {
  return { address: configAddress(place), body: configurationOf(place.type, text, processors) as Row };
}

/** The lines of a guest's file that Proxmox VE leaves out; nothing where it understands all of them. */
export function leftOutDocuments({ place, text, processors }: GuestText): readonly Document[] {
  const lines = rejectedLines(place.type, text, processors).map(({ number, text: line, why }): LeftOut => ({ line: number, key: keyOfLine(line), ...(why === undefined ? {} : { why }) }));
  return lines.length === 0 ? [] : [{ address: leftOutAddress(place.node, place), body: lines }];
}

/** A guest's state as far as it follows from the cluster's list, the node's own, and the configuration. */
export function stateDocument(place: Place, config: Row, row: Row = {}, full: Row = {}): Document {
  const tells = (what: GuestKind["tells"][number]) => guestKinds[place.type].tells.includes(what);
  const { id: _id, node: _node, type: _type, pool: _pool, maxcpu: _maxcpu, hastate: _hastate, ...figures } = row;
  const cpus = tells("cpus") ? cpusOf(config) : undefined;
  // Where a machine does not answer, Proxmox VE itself says so.
  const qmpstatus = tells("qmpstatus") && row.status !== undefined ? { qmpstatus: full.qmpstatus ?? row.status } : {};
  const body = { ...figures, ...full, ...qmpstatus, vmid: place.vmId, ...(tells("type") ? { type: place.type } : {}), ...(cpus === undefined ? {} : { cpus }) };
  return { address: guestDocument(place, "state"), body };
}

/** `/storage` and `/pools`; where their files are not there, as far as the cluster's list knows them. */
export function listDocuments(files: ClusterFiles, resources: readonly Row[] = []): readonly Document[] {
  const [storages, users] = [files.get("storage.cfg"), files.get("user.cfg")];
  const listed = resources.flatMap(({ type, storage, plugintype, content, shared }) => (type === "storage" ? [[storage, { storage, type: plugintype, content, shared }] as const] : []));
  return [
    { address: "/storage", body: storages === undefined && listed.length > 0 ? [...new Map(listed).values()] : storagesOf(storages) },
    { address: "/pools", body: users === undefined ? resources.flatMap(({ type, pool }) => (type === "pool" ? [{ poolid: pool }] : [])) : poolList(users) },
  ];
}

/** The lists of some kinds besides guests, and the members of each pool. */
export function clusterDocuments(files: ClusterFiles, kinds: readonly Kind[]): readonly Document[] {
  const known = kinds.flatMap(({ reads: { list, leaving, documents = {} } }) => [list, ...(leaving === undefined ? [] : [leaving]), ...Object.values(documents)]).map(addressTemplate);
  const places = guestTexts(files).map(({ place }) => place);
  const asked = [...clusterAnswers(files, places)].flatMap(([address, body]) => (known.some(({ parse }) => parse(address) !== undefined) ? [{ address, body }] : []));
  const types = new Map(places.map(({ vmId, type }) => [vmId, type]));
  const pools = kinds.some(({ prefix }) => prefix === poolKind.prefix || prefix === poolMemberKind.prefix) ? [...parseUserConfig(files.get("user.cfg") ?? "").pools] : [];
  const members = pools.map(([poolid, { guests, storages }]): Document => {
    const found = [...guests.flatMap((vmid) => (types.has(vmid) ? [{ type: types.get(vmid), vmid }] : [])), ...storages.map((storage) => ({ type: "storage", storage }))];
    return { address: documentAddress(poolKind, "members", { poolid }), body: [{ poolid, members: found }] };
  });
  return [...asked, ...members];
}

const storagesOf = (text = "") => parseStorages(text).map((storage) => storageAnswer(storage, digestOf(text)) as Row);
const poolList = (text: string) => [...parseUserConfig(text).pools].map(([poolid, { comment }]) => ({ poolid, ...(comment === "" ? {} : { comment }) }));

/** The pool of each guest, by number. */
export function poolsOf(files: ClusterFiles): ReadonlyMap<number, string> {
  const { pools } = parseUserConfig(files.get("user.cfg") ?? "");
  return new Map([...pools].flatMap(([id, { guests }]) => guests.map((vmId) => [vmId, id] as const)));
}

/** `/version`, out of Proxmox VE's own module; undefined if that is not there. */
export function versionOf(files: ClusterFiles): Row | undefined {
  const text = files.get("pvecfg.pm") ?? "";
  const read = (name: string) => new RegExp(`sub ${name} \\{\\s*return '([^']*)'`).exec(text)?.[1];
  const version = read("version");
  return version === undefined ? undefined : { version, release: read("release") ?? version, repoid: read("repoid") ?? "" };
}

/** The address by which `/etc/hosts` knows a node, which is how Proxmox VE itself finds its own. */
function hostAddress(files: ClusterFiles, node: string): string | undefined {
  const lines = (files.get("hosts") ?? "").split("\n").map((line) => line.replace(/#.*/, "").trim().split(/\s+/));
  return lines.find(([address = "", ...names]) => names.includes(node) && !/^(127\.|::1$)/.test(address))?.[0];
}

interface Member {
  readonly id?: unknown;
  readonly online?: unknown;
  readonly ip?: unknown;
}

/**
 * `/cluster/status`, out of `.members`, which only a living node has, and `corosync.conf`, which only a cluster has.
 * @param nodes the names of the nodes that are known otherwise, and whether each is online where somebody knows.
 * @param local the node that this is about, where `.members` does not say.
 */
export function statusOf(files: ClusterFiles, nodes: ReadonlyMap<string, boolean | undefined>, local: string | undefined): readonly Row[] {
  const members = membersOf(files.get(".members"));
  const corosync = corosyncOf(files.get("corosync.conf"));
  const name = members.cluster?.name ?? corosync.name;
  const here = members.nodename ?? local ?? (nodes.size === 1 ? [...nodes.keys()][0] : undefined);
  const names = [...new Set([...nodes.keys(), ...Object.keys(members.nodelist), ...corosync.nodes.keys()])].sort();
  const described = names.map((node): Row => {
    const { id = corosync.nodes.get(node)?.id ?? 0, online, ip = corosync.nodes.get(node)?.address ?? hostAddress(files, node) }: Member = members.nodelist[node] ?? {};
    const up = online === undefined ? nodes.get(node) : online === 1;
    return {
      id: `node/${node}`,
      name: node,
      type: "node",
      nodeid: id,
      level: "",
      local: node === here ? 1 : 0,
      ...(up === undefined ? {} : { online: up ? 1 : 0 }),
      ...(ip === undefined ? {} : { ip }),
    };
  });
  return name === undefined ? described : [{ id: "cluster", type: "cluster", name, nodes: names.length, version: corosync.version, ...members.cluster }, ...described];
}

/** The node whose files these are, where a living one says so. */
export function nodeOf(files: ClusterFiles | undefined): string | undefined {
  return membersOf(files?.get(".members")).nodename;
}

/** The name of the cluster, or of a node on its own, by `/cluster/status`. */
export function clusterNameOf(status: unknown): string | undefined {
  const named = rows(status).find(({ type }) => type === "cluster") ?? rows(status).find(({ local }) => local === 1);
  return named === undefined ? undefined : String(named.name);
}

interface Members {
  readonly nodename?: string;
  readonly cluster?: Row & { readonly name?: string };
  readonly nodelist: Readonly<Record<string, Member>>;
}

function membersOf(text: string | undefined): Members {
  try {
    return { nodelist: {}, ...(JSON.parse(text ?? "{}") as Partial<Members>) };
  } catch {
    return { nodelist: {} };
  }
}

function corosyncOf(text = "") {
  const value = (name: string, within: string) => new RegExp(`^[ \\t]*${name}[ \\t]*:[ \\t]*(.+?)[ \\t\\r]*$`, "m").exec(within)?.[1];
  const blocks = [...text.matchAll(/^\s*node\s*\{([^}]*)\}/gm)].map(([, block]) => block!);
  const nodes = blocks.flatMap((block) => {
    const name = value("name", block);
    return name === undefined ? [] : [[name, { id: Number(value("nodeid", block)), address: value("ring0_addr", block) }] as const];
  });
  return { name: value("cluster_name", text), version: Number(value("config_version", text) ?? 0), nodes: new Map(nodes) };
}

/** The guests of a folder by key: the first of those that are there twice, and the others apart. */
export function byKey(guests: readonly GuestText[]): { readonly first: ReadonlyMap<ResourceKey, GuestText>; readonly others: readonly GuestText[] } {
  const first = new Map<ResourceKey, GuestText>();
  const others = guests.filter((guest) => {
    const key = printGuestKey(guest.place);
    if (first.has(key)) return true;
    first.set(key, guest);
    return false;
  });
  return { first, others };
}
