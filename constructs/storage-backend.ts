import type { TerraformResource } from "cdktf";
import type { ClusterTable } from "../lib/schema/cluster/table";
import { formOf } from "./check/form";
import type { Form } from "./check/kind";
import { formOfTable } from "./check/table-form";
import { tableOf, type BindingClass } from "./cluster-resource";
import type { CifsStorageProperties } from "./generated/cifs-storage-properties";
import type { DirectoryStorageBackups, DirectoryStorageProperties } from "./generated/directory-storage-properties";
import type { LvmStorageProperties } from "./generated/lvm-storage-properties";
import type { LvmThinStorageProperties } from "./generated/lvm-thin-storage-properties";
import type { NfsStorageProperties } from "./generated/nfs-storage-properties";
import type { PbsStorageProperties } from "./generated/pbs-storage-properties";
import type { ZfsStorageProperties } from "./generated/zfs-storage-properties";
import { StorageCifs } from "./imports/storage-cifs";
import { StorageDirectory } from "./imports/storage-directory";
import { StorageLvm } from "./imports/storage-lvm";
import { StorageLvmthin } from "./imports/storage-lvmthin";
import { StorageNfs } from "./imports/storage-nfs";
import { StoragePbs } from "./imports/storage-pbs";
import { StorageZfspool } from "./imports/storage-zfspool";

/** What every storage says, wherever its data lies. */
const common = ["name", "content", "nodes", "disable"] as const;
type Own<P> = Omit<P, (typeof common)[number]>;

/** How many backups stay when old ones are pruned. */
export type BackupRetention = DirectoryStorageBackups;
/** A folder of the nodes. */
export type DirectoryBackend = Own<DirectoryStorageProperties>;
/** An NFS export. */
export type NfsBackend = Own<NfsStorageProperties>;
/** A share of Samba or Windows. */
export type CifsBackend = Own<CifsStorageProperties>;
/** A datastore of a Proxmox Backup Server. */
export type PbsBackend = Own<PbsStorageProperties>;
/** An LVM volume group. */
export type LvmBackend = Own<LvmStorageProperties>;
/** A thin pool of an LVM volume group. */
export type LvmThinBackend = Own<LvmThinStorageProperties>;
/** A ZFS pool, or a dataset of one. */
export type ZfsBackend = Own<ZfsStorageProperties>;

/** A kind of storage: its rows, and the provider's resource, which is loaded when one is made. */
export interface StorageKind<R extends TerraformResource = TerraformResource> {
  readonly table: ClusterTable;
  readonly binding: () => BindingClass<R>;
}

const kind = <R extends TerraformResource>(terraform: string, binding: () => BindingClass<R>): StorageKind<R> => ({ table: tableOf(terraform), binding });

/** The kinds of storages that the provider has. */
export const storageKinds = {
  directory: kind("proxmox_storage_directory", () => StorageDirectory),
  nfs: kind("proxmox_storage_nfs", () => StorageNfs),
  cifs: kind("proxmox_storage_cifs", () => StorageCifs),
  pbs: kind("proxmox_storage_pbs", () => StoragePbs),
  lvm: kind("proxmox_storage_lvm", () => StorageLvm),
  lvmThin: kind("proxmox_storage_lvmthin", () => StorageLvmthin),
  zfs: kind("proxmox_storage_zfspool", () => StorageZfspool),
};

/** Where the data of a storage lies. */
export class StorageBackend {
  /** @internal */
  private constructor(
    /** The kind of storage that it is. */
    readonly kind: StorageKind,
    /** What is said of it. */
    readonly own: object,
    /** Whether all nodes have the same data on it, where that is known. */
    readonly shared?: boolean,
  ) {}

  /** A folder of the nodes. */
  static directory(own: DirectoryBackend): StorageBackend {
    return new StorageBackend(storageKinds.directory, own, own?.shared);
  }

  /** An NFS export. */
  static nfs(own: NfsBackend): StorageBackend {
    return new StorageBackend(storageKinds.nfs, own, true);
  }

  /** A share of Samba or Windows. */
  static cifs(own: CifsBackend): StorageBackend {
    return new StorageBackend(storageKinds.cifs, own, true);
  }

  /** A datastore of a Proxmox Backup Server. */
  static pbs(own: PbsBackend): StorageBackend {
    return new StorageBackend(storageKinds.pbs, own, true);
  }

  /** An LVM volume group. */
  static lvm(own: LvmBackend): StorageBackend {
    return new StorageBackend(storageKinds.lvm, own, own?.shared ?? false);
  }

  /** A thin pool of an LVM volume group. */
  static lvmThin(own: LvmThinBackend): StorageBackend {
    return new StorageBackend(storageKinds.lvmThin, own, false);
  }

  /** A ZFS pool, or a dataset of one. */
  static zfs(own: ZfsBackend): StorageBackend {
    return new StorageBackend(storageKinds.zfs, own, false);
  }
}

/** What may be said of a backend: what its table has beside what every storage says. */
export function formOfBackend({ table }: StorageKind): Form {
  const { fields } = formOfTable(table.rows, formOf(new Map()));
  return formOf(new Map([...fields].filter(([prop]) => !(common as readonly string[]).includes(prop))));
}
