import { createHash } from "node:crypto";
import { parseVolumeId } from "../../lib/pve/volume-id";
import type { Storage } from "../cluster";
import { allocate, bytesOf, enabledStorage, free, isBaseInUse } from "../disk";
import { flag, integer, oneOf, required, text, vmId } from "../parameter";
import { beyond, failed, forbidden, invalid } from "../refusal";
import { demandAll, denied } from "../right";
import { given, mayAny, needs, type Call, type Route } from "../route";
import { holds, isOfFiles } from "../storage";
import { startTask, type Log } from "../task";
import { findVolume, formatOfVolume, kindOfVolume, ownerOf, pathOf } from "../volume";

const at = "/nodes/{node}/storage/{storage}";
const volume = `${at}/content/{volume+}`;
const algorithms = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"] as const;
const checked = { checksum: { ...text, requires: "checksum-algorithm" }, "checksum-algorithm": { ...oneOf(...algorithms), requires: "checksum" } };

/** What puts volumes and files on storages, and takes them away. */
export const volumeRoutes: readonly Route[] = [
  {
    method: "POST",
    path: `${at}/content`,
    ...needs("/storage/{storage}", "Datastore.AllocateSpace"),
    takes: {
      filename: required(text),
      vmid: required(vmId),
      size: { type: "string", pattern: "\\d+[MG]?" },
      format: oneOf("raw", "qcow2", "subvol", "vmdk"),
    },
    run: createVolume,
  },
  { method: "DELETE", path: volume, takes: { delay: integer(1, 30) }, run: deleteVolume },
  { method: "PUT", path: volume, takes: { notes: text, protected: flag }, run: describe },
  { method: "POST", path: volume, takes: { target: required(text), target_node: text }, run: copy },
  {
    method: "POST",
    path: `${at}/download-url`,
    takes: {
      url: { type: "string", pattern: "https?://.*" },
      content: required({ ...oneOf("iso", "vztmpl", "import"), format: "pve-storage-content" }),
      filename: { type: "string", maxLength: 255 },
      ...checked,
      compression: text,
      "verify-certificates": flag,
    },
    run: download,
  },
  {
    method: "GET",
    path: "/nodes/{node}/query-url-metadata",
    takes: { url: required({ type: "string", pattern: "https?://.*" }), "verify-certificates": flag },
    run: urlMetadata,
  },
  {
    method: "POST",
    path: `${at}/upload`,
    ...needs("/storage/{storage}", "Datastore.AllocateTemplate"),
    takes: { content: required(oneOf("iso", "vztmpl", "import")), filename: { type: "string", maxLength: 255 }, tmpfilename: text, ...checked },
    run: upload,
  },
];

function createVolume(call: Call): string {
  const { cluster } = call;
  const [id, name, size] = [given(call, "storage"), given(call, "filename"), given(call, "size")];
  const owner = Number(call.given.vmid);
  const storage = enabledStorage(cluster, id, given(call, "node"));
  const said = /\.(raw|qcow2|subvol|vmdk)$/.exec(name)?.[1];
  if (name !== "" && isOfFiles(storage) && said === undefined) throw failed(`unable to parse volume filename '${name}'`);
  const format = given(call, "format") || said || "raw";
  if (said !== undefined && said !== format) throw invalid({ format: "different storage formats" });
  // A number without a unit counts KiB.
  const bytes = /[MG]$/.test(size) ? bytesOf(size) : Number(size) * 1024;
  return allocate(cluster, { storage, vmId: owner, format, bytes, ...(name === "" ? {} : { name }) });
}

/** The volume that an address names, in full. */
function volumeId(call: Call): { readonly storage: Storage; readonly id: string; readonly kind: string } {
  const name = given(call, "volume");
  const id = name.includes(":") ? name : `${given(call, "storage")}:${name}`;
  const parsed = parseVolumeId(id)!;
  if (parsed.storage !== given(call, "storage")) throw invalid({ volume: `storage ID mismatch (${parsed.storage} != ${given(call, "storage")})\n` });
  const storage = call.cluster.storages.get(parsed.storage);
  if (!storage) throw failed(`storage '${parsed.storage}' does not exist`);
  const kind = kindOfVolume(storage, parsed.volume);
  if (kind === undefined) throw failed(`unable to parse ${isOfFiles(storage) ? "directory" : storage.type} volume name '${parsed.volume}'`);
  return { storage, id, kind };
}

function deleteVolume(call: Call): string | null {
  const { cluster, user } = call;
  const { storage, id, kind } = volumeId(call);
  const owner = ownerOf(id);
  if (kind === "backup") {
    if (!mayAny(call, `/storage/${storage.id}`, "Datastore.Allocate")) demandAll(call, `/vms/${owner}`, "VM.Backup");
  } else demandAll(call, `/storage/${storage.id}`, "Datastore.Allocate");
  if (kind === "images" && owner !== undefined && !mayAny(call, `/storage/${storage.id}`, "Datastore.Allocate")) throw forbidden(`/storage/${storage.id}`, ["Datastore.Allocate"]);
  const run = (log: Log) => {
    if (isBaseInUse(cluster, id)) throw new Error(`base volume '${parseVolumeId(id)!.volume}' is still in use by linked clones`);
    if (!findVolume(cluster, id)) log(`disk image '${pathOf(storage, id)}' does not exist`);
    free(cluster, id);
    log(`Removed volume '${id}'`);
  };
  const about = kind === "images" ? `${owner}@${storage.id}` : storage.id;
  const upid = startTask(cluster, { node: given(call, "node"), type: "imgdel", id: about, user, run });
  // A caller who waits is told nothing more: it is done.
  return call.given.delay === undefined ? upid : null;
}

function describe(call: Call): null {
  const { id, kind } = volumeId(call);
  if (kind !== "backup") throw failed("only backups can have notes");
  const found = call.cluster.volumes.findIndex((one) => one.id === id);
  if (found < 0) throw failed(`volume_size_info on '${id}' failed - no format`);
  if (call.given.notes !== undefined) call.cluster.volumes[found] = { ...call.cluster.volumes[found]!, notes: given(call, "notes") };
  return null;
}

function copy(call: Call): never {
  if (!call.isRoot) throw denied("user != root@pam");
  throw beyond("copying a volume");
}

const extensions: Readonly<Record<string, RegExp>> = {
  iso: /\.(iso|img)$/i,
  vztmpl: /\.(tar\.(gz|xz|zst|bz2)|tgz|tar)$/i,
  import: /\.(ova|qcow2|raw|vmdk)$/i,
};

/** The place for a file that comes from elsewhere; refuses what the storage cannot hold. */
function target(call: Call): { readonly storage: Storage; readonly id: string } {
  const storage = enabledStorage(call.cluster, given(call, "storage"), given(call, "node"));
  const content = given(call, "content");
  const name = given(call, "filename").replace(/^.*[/\\]/, "").replace(/[^-a-zA-Z0-9_.+]/g, "_");
  if (!isOfFiles(storage)) throw failed(`can't upload to storage type '${storage.type}', not a file based storage!`);
  if (!extensions[content]!.test(name)) throw invalid({ filename: "wrong file extension" });
  if (!holds(storage, content)) throw failed(`storage '${storage.id}' is not configured for content-type '${content}'`);
  return { storage, id: `${storage.id}:${content}/${name}` };
}

/** Whether someone may have a node ask the outside. */
function demandNetwork(call: Call): void {
  const isModifier = mayAny(call, "/", "Sys.Audit") && mayAny(call, "/", "Sys.Modify");
  if (!isModifier && !mayAny(call, `/nodes/${given(call, "node")}`, "Sys.AccessNetwork")) throw forbidden("/", ["Sys.Audit", "Sys.Modify"]);
}

/** The simulator has no network: what lies behind a URL is as large as files of its kind usually are. */
function outside(url: URL): { readonly filename: string; readonly size: number; readonly mimetype: string } {
  const filename = url.pathname.replace(/^.*\//, "");
  const [mebibytes, mimetype] = extensions.vztmpl!.test(filename)
    ? [120, "application/x-tar"]
    : extensions.import!.test(filename)
      ? [350, "application/octet-stream"]
      : [700, "application/x-iso9660-image"];
  return { filename, size: mebibytes * 2 ** 20, mimetype };
}

/** What cannot be reached on a node's own loopback is refused as there. */
const isLoopback = (url: URL) => /^(127\.|localhost$)/.test(url.hostname);

function urlMetadata(call: Call): object {
  demandNetwork(call);
  const url = new URL(given(call, "url"));
  if (isLoopback(url)) throw failed(`invalid server response: '500 Can't connect to ${url.host} (Connection refused)'`);
  return outside(url);
}

function download(call: Call): string {
  const { cluster, user } = call;
  demandAll(call, `/storage/${given(call, "storage")}`, "Datastore.AllocateTemplate");
  demandNetwork(call);
  const { storage, id } = target(call);
  const url = new URL(given(call, "url"));
  const run = (log: Log) => {
    log(`downloading ${url.href} to ${pathOf(storage, id)}`);
    if (isLoopback(url)) throw new Error(`download failed: Connecting to ${url.host}... failed: Connection refused.`);
    put(call, id, outside(url).size);
    log(`download of '${url.href}' to '${pathOf(storage, id)}' finished`);
  };
  return startTask(cluster, { node: given(call, "node"), type: "download", id: given(call, "filename"), user, run });
}

function put({ cluster }: Call, id: string, size: number): void {
  free(cluster, id);
  const image = /:import\/.*\.(qcow2|raw|vmdk)$/.test(id) ? { holds: 2 ** 31 } : {};
  cluster.volumes.push({ id, size, createdAt: cluster.now(), ...image });
}

function upload(call: Call): string {
  const { cluster, user } = call;
  const { storage, id } = target(call);
  const content = given(call, "tmpfilename");
  const [algorithm, sum] = [given(call, "checksum-algorithm"), given(call, "checksum")];
  const run = (log: Log) => {
    log("starting file import");
    log(`target node: ${given(call, "node")}`);
    log(`target file: ${pathOf(storage, id)}`);
    const got = algorithm === "" ? sum : createHash(algorithm).update(content, "latin1").digest("hex");
    if (got !== sum.toLowerCase()) throw new Error(`checksum mismatch: got '${got}' != expect '${sum}'`);
    const format = id.includes(":import/") ? formatOfVolume(id) : "raw";
    if (format === "qcow2" && !content.startsWith("QFI\u00fb")) throw new Error("qemu-img: Could not open the uploaded file: Image is not in qcow2 format");
    put(call, id, content.length);
    log("finished file import successfully");
  };
  return startTask(cluster, { node: given(call, "node"), type: "imgcopy", id: "", user, run });
}
