import { parseVolumeId } from "./volume-id";

const directories = ["dir", "nfs", "cifs", "cephfs", "glusterfs", "btrfs"];

/**
 * The format of a volume as its storage answers it, by the storage's type; undefined if a directory has no volume of such a name.
 * Directories keep the format in the file's name, and block storages have only `raw`.
 */
export function volumeFormat(storageType: string, volume: string): string | undefined {
  if (storageType === "esxi") return "vmdk";
  if (!directories.includes(storageType)) return "raw";
  return /\/.*\.(qcow2|raw|vmdk|subvol)$/.exec(parseVolumeId(volume)?.volume ?? "")?.[1];
}
