import { isShared, storageAnswer } from "../../lib/pve/file/storage-config";
import { parseVolumeId } from "../../lib/pve/volume-id";
import { digestOf } from "../../lib/schema/config-response";
import type { Storage } from "../cluster";
import { flag, formatted, isSet, oneOf, text, vmId } from "../parameter";
import { beyond, failed, invalid } from "../refusal";
import { demand, given, index, mayAny, needs, type Call, type Route } from "../route";
import { contentOf, isOfFiles, isOn } from "../storage";
import { findVolume, pathOf, volumesOf, type StoredVolume } from "../volume";

const users = ["Datastore.Audit", "Datastore.AllocateSpace"];
const contentType = formatted("pve-storage-content");

const below = "content download-url file-restore import-metadata identity oci-registry-pull prunebackups rrd rrddata status upload";

/** `/storage` is the configuration, `/nodes/{node}/storage` the state. */
export const storageRoutes: readonly Route[] = [
  { method: "GET", path: "/storage", takes: { type: text }, unordered: true, run: listConfigurations },
  // The right to change a storage is asked for, even to read one alone.
  {
    method: "GET",
    path: "/storage/{storage}",
    ...needs("/storage/{storage}", "Datastore.Allocate"),
    run: (call) => configurationOf(call, existing(call)),
  },
  {
    method: "GET",
    path: "/nodes/{node}/storage",
    takes: { storage: text, content: contentType, enabled: flag, target: text, format: flag },
    unordered: true,
    run: listStates,
  },
  { method: "GET", path: "/nodes/{node}/storage/{storage}", run: () => index("subdir", below) },
  { method: "GET", path: "/nodes/{node}/storage/{storage}/status", ...needs("/storage/{storage}", ...users), run: readState },
  {
    method: "GET",
    path: "/nodes/{node}/storage/{storage}/content",
    ...needs("/storage/{storage}", ...users),
    takes: { content: contentType, vmid: vmId },
    run: listContent,
  },
  {
    method: "GET",
    path: "/nodes/{node}/storage/{storage}/prunebackups",
    ...needs("/storage/{storage}", ...users),
    takes: { "prune-backups": text, type: oneOf("qemu", "lxc"), vmid: vmId },
    run: previewPruning,
  },
  // A directory's volumes hold slashes, encoded or not.
  { method: "GET", path: "/nodes/{node}/storage/{storage}/content/{volume+}", run: readVolume },
];

function existing(call: Call): Storage {
  const id = given(call, "storage");
  const storage = call.cluster.storages.get(id);
  if (!storage) throw failed(`storage '${id}' does not exist`);
  return storage;
}

function visible(call: Call): Storage[] {
  return [...call.cluster.storages.values()].filter(({ id }) => mayAny(call, `/storage/${id}`, ...users));
}

function listConfigurations(call: Call) {
  const type = call.given.type;
  return visible(call)
    .filter((storage) => type === undefined || storage.type === type)
    .map((storage) => configurationOf(call, storage));
}

function configurationOf({ cluster }: Call, storage: Storage) {
  const answer = storageAnswer(storage, digestOf(cluster.files.get("storage.cfg") ?? ""));
  return storage.settings.has("content") ? answer : { content: contentOf(storage.type), ...answer };
}

function listStates(call: Call) {
  const { storage, content, enabled } = call.given;
  const node = given(call, "node");
  return visible(call)
    .filter(({ id }) => storage === undefined || storage === id)
    .filter(({ settings }) => content === undefined || settings.get("content")?.split(",").includes(String(content)))
    .filter((one) => content === undefined || isEnabled(one, node))
    .filter(({ settings }) => !isSet(enabled) || !settings.has("disable"))
    .map((one) => {
      const state = stateOf(one, node);
      return { storage: one.id, ...state, ...(state.total > 0 ? { used_fraction: state.used / state.total } : {}) };
    });
}

function readState(call: Call) {
  const storage = call.cluster.storages.get(given(call, "storage"));
  if (!storage) throw invalid({ storage: "No such storage." });
  return stateOf(storage, given(call, "node"));
}

/** A storage is as good as disabled on a node that it is not for. */
const isEnabled = (storage: Storage, node: string) => storage.settings.get("disable") !== "1" && isOn(storage, node);

function stateOf(storage: Storage, node: string) {
  const { type, settings, total, used, reachable } = storage;
  const enabled = isEnabled(storage, node) ? 1 : 0;
  const active = enabled && reachable ? 1 : 0;
  // Nobody counts what is on an iSCSI server.
  const figures = active && type !== "iscsidirect" ? { total, used, avail: total - used } : { total: 0, used: 0, avail: 0 };
  return { type, content: settings.get("content") ?? contentOf(type), shared: isShared(storage) ? 1 : 0, enabled, active, ...figures };
}

/** The storage, ready to be looked into from this node. */
function mounted(call: Call): Storage {
  const storage = existing(call);
  if (storage.settings.get("disable") === "1") throw failed(`storage '${storage.id}' is disabled`);
  if (!isOn(storage, given(call, "node"))) throw failed(`storage '${storage.id}' is not available on node '${given(call, "node")}'`);
  if (!storage.reachable) throw failed(`storage '${storage.id}' is not online`);
  return storage;
}

/** Which backups would go. The simulator prunes none: it knows only that nothing tells how many to keep. */
function previewPruning(call: Call): never {
  const { id, settings } = existing(call);
  if (call.given["prune-backups"] === undefined && !settings.has("prune-backups")) throw failed(`no prune-backups options configured for storage '${id}'`);
  throw beyond("pruning backups");
}

function listContent(call: Call) {
  const storage = mounted(call);
  const { content, vmid } = call.given;
  return volumesOf(call.cluster, storage, given(call, "node"))
    .filter((volume) => refusalOf(call, storage, volume) === undefined)
    .filter((volume) => content === undefined || volume.content === content)
    // Snippets and images to import are in every guest's list, other files in none.
    .filter(({ owner, content: kind }) => vmid === undefined || (owner ? owner.vmId === Number(vmid) : kind === "snippets" || kind === "import"))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((volume) => describeVolume(storage, volume));
}

function describeVolume({ type }: Storage, { id, content, format, size, owner, createdAt, notes, parent }: StoredVolume) {
  const common = { volid: id, content, format, size, ...(owner ? { vmid: owner.vmId } : {}) };
  if (type === "zfspool") return { ...common, name: parseVolumeId(id)?.volume.split("/").at(-1), parent: null };
  if (content === "backup")
    return { ...common, ctime: createdAt, ...(owner ? { subtype: owner.type } : {}), ...(notes === undefined ? {} : { notes }) };
  if (isOfFiles({ type }) && owner) return { ...common, ctime: createdAt, used: Math.round(size * 0.4), parent: parent === undefined ? null : parentOf(parent) };
  // LVM says the time as text, directories as a number.
  return { ...common, ctime: type.startsWith("lvm") ? String(createdAt) : createdAt };
}

/** How a linked clone names what it builds on. */
function parentOf(id: string): string {
  return `../${parseVolumeId(id)?.volume ?? ""}`;
}

function readVolume(call: Call) {
  const storage = mounted(call);
  const text = given(call, "volume");
  const id = text.includes(":") ? text : `${storage.id}:${text}`;
  const found = parseVolumeId(id)!;
  if (found.storage !== storage.id) throw invalid({ volume: `storage ID mismatch (${found.storage} != ${storage.id})\n` });
  if (isOfFiles(storage) && !found.volume.includes("/")) throw failed(`unable to parse directory volume name '${found.volume}'`);
  const volume = findVolume(call.cluster, id);
  const path = volume && refusalOf(call, storage, volume);
  if (path) demand(call, path.at, ...path.anyOf);
  if (!volume) throw failed(isOfFiles(storage) ? `volume_size_info on '${id}' failed - no format` : `file_size_info on '${id}' failed`);
  const { size, holds, format, content, notes } = volume;
  return {
    path: pathOf(storage, id),
    size: holds ?? size,
    used: Math.round(size * 0.4),
    format: content === "images" || content === "rootdir" || content === "import" ? format : "raw",
    ...(content === "backup" ? { notes, protected: 0 } : {}),
  };
}

/** The right that is missing for a volume. A guest's own needs VM.Config.Disk, so an auditor does not see it. */
function refusalOf(call: Call, storage: Storage, { content, owner }: StoredVolume) {
  const at = `/storage/${storage.id}`;
  if (mayAny(call, at, "Datastore.Allocate")) return undefined;
  const right = (path: string, ...anyOf: string[]) => (mayAny(call, path, ...anyOf) ? undefined : { at: path, anyOf });
  if (content === "images" || content === "rootdir") return right(at, "Datastore.Audit") ?? right(`/vms/${owner?.vmId}`, "VM.Config.Disk");
  if (content === "backup") return right(at, "Datastore.AllocateSpace") ?? right(`/vms/${owner?.vmId}`, "VM.Backup");
  return content === "snippets" ? { at, anyOf: ["Datastore.Allocate"] } : right(at, ...users);
}
