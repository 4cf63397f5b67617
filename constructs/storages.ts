import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { BindingClass, ClusterOptions } from "./cluster-resource";
import type { CifsStorageProperties } from "./generated/cifs-storage-properties";
import type { DirectoryStorageProperties } from "./generated/directory-storage-properties";
import type { LvmStorageProperties } from "./generated/lvm-storage-properties";
import type { LvmThinStorageProperties } from "./generated/lvm-thin-storage-properties";
import type { NfsStorageProperties } from "./generated/nfs-storage-properties";
import type { PbsStorageProperties } from "./generated/pbs-storage-properties";
import type { ZfsStorageProperties } from "./generated/zfs-storage-properties";
import { StorageDirectory } from "./imports/storage-directory";
import { StorageNfs } from "./imports/storage-nfs";
import { StorageCifs } from "./imports/storage-cifs";
import { StoragePbs } from "./imports/storage-pbs";
import { StorageLvm } from "./imports/storage-lvm";
import { StorageLvmthin } from "./imports/storage-lvmthin";
import { StorageZfspool } from "./imports/storage-zfspool";
import { Storage } from "./storage";

/** The class of a kind of storages. Its resource is loaded when one is made. `shared` is whether all nodes have the same data on it, where its props do not say. */
function storage<P extends object, R extends TerraformResource>(terraform: string, binding: () => BindingClass<R>, shared: boolean | undefined): new (scope: Construct, id: string, props: P & ClusterOptions) => Storage<P, R> {
  return class extends Storage<P, R> {
    constructor(scope: Construct, id: string, props: P & ClusterOptions) {
      super(scope, id, props, terraform, binding(), shared);
    }
  };
}

/** A storage in a folder. */
export interface DirectoryStorageProps extends DirectoryStorageProperties, ClusterOptions {}

/** A storage on an NFS export. */
export interface NfsStorageProps extends NfsStorageProperties, ClusterOptions {}

/** A storage on a share of Samba or Windows. */
export interface CifsStorageProps extends CifsStorageProperties, ClusterOptions {}

/** A storage on a Proxmox Backup Server. */
export interface PbsStorageProps extends PbsStorageProperties, ClusterOptions {}

/** A storage in an LVM volume group. */
export interface LvmStorageProps extends LvmStorageProperties, ClusterOptions {}

/** A storage in a thin pool. */
export interface LvmThinStorageProps extends LvmThinStorageProperties, ClusterOptions {}

/** A storage in a ZFS pool. */
export interface ZfsStorageProps extends ZfsStorageProperties, ClusterOptions {}

/** A storage in a folder of the nodes. It is protected from being destroyed (`removalPolicy`). */
export class DirectoryStorage extends storage<DirectoryStorageProperties, StorageDirectory>("proxmox_storage_directory", () => StorageDirectory, undefined) {}

/** A storage on an NFS export. It is protected from being destroyed (`removalPolicy`). */
export class NfsStorage extends storage<NfsStorageProperties, StorageNfs>("proxmox_storage_nfs", () => StorageNfs, true) {}

/** A storage on a share of Samba or Windows. It is protected from being destroyed (`removalPolicy`). */
export class CifsStorage extends storage<CifsStorageProperties, StorageCifs>("proxmox_storage_cifs", () => StorageCifs, true) {}

/** A storage on a Proxmox Backup Server. It is protected from being destroyed (`removalPolicy`). */
export class PbsStorage extends storage<PbsStorageProperties, StoragePbs>("proxmox_storage_pbs", () => StoragePbs, true) {}

/** A storage in an LVM volume group. It is protected from being destroyed (`removalPolicy`). */
export class LvmStorage extends storage<LvmStorageProperties, StorageLvm>("proxmox_storage_lvm", () => StorageLvm, false) {}

/** A storage in a thin pool of an LVM volume group. It is protected from being destroyed (`removalPolicy`). */
export class LvmThinStorage extends storage<LvmThinStorageProperties, StorageLvmthin>("proxmox_storage_lvmthin", () => StorageLvmthin, false) {}

/** A storage in a ZFS pool, or in a dataset of one. It is protected from being destroyed (`removalPolicy`). */
export class ZfsStorage extends storage<ZfsStorageProperties, StorageZfspool>("proxmox_storage_zfspool", () => StorageZfspool, false) {}
