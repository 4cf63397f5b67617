import { printSections } from "../lib/pve/file/section-config";
import type { Cluster, Storage } from "./cluster";

const words = (list: string): readonly string[] => list.split(" ");
const everywhere = "nodes disable content bwlimit";
const folders = "content-dirs format mkdir create-base-path create-subdirs prune-backups max-protected-backups preallocation";

/** What each type of storage cannot be without, and what it may have besides. Neither the required nor the fixed can be changed later. */
export const storageTypes: Readonly<Record<string, { readonly required: readonly string[]; readonly optional: readonly string[]; readonly fixed?: readonly string[] }>> = {
  btrfs: { required: ["path"], optional: words(`${everywhere} ${folders} shared is_mountpoint nocow`) },
  cephfs: { required: [], optional: words(`${everywhere} ${folders} path monhost subdir options username fuse keyring fs-name`), fixed: ["path"] },
  cifs: { required: words("path server share"), optional: words(`${everywhere} ${folders} subdir username password domain smbversion options snapshot-as-volume-chain`) },
  dir: { required: ["path"], optional: words(`${everywhere} ${folders} shared is_mountpoint snapshot-as-volume-chain`), fixed: ["snapshot-as-volume-chain"] },
  esxi: { required: words("server username"), optional: words("nodes disable content password skip-cert-verification port") },
  iscsi: { required: words("portal target"), optional: words(everywhere) },
  iscsidirect: { required: words("portal target"), optional: words(everywhere) },
  lvm: {
    required: ["vgname"],
    optional: words(`${everywhere} shared saferemove saferemove-stepsize saferemove_throughput base tagged_only snapshot-as-volume-chain`),
    fixed: ["base"],
  },
  lvmthin: { required: words("thinpool vgname"), optional: words(everywhere) },
  nfs: { required: words("path server export"), optional: words(`${everywhere} ${folders} options snapshot-as-volume-chain`), fixed: ["snapshot-as-volume-chain"] },
  pbs: {
    required: words("datastore server"),
    optional: words("namespace port nodes disable content username password encryption-key master-pubkey prune-backups max-protected-backups fingerprint"),
  },
  rbd: { required: [], optional: words(`${everywhere} monhost pool data-pool namespace username krbd keyring`) },
  zfs: { required: words("blocksize iscsiprovider pool portal target"), optional: words(`${everywhere} comstar_hg comstar_tg lio_tpg nowritecache sparse`) },
  zfspool: { required: ["pool"], optional: words(`${everywhere} blocksize sparse mountpoint`) },
};

/** Where a share of the network is mounted if it is not set. */
export const mountedBelow = "/mnt/pve";
export const isMounted = (type: string) => ["nfs", "cifs", "cephfs"].includes(type);

const contents: Readonly<Record<string, string>> = { pbs: "backup", cephfs: "backup", esxi: "import", zfspool: "images,rootdir", lvmthin: "images,rootdir", btrfs: "images,rootdir" };

/** What a type of storage holds if it is not set. */
export const contentOf = (type: string): string => contents[type] ?? "images";

/** Writes the storages into their file. */
export function saveStorages(cluster: Cluster): void {
  cluster.files.set("storage.cfg", printSections(cluster.storages.values(), (type) => storageTypes[type]?.required ?? []));
}

/** A storage as it is when nothing is known of the disks behind it. */
export function newStorage(id: string, type: string, settings: ReadonlyMap<string, string>): Storage {
  return { id, type, settings, total: 2 ** 40, used: Math.round(2 ** 40 * 0.1), reachable: true };
}

export function holds({ type, settings }: Storage, content: string): boolean {
  return (settings.get("content") ?? contentOf(type)).split(",").includes(content);
}

/** A storage of files, whose volumes are named by path and carry their format in their names. */
export function isOfFiles({ type }: Pick<Storage, "type">): boolean {
  return ["dir", "nfs", "cifs", "cephfs", "btrfs"].includes(type);
}

/** Whether a node has the storage: `nodes` in its configuration may leave it out. */
export function isOn({ settings }: Storage, node: string): boolean {
  const nodes = settings.get("nodes");
  return nodes === undefined || nodes.split(",").includes(node);
}

/** Block storages in layers: a volume can be kept as it was, and a clone can build on it. */
export function layers({ type }: Pick<Storage, "type">): boolean {
  return ["lvmthin", "zfspool", "zfs", "rbd"].includes(type);
}
