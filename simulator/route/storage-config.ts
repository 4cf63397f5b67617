import { digestOf } from "../../lib/schema/config-response";
import { digest, flag, formatted, integer, oneOf, required, storageId, text } from "../parameter";
import { failed, invalid } from "../refusal";
import { given, needs, type Call, type Route } from "../route";
import type { Properties } from "../schema/property";
import { splitList } from "../schema/format";
import { contentOf, isMounted, mountedBelow, newStorage, saveStorages, storageTypes } from "../storage";
import type { Cluster, Storage } from "../cluster";

const flags = "disable shared mkdir create-base-path create-subdirs krbd fuse nocow saferemove sparse tagged_only nowritecache skip-cert-verification snapshot-as-volume-chain";
const special: Properties = {
  path: formatted("pve-storage-path"),
  content: formatted("pve-storage-content-list"),
  nodes: formatted("pve-node-list"),
  server: formatted("pve-storage-server"),
  vgname: formatted("pve-storage-vgname"),
  port: integer(1, 65535),
  preallocation: oneOf("off", "metadata", "falloc", "full"),
  format: oneOf("raw", "qcow2", "subvol", "vmdk"),
  "max-protected-backups": integer(-1),
};
const all = new Set(Object.values(storageTypes).flatMap(({ required: first, optional }) => [...first, ...optional]));
const fields: Properties = Object.fromEntries([...all].map((name) => [name, special[name] ?? (flags.split(" ").includes(name) ? flag : text)]));
const fixed = new Set(Object.values(storageTypes).flatMap(({ required: first, fixed: more = [] }) => [...first, ...more]));
/** What one type fixes and no other lets change. */
const changeable: Properties = Object.fromEntries(
  Object.entries(fields).filter(([name]) => !fixed.has(name) || Object.values(storageTypes).some((type) => type.optional.includes(name) && !type.fixed?.includes(name))),
);

/** What makes, changes and takes away storages. */
export const storageConfigRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/storage",
    ...needs("/storage", "Datastore.Allocate"),
    takes: { ...fields, storage: required(storageId), type: required(oneOf(...Object.keys(storageTypes))) },
    run: createStorage,
  },
  {
    method: "PUT",
    path: "/storage/{storage}",
    ...needs("/storage", "Datastore.Allocate"),
    takes: { ...changeable, delete: formatted("pve-configid-list"), digest },
    run: updateStorage,
  },
  { method: "DELETE", path: "/storage/{storage}", ...needs("/storage", "Datastore.Allocate"), run: deleteStorage },
];

const secret = new Set(["password", "encryption-key", "master-pubkey", "keyring"]);

function settingsIn({ given: sent }: Call, type: string): Map<string, string> {
  const names = Object.keys(sent).filter((name) => !["storage", "type", "digest", "delete"].includes(name));
  const { required: first, optional } = storageTypes[type]!;
  const strange = names.find((name) => !first.includes(name) && !optional.includes(name));
  if (strange !== undefined) throw failed(`unexpected property '${strange}'`);
  // Secrets have a file of their own, which is not read back.
  const kept = names.filter((name) => !secret.has(name) && !(name === "disable" && String(sent[name]) === "0"));
  return new Map(kept.map((name) => [name, valueOf(name, String(sent[name] === true ? 1 : sent[name]))]));
}

const valueOf = (name: string, value: string) => (name === "content" || name === "nodes" ? splitList(value).join(",") : value);

function createStorage(call: Call): object {
  const { storages } = call.cluster;
  const [id, type] = [given(call, "storage"), given(call, "type")];
  const settings = settingsIn(call, type);
  if (isMounted(type) && !settings.has("path")) settings.set("path", `${mountedBelow}/${id}`);
  const missing = storageTypes[type]!.required.find((name) => !settings.has(name));
  if (missing !== undefined) throw failed(`missing value for required option '${missing}'`);
  if (storages.has(id)) throw failed(`create storage failed: storage ID '${id}' already defined`);
  const path = settings.get("path");
  if (type === "dir" && String(call.given.mkdir ?? 1) === "0" && !path?.startsWith("/var/lib/vz")) {
    throw failed(`create storage failed: unable to activate storage '${id}' - directory '${path}' does not exist or is unreachable`);
  }
  put(call.cluster, newStorage(id, type, settings));
  return { storage: id, type };
}

function put(cluster: Cluster, storage: Storage): void {
  // What is read and written again says what it left unsaid.
  for (const [id, { settings, ...other }] of cluster.storages) {
    if (!settings.has("content")) cluster.storages.set(id, { ...other, settings: new Map([...settings, ["content", contentOf(other.type)]]) });
  }
  cluster.storages.set(storage.id, storage);
  saveStorages(cluster);
}

function updateStorage(call: Call): object {
  const { cluster } = call;
  const id = given(call, "storage");
  const storage = cluster.storages.get(id);
  const fail = (why: string) => failed(`update storage failed: ${why}`);
  if (!storage) throw fail(`storage '${id}' does not exist`);
  if (call.given.digest !== undefined && given(call, "digest") !== digestOf(cluster.files.get("storage.cfg") ?? "")) {
    throw fail("detected modified configuration - file changed by other user? Try again.");
  }
  const { required: first, optional, fixed: more = [] } = storageTypes[storage.type] ?? { required: [], optional: [] };
  const settings = new Map([...storage.settings]);
  for (const [name, value] of settingsIn(call, storage.type)) {
    if (first.includes(name) || more.includes(name)) throw invalid({ [name]: `can't change value of fixed parameter '${name}'` });
    settings.set(name, value);
  }
  if (String(call.given.disable) === "0") settings.delete("disable");
  for (const name of splitList(given(call, "delete"))) {
    if (first.includes(name)) throw fail(`unable to delete required option '${name}'`);
    if (!optional.includes(name)) throw fail(`no such option '${name}'`);
    if (more.includes(name)) throw fail(`unable to delete fixed option '${name}'`);
    if (call.given[name] !== undefined) throw fail(`unable to set and delete property '${name}' at the same time`);
    settings.delete(name);
  }
  put(cluster, { ...storage, settings });
  return { storage: id, type: storage.type };
}

function deleteStorage(call: Call): null {
  const { cluster } = call;
  const id = given(call, "storage");
  if (!cluster.storages.has(id)) throw failed(`delete storage failed: storage '${id}' does not exist`);
  const base = [...cluster.storages.values()].find(({ settings }) => settings.get("base")?.startsWith(`${id}:`));
  if (base) throw failed(`delete storage failed: storage '${id}' is used as base storage by '${base.id}'`);
  cluster.storages.delete(id);
  saveStorages(cluster);
  return null;
}
