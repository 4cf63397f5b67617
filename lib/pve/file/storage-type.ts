/** What Proxmox VE knows of a type of storage. */
export interface StorageType {
  /** What one may hold. */
  readonly content: ReadonlySet<string>;
  /** What one holds if nothing is set. */
  readonly preset: readonly string[];
  /** Settings that one cannot be without. */
  readonly needs: readonly string[];
  /** Other settings that one may have. */
  readonly takes: ReadonlySet<string>;
}

const files = "bwlimit content-dirs create-base-path create-subdirs format max-protected-backups mkdir options preallocation prune-backups snapshot-as-volume-chain";
const anything = "backup images import iso rootdir snippets vztmpl";

/** Type → what it may hold, what it holds by itself, what it needs, what else it takes. */
const rows: Readonly<Record<string, readonly [content: string, preset: string, needs: string, takes: string]>> = {
  btrfs: [`${anything} none`, "images rootdir", "path", "create-base-path create-subdirs format is_mountpoint max-protected-backups mkdir nocow preallocation prune-backups shared"],
  cephfs: ["backup import iso snippets vztmpl", "backup", "path", "bwlimit content-dirs create-base-path create-subdirs format fs-name fuse keyring max-protected-backups mkdir monhost options prune-backups subdir username"],
  cifs: [anything, "images", "path server share", `${files} domain password smbversion subdir username`],
  dir: [`${anything} none`, "images rootdir", "path", `${files.replace(" options", "")} is_mountpoint shared`],
  esxi: ["import", "import", "server username", "password port shared skip-cert-verification"],
  iscsi: ["images none", "images", "portal target", "bwlimit"],
  iscsidirect: ["images none", "images", "portal target", "bwlimit"],
  lvm: ["images rootdir", "images", "vgname", "base bwlimit saferemove saferemove-stepsize saferemove_throughput shared snapshot-as-volume-chain tagged_only"],
  lvmthin: ["images rootdir", "images rootdir", "thinpool vgname", "bwlimit"],
  nfs: [anything, "images", "export path server", files],
  pbs: ["backup none", "backup", "datastore server", "encryption-key fingerprint master-pubkey max-protected-backups namespace password port prune-backups username"],
  rbd: ["images rootdir", "images", "", "bwlimit data-pool keyring krbd monhost namespace pool username"],
  zfs: ["images", "images", "blocksize iscsiprovider pool portal target", "bwlimit comstar_hg comstar_tg lio_tpg nowritecache sparse zfs-base-path"],
  zfspool: ["images rootdir", "images rootdir", "pool", "blocksize bwlimit mountpoint sparse"],
};

const words = (text: string) => text.split(" ").filter((word) => word !== "");

/** The types that Proxmox VE has by itself; a plugin of somebody else's may add others. */
export const storageTypes: ReadonlyMap<string, StorageType> = new Map(
  Object.entries(rows).map(([type, [content, preset, needs, takes]]) => [type, { content: new Set(words(content)), preset: words(preset), needs: words(needs), takes: new Set(["content", "disable", "nodes", ...words(takes)]) }]),
);

const known = new Set([...storageTypes.values()].flatMap(({ needs, takes }) => [...needs, ...takes]));

/** Whether a type has a setting; one that no type has may be of a newer Proxmox VE, and is let be. */
export const isTaken = ({ needs, takes }: StorageType, key: string): boolean => needs.includes(key) || takes.has(key) || !known.has(key);

const flags = new Set("create-base-path create-subdirs disable fuse krbd mkdir nocow nowritecache saferemove shared skip-cert-verification snapshot-as-volume-chain sparse tagged_only".split(" "));
const integers: ReadonlyMap<string, readonly [from: number, to: number]> = new Map([
  ["max-protected-backups", [-1, Infinity]],
  ["port", [1, 65_535]],
  ["saferemove-stepsize", [1, 32]],
]);
const forms: ReadonlyMap<string, RegExp> = new Map([
  ...["path", "export", "mountpoint", "subdir", "zfs-base-path"].map((key) => [key, /^\/[^;()]+/] as const),
  ...["vgname", "thinpool"].map((key) => [key, /^[a-z0-9][a-z0-9_.-]*[a-z0-9]$/i] as const),
  ["server", /^([a-z0-9]([a-z0-9_-]*[a-z0-9])?)(\.[a-z0-9]([a-z0-9_-]*[a-z0-9])?)*$|^[0-9a-f:.]*:[0-9a-f:.]*$/i],
  ["nodes", /^[\s,;]*[a-z0-9]([a-z0-9-]*[a-z0-9])?([\s,;]+[a-z0-9]([a-z0-9-]*[a-z0-9])?)*[\s,;]*$/i],
  ["content", /^[\s,;]*(?:images|rootdir|vztmpl|iso|backup|snippets|import|none)(?:[\s,;]+(?:images|rootdir|vztmpl|iso|backup|snippets|import|none))*[\s,;]*$/],
  ["bwlimit", /^(\d+(\.\d+)?|(clone|default|migration|move|restore)=\d+(\.\d+)?(,(clone|default|migration|move|restore)=\d+(\.\d+)?)*)$/],
  ["smbversion", /^(default|2\.0|2\.1|3|3\.0|3\.11)$/],
  ["fingerprint", /^([0-9a-f]{2}:){31}[0-9a-f]{2}$/i],
  ["preallocation", /^(off|metadata|falloc|full)$/],
  ["format", /^(raw|qcow2|subvol|vmdk)$/],
  ["prune-backups", /^(keep-(all|last|hourly|daily|weekly|monthly|yearly)=\d+)(,keep-(all|last|hourly|daily|weekly|monthly|yearly)=\d+)*$/],
]);

/** A value as Proxmox VE understands it; undefined if it does not. A word alone stands for a flag that is on. */
export function settingOf(key: string, value: string | undefined): string | undefined {
  if (flags.has(key)) return value === undefined ? "1" : /^[01]$/.test(value) ? value : undefined;
  if (value === undefined) return undefined;
  const range = integers.get(key);
  if (range !== undefined) return /^-?\d+$/.test(value) && Number(value) >= range[0] && Number(value) <= range[1] ? String(Number(value)) : undefined;
  return forms.get(key)?.test(value) === false ? undefined : value;
}
