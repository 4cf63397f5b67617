import { oneOf } from "../accept";
import { storageId } from "../pve-format";
import { key } from "../place";
import { nameFromPath } from "../phrase";
import { block, lost, row, type Block, type Member, type RowOptions } from "../row";
import { nodeSet, wordSet, count, filled } from "../shape/answer";
import { flag } from "../shape/number";
import { formatted, text } from "../shape/text";
import { each } from "../accept";
import { storageDoes } from "./does";
import { provided, secretRow, type ClusterTable, type Document } from "./table";

const contents = ["backup", "images", "import", "iso", "rootdir", "snippets", "vztmpl"];

const base: readonly Member[] = [
  row("storage", "name", "id", formatted(storageId), { says: "Its name in the cluster.", otherwise: nameFromPath, replaces: true }),
  row("content", "content", "content", wordSet(), { shareable: true, says: "What it may hold.", computed: true, absent: [], otherwise: "- what Proxmox VE gives such a storage", accepts: each(oneOf(...contents)), why: "give it content that the provider knows, or leave it out" }),
  row("nodes", "nodes", "nodes", nodeSet, { says: "Nodes that have it.", computed: true, absent: [], otherwise: "- all" }),
  row("disable", "disable", "disable", flag, { says: "Keeps Proxmox VE from using it.", default: false, absent: false }),
];

const sharedByKind = provided("shared", flag, null);
/** The provider answers what the kind of storage decides. */
const sharedAs = (shared: boolean): Member => ({ ...sharedByKind, pve: "shared", absent: shared, internal: true });

const required = (says: string, options: RowOptions = {}): RowOptions => ({ says, required: true, replaces: true, ...options });
const keep = (which: string, prop: string, terraform: string) => row(`keep-${which}`, prop, terraform, count(0), { says: `Backups that stay: ${which === "last" ? "of the last" : `one for each of the last ${which === "hourly" ? "hours" : which === "daily" ? "days" : `${which.replace("ly", "s")}`}`}.`, otherwise: "- none" });

const unreadRetention = "the provider does not read it when it imports";

/** How many backups stay. */
const retention: Block = block("backups", "retention", { says: "How many backups stay when old ones are pruned.", from: key("prune-backups"), otherwise: "- all, or what the server keeps", unread: unreadRetention }, [
  row("keep-all", "keepAll", "keep_all", flag, { says: "All of them.", default: false, absent: false }),
  keep("last", "keepLast", "keep_last"),
  keep("hourly", "keepHourly", "keep_hourly"),
  keep("daily", "keepDaily", "keep_daily"),
  keep("weekly", "keepWeekly", "keep_weekly"),
  keep("monthly", "keepMonthly", "keep_monthly"),
  keep("yearly", "keepYearly", "keep_yearly"),
  row({ is: "constant", value: null }, "maxProtectedBackups", "max_protected_backups", count(-1), { says: "How many of a guest may be protected.", otherwise: "- 5, without a limit for who may allocate" }),
]);

const maxProtected = lost("max-protected-backups", count(-1), unreadRetention);
const pruned: readonly Member[] = [retention, maxProtected];

const folder: readonly Member[] = [
  row("create-base-path", "createBasePath", "create_base_path", flag, { says: "Makes the folder itself.", default: true, absent: true }),
  row("create-subdirs", "createSubdirs", "create_subdirs", flag, { says: "Makes the folders inside.", default: true, absent: true }),
  row("preallocation", "preallocation", "preallocation", filled(text()), { says: "How space is taken for raw and qcow2 images: `off`, `metadata`, `falloc` or `full`.", otherwise: '- "metadata"', replaces: true }),
];

const chain = row("snapshot-as-volume-chain", "snapshotAsVolumeChain", "snapshot_as_volume_chain", flag, { says: "Keeps snapshots as a chain of volumes.", otherwise: "- false", replaces: true });

/** The mount point follows from the name; Proxmox VE makes it. */
const mountPath = lost("path", text(), "Proxmox VE makes it of the name", { internal: true });

const names = { named: "name", type: "storage", area: "storage", policy: "protect", does: storageDoes } as const;


const server = (what: string) => row("server", "server", "server", text(), required(`Name or address of the ${what}.`));

export const storageTables: readonly ClusterTable[] = [
  {
    ...names, terraform: "proxmox_storage_directory", construct: "DirectoryStorage", says: "A storage in a folder of the nodes.",
    rows: [
      ...base,
      row("path", "path", "path", text(), required("Folder on the nodes.")),
      row("shared", "shared", "shared", flag, { says: "All nodes see the same data there: a mount that Proxmox VE knows nothing of.", default: true, absent: false }),
      ...folder,
      ...pruned,
      lost("snapshot-as-volume-chain", flag, "the provider has it for NFS and CIFS only"),
    ],
  },
  {
    ...names, terraform: "proxmox_storage_nfs", construct: "NfsStorage", says: "A storage on an NFS export.",
    rows: [
      ...base,
      server("server"),
      row("export", "export", "export", text(), required("What the server exports: `/export/pve`.")),
      row("options", "options", "options", filled(text()), { says: "Mount options: `vers=4.2`.", otherwise: "- none" }),
      sharedAs(true), ...folder, chain, ...pruned, mountPath,
    ],
  },
  {
    ...names, terraform: "proxmox_storage_cifs", construct: "CifsStorage", says: "A storage on a share of Samba or Windows.",
    rows: [
      ...base,
      server("server"),
      row("share", "share", "share", text(), required("Name of the share.")),
      row("username", "username", "username", text(), required("User.", { why: "leave it to Proxmox VE: a share that anybody may use has no user" })),
      secretRow("password", "password", "password", text(), { says: "Password of the user, in code only as a sensitive variable.", required: true, replaces: true }),
      row("domain", "domain", "domain", filled(text()), { says: "Domain of the user.", otherwise: "- none", replaces: true }),
      row("subdir", "subdirectory", "subdirectory", filled(text()), { says: "Folder of the share.", otherwise: "- the share itself", replaces: true }),
      row("options", "options", "options", filled(text()), { says: "Mount options.", otherwise: "- none" }),
      sharedAs(true), ...folder, chain, ...pruned, mountPath,
    ],
  },
  {
    ...names, terraform: "proxmox_storage_pbs", construct: "PbsStorage", says: "A storage on a Proxmox Backup Server.",
    rows: [
      ...base,
      server("backup server"),
      row("datastore", "datastore", "datastore", text(), required("Datastore on the server.")),
      row("username", "username", "username", text(), required("User or token: `pve@pbs`.")),
      secretRow("password", "password", "password", text(), { says: "Password or secret of the token, in code only as a sensitive variable.", required: true, replaces: true }),
      row("namespace", "namespace", "namespace", filled(text()), { says: "Namespace on the server.", otherwise: "- the root", replaces: true }),
      row("fingerprint", "fingerprint", "fingerprint", filled(text()), { says: "SHA-256 fingerprint of the server's certificate.", otherwise: "- a certificate that the nodes trust" }),
      secretRow("encryption-key", "encryptionKey", "encryption_key", text(), { says: "Key by which backups are encrypted, in code only as a sensitive variable.", otherwise: "- none" }),
      row({ is: "constant", value: null }, "generateEncryptionKey", "generate_encryption_key", flag, { says: "Has a key generated, which is in Terraform's state alone.", otherwise: "- false" }),
      provided("encryption_key_fingerprint", text(), null),
      provided("generated_encryption_key", text(), null),
      sharedAs(true), ...pruned,
    ],
  },
  {
    ...names, terraform: "proxmox_storage_lvm", construct: "LvmStorage", says: "A storage in an LVM volume group.",
    rows: [
      ...base,
      row("vgname", "volumeGroup", "volume_group", text(), required("Volume group.")),
      row("shared", "shared", "shared", flag, { says: "All nodes see the same volume group: one on a SAN.", default: false, absent: false }),
      row("saferemove", "wipeRemovedVolumes", "wipe_removed_volumes", flag, { says: "Overwrites removed volumes.", default: false, why: "" }),
      lost("snapshot-as-volume-chain", flag, "the provider has it for NFS and CIFS only"),
    ],
    aside: unsetWipe,
  },
  {
    ...names, terraform: "proxmox_storage_lvmthin", construct: "LvmThinStorage", says: "A storage in a thin pool of an LVM volume group.",
    rows: [...base, row("vgname", "volumeGroup", "volume_group", text(), required("Volume group.")), row("thinpool", "thinPool", "thin_pool", text(), required("Thin pool of the volume group.")), sharedAs(false)],
  },
  {
    ...names, terraform: "proxmox_storage_zfspool", construct: "ZfsStorage", says: "A storage in a ZFS pool, or in a dataset of one.",
    rows: [
      ...base,
      row("pool", "pool", "zfs_pool", text(), required("Pool or dataset: `rpool/data`.")),
      row("blocksize", "blockSize", "blocksize", filled(text()), { says: "Block size of new volumes: `16k`.", otherwise: "- that of ZFS" }),
      row("sparse", "thinProvision", "thin_provision", flag, { says: "Takes space only as it is written.", otherwise: "- false" }),
      sharedAs(false),
    ],
  },
];

function unsetWipe({ storage, saferemove }: Document) {
  if (saferemove !== undefined) return undefined;
  return { reason: "saferemove is not set, and the provider would set it to 0 at the first apply", remedy: `pvesm set ${String(storage)} --saferemove 0` };
}
