import { parseVolumeId } from "../../lib/pve/volume-id";
import type { Cluster, Storage } from "../cluster";
import { allocate, enabledStorage, sizeOfVolume } from "../disk";
import { failed, invalid } from "../refusal";
import { holds, isOfFiles } from "../storage";
import type { Log } from "../task";
import { formatOfVolume } from "../volume";
import { defaultFormat, fixedSizes } from "./disks";
import { fileOf, isCloudInit, type Drive } from "./drive";

/** Where a copy of a disk goes. */
export interface Destination {
  readonly cluster: Cluster;
  readonly node: string;
  readonly vmId: number;
  readonly key: string;
  /** @default where the original is */
  readonly storage?: string;
  readonly format?: string;
  readonly log: Log;
}

/** A copy of a disk, or a clone that builds on it. The drive with its new volume. */
export function copyDisk({ cluster, node, vmId, key, storage: wanted, format, log }: Destination, drive: Drive, full: boolean): Drive {
  const file = fileOf(drive);
  const storage = enabledStorage(cluster, wanted ?? parseVolumeId(file)!.storage, node);
  log(`create ${full ? "full" : "linked"} clone of drive ${key} (${file})`);
  const bytes = full ? (fixedSizes[isCloudInit(drive) ? "cloudinit" : key] ?? sizeOfVolume(cluster, file) ?? 0) : (sizeOfVolume(cluster, file) ?? 0);
  const target = full ? copyFormat(storage, file, format) : isOfFiles(storage) ? "qcow2" : "raw";
  const name = isCloudInit(drive) ? `vm-${vmId}-cloudinit${isOfFiles(storage) ? `.${target}` : ""}` : undefined;
  const volume = allocate(cluster, { storage, vmId, format: target, bytes, name, ...(full ? {} : { parent: file }) });
  if (full) log(`allocated target volume '${volume}'`);
  const copy = new Map(drive);
  copy.delete("format");
  return copy.set("file", volume).set("size", String(sizeOfVolume(cluster, volume) ?? bytes));
}

function copyFormat(storage: Storage, file: string, wanted?: string): string {
  if (!isOfFiles(storage)) return "raw";
  return wanted ?? (parseVolumeId(file)?.storage === undefined ? defaultFormat(storage) : formatOfVolume(file));
}

export function assertImages(cluster: Cluster, id: string, node: string): Storage {
  const storage = enabledStorage(cluster, id, node);
  if (!holds(storage, "images")) throw invalid({ storage: `storage '${id}' does not support vm images` });
  return storage;
}

export function assertNode({ nodes }: Cluster, name: string | undefined): void {
  if (name !== undefined && !nodes.has(name)) throw failed(`no such cluster node '${name}'`);
}
