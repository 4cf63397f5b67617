import type { GuestType } from "../lib/pve/address";
import { isShared } from "../lib/pve/file/storage-config";
import { parsePropertyString } from "../lib/pve/property-string";
import { parseVolumeId } from "../lib/pve/volume-id";
import type { Cluster, Guest, Storage } from "./cluster";
import { sizeOf } from "./usage";
import { readGuest, type Config } from "./guest";
import { isOfFiles } from "./storage";

/** One entry of a storage's content. */
export interface StoredVolume {
  readonly id: string;
  readonly content: "images" | "rootdir" | "iso" | "vztmpl" | "snippets" | "backup" | "import";
  readonly format: string;
  /** Bytes. */
  readonly size: number;
  /** The guest it belongs to. */
  readonly owner?: { readonly vmId: number; readonly type: GuestType };
  /** Seconds since 1970. */
  readonly createdAt: number;
  readonly notes?: string;
  /** Bytes of the disk that an image holds. */
  readonly holds?: number;
  /** What a linked clone builds on. */
  readonly parent?: string;
}

/** The size of a device of the node, which is there where a guest has it. */
export function sizeOfDevice(cluster: Cluster, path: string): number | undefined {
  for (const guest of cluster.guests.values()) {
    const drive = Object.entries(readGuest(guest).current).find(([key, value]) => volumeKey.test(key) && String(value).split(",")[0] === path);
    if (drive !== undefined) return sizeOf(String(drive[1]));
  }
  return undefined;
}

/** Everything on a storage, as a node sees it. */
export function volumesOf(cluster: Cluster, storage: Storage, node: string): StoredVolume[] {
  const guests = [...cluster.guests.values()].filter((guest) => isShared(storage) || guest.node === node);
  const own = guests.flatMap((guest) => guestVolumes(cluster, guest).filter(({ id }) => parseVolumeId(id)?.storage === storage.id));
  const files = cluster.volumes
    .filter(({ id }) => parseVolumeId(id)?.storage === storage.id)
    .map((volume) => describeFile(cluster, volume))
    .filter(({ owner, content }) => content === "backup" || owner === undefined || isShared(storage) || (cluster.guests.get(owner.vmId)?.node ?? node) === node);
  return [...new Map([...own, ...files].map((volume) => [volume.id, volume])).values()];
}

/** One volume. Its guest is mostly the one whose number is in its name, but the guest that names it has it. */
export function findVolume(cluster: Cluster, id: string): StoredVolume | undefined {
  const file = cluster.volumes.find((volume) => volume.id === id);
  if (file) return describeFile(cluster, file);
  const owner = cluster.guests.get(ownerOf(id) ?? 0);
  const find = (guests: Iterable<Guest>) => [...guests].flatMap((guest) => guestVolumes(cluster, guest)).find((volume) => volume.id === id);
  return find(owner ? [owner] : []) ?? find(cluster.guests.values());
}

/** The names of all volumes that belong to guests. */
export function ownVolumes(cluster: Cluster): string[] {
  const derived = [...cluster.guests.values()].flatMap((guest) => guestVolumes(cluster, guest)).map(({ id }) => id);
  return [...new Set([...cluster.volumes.map(({ id }) => id).filter((id) => ownerOf(id) !== undefined), ...derived])];
}

/** `local-lvm:vm-100-disk-0`, `tank:base-9000-disk-0/vm-110-disk-0` → 100, 110. */
export function ownerOf(id: string): number | undefined {
  // Where volumes are files, each guest has a folder; elsewhere the name tells.
  if (/^[^:]*:backup\//.test(id)) return undefined;
  const number = /[:/](\d+)\/[^/]+$/.exec(id)?.[1] ?? /(?:^|[/:])(?:vm|base|subvol|basevol)-(\d+)-[^/]*$/.exec(id)?.[1];
  return number === undefined ? undefined : Number(number);
}

const volumeKey = /^(?:scsi|virtio|sata|ide|mp|unused)\d+$|^(?:rootfs|efidisk0|tpmstate0|vmstate)$/;

function guestVolumes(cluster: Cluster, guest: Guest): StoredVolume[] {
  const { file, current } = readGuest(guest);
  const snapshots = [...file.snapshots.values()].map(({ values }): Config => Object.fromEntries(values));
  return [current, ...snapshots].flatMap((config) =>
    Object.entries(config).flatMap(([key, value]) => (volumeKey.test(key) ? (describeDrive(cluster, guest, String(value)) ?? []) : [])),
  );
}

function describeDrive(cluster: Cluster, guest: Guest, drive: string): StoredVolume | undefined {
  const id = parsePropertyString(drive, { defaultKey: "file" }).find(([name]) => name === "file" || name === "volume")?.[1] ?? "";
  const storage = cluster.storages.get(parseVolumeId(id)?.storage ?? "");
  if (storage === undefined) return undefined;
  // A CD belongs to the storage, not to the guest that has it in its drive; and storages that are no folders name volumes as they like.
  const isDisc = /(^|,)media=cdrom(,|$)/.test(drive) || isOfFiles(storage);
  const owner = ownerOf(id) ?? (isDisc ? undefined : guest.vmId);
  if (owner === undefined) return undefined;
  const cloudInit = /cloudinit(\.\w+)?$/.test(id);
  return {
    id,
    content: guest.type === "lxc" ? "rootdir" : "images",
    format: formatOfVolume(id),
    size: sizeOf(drive) ?? (cloudInit ? 4 * 2 ** 20 : 0),
    owner: { vmId: owner, type: guest.type },
    createdAt: 1_710_000_000,
  };
}

/** Where a directory keeps what, and how the API names the format of it. */
const kinds = new Map<string, { readonly content: StoredVolume["content"]; readonly format: (name: string) => string }>([
  ["iso", { content: "iso", format: () => "iso" }],
  ["vztmpl", { content: "vztmpl", format: (name) => `t${/\.tar\.(gz|xz|zst)$/.exec(name)?.[1] ?? "gz"}` }],
  ["snippets", { content: "snippets", format: () => "snippet" }],
  ["import", { content: "import", format: (name) => name.split(".").at(-1) ?? "raw" }],
  ["backup", { content: "backup", format: (name) => /\.((?:tar|vma)(?:\.\w+)?)$/.exec(name)?.[1] ?? (/^backup\/(vm|ct)\//.test(name) ? `pbs-${name.split("/")[1]!}` : "tar") }],
]);

function describeFile(cluster: Cluster, { id, size, createdAt, notes, holds, parent }: Cluster["volumes"][number]): StoredVolume {
  const name = parseVolumeId(id)?.volume ?? "";
  const vm = ownerOf(id);
  if (vm !== undefined) {
    const guest = cluster.guests.get(vm);
    const own = { vmId: vm, type: guest?.type ?? "qemu" };
    return { id, content: own.type === "lxc" ? "rootdir" : "images", format: formatOfVolume(id), size, createdAt, owner: own, parent };
  }
  const kind = kinds.get(name.split("/")[0] ?? "") ?? kinds.get("iso")!;
  const [, type, vmId] = /vzdump-(qemu|lxc)-(\d+)-/.exec(name) ?? /^backup\/(vm|ct)\/(\d+)\//.exec(name) ?? [];
  const owner = type === undefined ? undefined : { type: (/qemu|vm/.test(type) ? "qemu" : "lxc") as GuestType, vmId: Number(vmId) };
  return { id, content: kind.content, format: kind.format(name), size, createdAt, notes, owner, holds };
}

/** Where a volume lies on the node: `/dev/pve/vm-100-disk-0`. */
export function pathOf({ id: storage, type, settings }: Storage, id: string): string {
  const volume = parseVolumeId(id)?.volume ?? "";
  const name = volume.split("/").at(-1)!;
  if (type.startsWith("lvm")) return `/dev/${settings.get("vgname") ?? "pve"}/${name}`;
  if (type === "zfspool" && name.startsWith("subvol-")) return `${settings.get("mountpoint") ?? `/${settings.get("pool")}`}/${name}`;
  if (type === "zfspool") return `/dev/zvol/${settings.get("pool")}/${name}`;
  if (type === "rbd") return `rbd:${settings.get("pool") ?? "rbd"}/${name}`;
  const root = settings.get("path") ?? `/mnt/pve/${storage}`;
  const folder = volume.split("/")[0]!;
  const folders: Readonly<Record<string, string>> = {
    iso: "template/iso",
    vztmpl: "template/cache",
    snippets: "snippets",
    import: "import",
    backup: "dump",
  };
  return Object.hasOwn(folders, folder) ? `${root}/${folders[folder]}/${name}` : `${root}/images/${volume}`;
}

const guestVolume = /^(\d+\/\S+\/)?\d+\/\S+\.(raw|qcow2|vmdk|subvol)$/;
const blockVolume = /^(\S+\/)?(vm|base|subvol|basevol)-\d+-\S+$/;

/** `images`, `iso`, `vztmpl`, … by the name of a volume; undefined for a name that the storage cannot have. */
export function kindOfVolume(storage: Pick<Storage, "type">, volume: string): string | undefined {
  if (!isOfFiles(storage)) return blockVolume.test(volume) ? "images" : undefined;
  if (guestVolume.test(volume)) return "images";
  const [, folder = "", name = ""] = /^(\w+)\/([^/]+(?:\.ova\/[^/]+)?)$/.exec(volume) ?? [];
  const extensions: Readonly<Record<string, RegExp>> = {
    iso: /\.(iso|img)$/i,
    vztmpl: /\.(tar\.(gz|xz|zst|bz2)|tgz|tar)$/i,
    backup: /\.(tgz|((tar|vma)(\.(gz|lzo|zst|bz2))?))$/,
    snippets: /./,
    import: /\.(ova|ovf|qcow2|raw|vmdk)$/,
  };
  return Object.hasOwn(extensions, folder) && extensions[folder]!.test(name) ? folder : undefined;
}

/** Whether the volume is the guest's own, as its name tells. */
export function isOwned(file: string, vmId: number): boolean {
  const name = parseVolumeId(file)?.volume.split("/").at(-1) ?? "";
  return new RegExp(`^(vm|base|subvol|basevol)-${vmId}-`).test(name);
}

/** `raw`, `qcow2`, `vmdk` or `subvol`, as the name says. */
export function formatOfVolume(id: string): string {
  const said = /\.(raw|qcow2|vmdk|subvol)$/.exec(id)?.[1];
  return said ?? (/(^|[/:])(subvol|basevol)-[^/]*$/.test(id) ? "subvol" : "raw");
}
