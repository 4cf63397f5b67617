import { parseVolumeId } from "../lib/pve/volume-id";
import type { Cluster, Storage, Volume } from "./cluster";
import { addUnused, type Draft } from "./draft";
import { failed } from "./refusal";
import { isOfFiles, isOn, layers } from "./storage";
import { findVolume, formatOfVolume, ownerOf, ownVolumes, pathOf } from "./volume";

/** A disk, or a directory, that a guest is to get. */
export interface Wanted {
  readonly storage: Storage;
  readonly vmId: number;
  /** `raw`, `qcow2`, `vmdk`, `subvol`. */
  readonly format: string;
  readonly bytes: number;
  /** @default the first that is free: `vm-100-disk-0` */
  readonly name?: string;
  readonly parent?: string;
}

const MiB = 2 ** 20;

/** The storage by its name; a name that is none is a failure. */
export function storageOf(cluster: Cluster, id: string): Storage {
  const storage = cluster.storages.get(id);
  if (!storage) throw failed(`storage '${id}' does not exist`);
  return storage;
}

/** The storage, if it may be used on this node now. */
export function enabledStorage(cluster: Cluster, id: string, node: string): Storage {
  const storage = storageOf(cluster, id);
  if (storage.settings.get("disable") === "1") throw failed(`storage '${id}' is disabled`);
  if (!isOn(storage, node)) throw failed(`storage '${id}' is not available on node '${node}'`);
  return storage;
}

/** Makes a volume. Its name: `local:100/vm-100-disk-0.raw`, `local-lvm:vm-100-disk-0`. */
export function allocate(cluster: Cluster, wanted: Wanted): string {
  const { storage, vmId, format, bytes, parent } = wanted;
  const name = wanted.name ?? freeName(cluster, storage, vmId, format);
  const base = parent === undefined ? "" : `${parseVolumeId(parent)!.volume}/`;
  const id = `${storage.id}:${base}${isOfFiles(storage) ? `${vmId}/` : ""}${name}`;
  if (findVolume(cluster, id)) throw failed(`disk image '${pathOf(storage, id)}' already exists`);
  cluster.volumes.push({ id, size: roundUp(storage, bytes), createdAt: cluster.now(), ...(parent === undefined ? {} : { parent }) });
  return id;
}

/** What the tool that makes a volume says of it in the task's log; nothing where it says nothing. */
export function creationLog(storage: Storage, id: string, bytes: number): string | undefined {
  if (storage.type.startsWith("lvm")) return `  Logical volume "${parseVolumeId(id)!.volume}" created.`;
  const format = formatOfVolume(id);
  if (!isOfFiles(storage) || format === "subvol") return undefined;
  const preallocation = storage.settings.get("preallocation") ?? (format === "qcow2" ? "metadata" : "off");
  const options =
    format === "qcow2"
      ? `cluster_size=65536 extended_l2=off preallocation=${preallocation} compression_type=zlib size=${bytes} lazy_refcounts=off refcount_bits=16`
      : `size=${bytes} preallocation=${preallocation}`;
  return `Formatting '${pathOf(storage, id)}', fmt=${format} ${options}`;
}

/** Block storages give space in pieces of a size of their own. */
function roundUp({ type }: Storage, bytes: number): number {
  const piece = type.startsWith("lvm") ? 4 * MiB : type === "zfspool" && bytes > 0 ? MiB : 1024;
  return Math.ceil(bytes / piece) * piece;
}

function freeName(cluster: Cluster, storage: Storage, vmId: number, format: string): string {
  const taken = new Set(
    ownVolumes(cluster)
      .filter((id) => parseVolumeId(id)?.storage === storage.id && ownerOf(id) === vmId)
      .map((id) => /-disk-(\d+)[^/]*$/.exec(id)?.[1]),
  );
  let number = 0;
  while (taken.has(String(number))) number++;
  const suffix = isOfFiles(storage) ? `.${format}` : "";
  return `${format === "subvol" ? "subvol" : "vm"}-${vmId}-disk-${number}${suffix}`;
}

/** Lets a guest's file keep a volume as unused. How large it is only the file said so far. */
export function keepAsUnused(cluster: Cluster, draft: Draft, id: string): string | undefined {
  const { size, createdAt } = cluster.volumes.some((volume) => volume.id === id) ? {} : (findVolume(cluster, id) ?? {});
  if (size !== undefined && createdAt !== undefined) cluster.volumes.push({ id, size, createdAt });
  return addUnused(draft, id);
}

export function free(cluster: Cluster, id: string): void {
  const at = cluster.volumes.findIndex((volume) => volume.id === id);
  if (at >= 0) cluster.volumes.splice(at, 1);
}

/** Makes a template's disk one that linked clones can build on. Its new name. */
export function makeBase(cluster: Cluster, id: string): string {
  const base = id.replace(/(^|[/:])(vm|subvol)-(\d+-[^/]*)$/, (_, before: string, kind: string, rest: string) => `${before}${kind === "vm" ? "base" : "basevol"}-${rest}`);
  return rename(cluster, id, base);
}

/** Gives a volume to another guest. Its new name. */
export function giveTo(cluster: Cluster, id: string, vmId: number): string {
  const storage = storageOf(cluster, parseVolumeId(id)!.storage);
  const format = formatOfVolume(id);
  const name = `${storage.id}:${isOfFiles(storage) ? `${vmId}/` : ""}${freeName(cluster, storage, vmId, format)}`;
  return rename(cluster, id, name);
}

function rename(cluster: Cluster, id: string, name: string): string {
  const { size, createdAt, parent } = findVolume(cluster, id) ?? { size: 0, createdAt: cluster.now(), parent: undefined };
  free(cluster, id);
  const volume: Volume = { id: name, size, createdAt, ...(parent === undefined ? {} : { parent }) };
  cluster.volumes.push(volume);
  return name;
}

/** Bytes of the disk that a volume is, or holds. */
export function sizeOfVolume(cluster: Cluster, id: string): number | undefined {
  const volume = findVolume(cluster, id);
  return volume && (volume.holds ?? volume.size);
}

export function resizeVolume(cluster: Cluster, id: string, bytes: number): void {
  const { createdAt, parent } = findVolume(cluster, id) ?? { createdAt: cluster.now(), parent: undefined };
  free(cluster, id);
  cluster.volumes.push({ id, size: bytes, createdAt, ...(parent === undefined ? {} : { parent }) });
}

/** Whether a template's volume has linked clones. */
export function isBaseInUse(cluster: Cluster, id: string): boolean {
  const base = parseVolumeId(id)!;
  return ownVolumes(cluster).some((other) => other !== id && other.startsWith(`${base.storage}:${base.volume}/`));
}

export function isBase(id: string): boolean {
  return /(^|[/:])(base|basevol)-\d+-[^/]*$/.test(id);
}

/** `528K`, `8G`: the largest unit that leaves nothing over. */
export function printSize(bytes: number): string {
  const units = ["", "K", "M", "G", "T"];
  let [amount, unit] = [Math.floor(bytes), 0];
  while (amount > 0 && amount % 1024 === 0 && unit < units.length - 1) [amount, unit] = [amount / 1024, unit + 1];
  return amount === 0 ? "0T" : `${amount}${units[unit]}`;
}

/** `8G` → bytes. */
export function bytesOf(text: string): number {
  const [, amount = "0", unit = ""] = /^(\d+(?:\.\d+)?)([KMGT])?/.exec(text) ?? [];
  return Math.floor(Number(amount) * 1024 ** ["", "K", "M", "G", "T"].indexOf(unit));
}

/** Storages that can make a clone which builds on its original. */
export function canLink(storage: Storage, file: string): boolean {
  return isBase(file) && (isOfFiles(storage) ? formatOfVolume(file) !== "subvol" : layers(storage));
}

/** A template's disks on file storages are write-protected. */
export function assertWritable(cluster: Cluster, file: string, bytes: number): void {
  const { storage: id, volume } = parseVolumeId(file)!;
  const storage = storageOf(cluster, id);
  if (!isBase(file) || !isOfFiles(storage)) return;
  const format = /\.(\w+)$/.exec(volume)?.[1] ?? "raw";
  const path = `${storage.settings.get("path") ?? `/mnt/pve/${id}`}/images/${volume}`;
  const preallocation = format === "qcow2" ? "metadata" : "off";
  throw new Error(`command '/usr/bin/qemu-img resize '--preallocation=${preallocation}' -f ${format} ${path} ${bytes}' failed: exit code 1`);
}
