import { Grant, type GrantOptions, type IGrantee, type IRole } from "./grant";
import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { ClusterResource, type ClusterOptions } from "./cluster-resource";
import type { CifsStorageProperties } from "./generated/cifs-storage-properties";
import type { DirectoryStorageProperties } from "./generated/directory-storage-properties";
import type { LvmStorageProperties } from "./generated/lvm-storage-properties";
import type { LvmThinStorageProperties } from "./generated/lvm-thin-storage-properties";
import type { NfsStorageProperties } from "./generated/nfs-storage-properties";
import type { PbsStorageProperties } from "./generated/pbs-storage-properties";
import type { ZfsStorageProperties } from "./generated/zfs-storage-properties";
import type { StorageDirectory } from "./imports/storage-directory";
import type { StorageNfs } from "./imports/storage-nfs";
import type { StorageCifs } from "./imports/storage-cifs";
import type { StoragePbs } from "./imports/storage-pbs";
import type { StorageLvm } from "./imports/storage-lvm";
import type { StorageLvmthin } from "./imports/storage-lvmthin";
import type { StorageZfspool } from "./imports/storage-zfspool";
import type { IStorage } from "./reference";
import { storageKinds, type StorageKind } from "./storage-backend";

/**
 * A storage whose backend its class says. It is protected from being destroyed (`removalPolicy`); a destroyed storage is one that the
 * cluster no longer knows, and its data stays.
 */
abstract class BackedStorage<P extends object, R extends TerraformResource> extends ClusterResource<P, R> implements IStorage {
  constructor(scope: Construct, id: string, props: P & ClusterOptions, { table, binding }: StorageKind<R>) {
    super(scope, id, props, table, binding());
  }

  /** Where rights on it are given: `/storage/nas`. */
  get aclPath(): string {
    return `/storage/${this.datastoreId}`;
  }

  /** Gives rights on it. */
  grant(who: IGrantee, role: IRole | string, options: GrantOptions = {}): Grant {
    return Grant.on(this, this, who, role, { provider: this.resource.provider, ...options });
  }

  get datastoreId(): string {
    return this.resource.getStringAttribute("id");
  }
}

export interface DirectoryStorageProps extends DirectoryStorageProperties, ClusterOptions {}
export interface NfsStorageProps extends NfsStorageProperties, ClusterOptions {}
export interface CifsStorageProps extends CifsStorageProperties, ClusterOptions {}
export interface PbsStorageProps extends PbsStorageProperties, ClusterOptions {}
export interface LvmStorageProps extends LvmStorageProperties, ClusterOptions {}
export interface LvmThinStorageProps extends LvmThinStorageProperties, ClusterOptions {}
export interface ZfsStorageProps extends ZfsStorageProperties, ClusterOptions {}

/** A storage in a folder of the nodes. */
export class DirectoryStorage extends BackedStorage<DirectoryStorageProperties, StorageDirectory> {
  constructor(scope: Construct, id: string, props: DirectoryStorageProps) {
    super(scope, id, props, storageKinds.directory);
  }
}

/** A storage on an NFS export. */
export class NfsStorage extends BackedStorage<NfsStorageProperties, StorageNfs> {
  constructor(scope: Construct, id: string, props: NfsStorageProps) {
    super(scope, id, props, storageKinds.nfs);
  }
}

/** A storage on a share of Samba or Windows. */
export class CifsStorage extends BackedStorage<CifsStorageProperties, StorageCifs> {
  constructor(scope: Construct, id: string, props: CifsStorageProps) {
    super(scope, id, props, storageKinds.cifs);
  }
}

/** A storage on a Proxmox Backup Server. */
export class PbsStorage extends BackedStorage<PbsStorageProperties, StoragePbs> {
  constructor(scope: Construct, id: string, props: PbsStorageProps) {
    super(scope, id, props, storageKinds.pbs);
  }
}

/** A storage in an LVM volume group. */
export class LvmStorage extends BackedStorage<LvmStorageProperties, StorageLvm> {
  constructor(scope: Construct, id: string, props: LvmStorageProps) {
    super(scope, id, props, storageKinds.lvm);
  }
}

/** A storage in a thin pool of an LVM volume group. */
export class LvmThinStorage extends BackedStorage<LvmThinStorageProperties, StorageLvmthin> {
  constructor(scope: Construct, id: string, props: LvmThinStorageProps) {
    super(scope, id, props, storageKinds.lvmThin);
  }
}

/** A storage in a ZFS pool, or in a dataset of one. */
export class ZfsStorage extends BackedStorage<ZfsStorageProperties, StorageZfspool> {
  constructor(scope: Construct, id: string, props: ZfsStorageProps) {
    super(scope, id, props, storageKinds.zfs);
  }
}
