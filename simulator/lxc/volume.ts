import { parseVolumeId } from "../../lib/pve/volume-id";
import type { Cluster } from "../cluster";
import { allocate, enabledStorage, sizeOfVolume, storageOf } from "../disk";
import { failed } from "../refusal";
import type { Call } from "../route";
import { holds, isOfFiles } from "../storage";
import type { Log } from "../task";
import { formatOfVolume } from "../volume";
import { volumeOf, wantedVolume, type Mount } from "./mount";

/** The mount point with a copy of its volume. */
export function copyMount({ cluster }: Call, vmId: number, node: string, key: string, mount: Mount, id: string, log: Log): Mount {
  log(`create full clone of mountpoint ${key} (${volumeOf(mount)})`);
  const bytes = mountSize(cluster, mount);
  return new Map(mount).set("volume", make(cluster, vmId, node, id, bytes)).set("size", String(bytes));
}

/** The mount point with a volume that builds on a template's. */
export function link({ cluster }: Call, vmId: number, mount: Mount): Mount {
  const file = volumeOf(mount);
  const storage = storageOf(cluster, parseVolumeId(file)!.storage);
  const volume = allocate(cluster, { storage, vmId, format: formatOfVolume(file), bytes: mountSize(cluster, mount), parent: file });
  return new Map(mount).set("volume", volume);
}

const KiB = 1024;

/** Makes the volume that a mount point asks for. Its name. */
export function makeVolume(cluster: Cluster, vmId: number, node: string, mount: Mount): string {
  const { storage: id, gibibytes } = wantedVolume(mount)!;
  const bytes = Math.trunc(gibibytes * KiB) * KiB * KiB;
  const volume = make(cluster, vmId, node, id, bytes);
  mount.set("volume", volume).set("size", String(bytes));
  return volume;
}

/** A directory where it is to have no size, or the storage gives no other. */
function make(cluster: Cluster, vmId: number, node: string, id: string, bytes: number): string {
  const storage = enabledStorage(cluster, id, node);
  if (!holds(storage, "rootdir")) throw failed(`content type 'rootdir' is not available or configured on storage '${id}'`);
  const format = storage.type === "zfspool" || storage.type === "btrfs" || (isOfFiles(storage) && bytes === 0) ? "subvol" : "raw";
  return allocate(cluster, { storage, vmId, format, bytes });
}

/** Bytes of a mount point's volume. */
export function mountSize(cluster: Cluster, mount: Mount): number {
  return sizeOfVolume(cluster, volumeOf(mount)) ?? Number(mount.get("size") ?? 0);
}
