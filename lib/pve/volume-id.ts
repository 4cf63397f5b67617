/** A volume of a storage, as configurations name it: `local-lvm:vm-100-disk-0`. */
export interface VolumeId {
  readonly storage: string;
  /** What follows the first colon; for directories a path with a slash (`100/vm-100-disk-0.qcow2`, `iso/debian.iso`). */
  readonly volume: string;
}

/** `local-lvm:vm-100-disk-0` → its two parts. Undefined for paths (`/dev/sdb`), `none` and `cdrom`. */
export function parseVolumeId(text: string): VolumeId | undefined {
  const colon = text.indexOf(":");
  if (colon <= 0 || text.startsWith("/")) return undefined;
  return { storage: text.slice(0, colon), volume: text.slice(colon + 1) };
}

/** The guest whose disk a linked clone builds on: `local-lvm:base-9000-disk-0/vm-110-disk-0` → 9000. */
export function baseOfLinkedClone(text: string): number | undefined {
  const [, vmId] = /(?:^|[:/])(?:base|basevol)-(\d+)-disk-\d+(?:\.\w+)?\/[^/]*(?:\/)?[^/]+$/.exec(text) ?? [];
  return vmId === undefined ? undefined : Number(vmId);
}
