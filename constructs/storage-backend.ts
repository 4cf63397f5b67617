import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { StorageCifs } from "./imports/storage-cifs";
import { StorageDirectory } from "./imports/storage-directory";
import { StorageLvm } from "./imports/storage-lvm";
import { StorageLvmthin } from "./imports/storage-lvmthin";
import { StorageNfs } from "./imports/storage-nfs";
import { StoragePbs } from "./imports/storage-pbs";
import { StorageZfspool } from "./imports/storage-zfspool";

/** How many backups stay when old ones are pruned. Proxmox VE: `prune-backups`. */
export interface BackupRetention {
  /** All of them. @default - false, where one of the others is said */
  readonly keepAll?: boolean;
  /** Of the last. @default - none */
  readonly keepLast?: number;
  /** One for each of the last hours. @default - none */
  readonly keepHourly?: number;
  /** One for each of the last days. @default - none */
  readonly keepDaily?: number;
  /** One for each of the last weeks. @default - none */
  readonly keepWeekly?: number;
  /** One for each of the last months. @default - none */
  readonly keepMonthly?: number;
  /** One for each of the last years. @default - none */
  readonly keepYearly?: number;
  /** How many of a guest may be protected. Proxmox VE: `max-protected-backups`. @default - 5, without a limit for who may allocate */
  readonly maxProtectedBackups?: number;
}

interface Folder {
  /** How space is taken for raw and qcow2 images. Proxmox VE: `preallocation`. @default - "metadata" */
  readonly preallocation?: "off" | "metadata" | "falloc" | "full";
  /** Makes the folder itself. Proxmox VE: `create-base-path`. @default true */
  readonly createBasePath?: boolean;
  /** Makes the folders inside. Proxmox VE: `create-subdirs`. @default true */
  readonly createSubdirs?: boolean;
  /** Backups that stay. @default - Proxmox VE's: all */
  readonly retention?: BackupRetention;
}

/** A folder of the nodes. */
export interface DirectoryBackend extends Folder {
  /** Folder. Proxmox VE: `path`. */
  readonly path: string;
  /** All nodes see the same data there: a mount that Proxmox VE knows nothing of. Proxmox VE: `shared`. @default true */
  readonly shared?: boolean;
}

/** An NFS export. */
export interface NfsBackend extends Folder {
  /** Name or address. Proxmox VE: `server`. */
  readonly server: string;
  /** What it exports: `/export/pve`. Proxmox VE: `export`. */
  readonly export: string;
  /** Mount options: `vers=4.2`. Proxmox VE: `options`. @default - none */
  readonly options?: string;
}

/** A share of Samba or Windows. */
export interface CifsBackend extends Folder {
  /** Name or address. Proxmox VE: `server`. */
  readonly server: string;
  /** Share. Proxmox VE: `share`. */
  readonly share: string;
  /** User. Proxmox VE: `username`. */
  readonly username: string;
  /** In code only as a sensitive `TerraformVariable`. Proxmox VE: `password`. */
  readonly password: string;
  /** Domain of the user. Proxmox VE: `domain`. @default - none */
  readonly domain?: string;
  /** Folder of the share. Proxmox VE: `subdir`. @default - the share itself */
  readonly subdirectory?: string;
  /** Mount options. Proxmox VE: `options`. @default - none */
  readonly options?: string;
}

/** A datastore of a Proxmox Backup Server. */
export interface PbsBackend {
  /** Name or address. Proxmox VE: `server`. */
  readonly server: string;
  /** Datastore on it. Proxmox VE: `datastore`. */
  readonly datastore: string;
  /** User or token: `pve@pbs`. Proxmox VE: `username`. */
  readonly username: string;
  /** In code only as a sensitive `TerraformVariable`. Proxmox VE: `password`. */
  readonly password: string;
  /** Namespace. Proxmox VE: `namespace`. @default - the root */
  readonly namespace?: string;
  /** SHA-256 fingerprint of its certificate. Proxmox VE: `fingerprint`. @default - a certificate that the nodes trust */
  readonly fingerprint?: string;
  /** In code only as a sensitive `TerraformVariable`. Proxmox VE: `encryption-key`. @default - none */
  readonly encryptionKey?: string;
  /** Has a key generated, which is in the state alone. @default false */
  readonly generateEncryptionKey?: boolean;
  /** Backups that stay. @default - the server's */
  readonly retention?: BackupRetention;
}

/** An LVM volume group. */
export interface LvmBackend {
  /** Volume group. Proxmox VE: `vgname`. */
  readonly volumeGroup: string;
  /** All nodes see the same volume group: one on a SAN. Proxmox VE: `shared`. @default - The provider's */
  readonly shared?: boolean;
  /** Overwrites removed volumes. Proxmox VE: `saferemove`. @default false */
  readonly wipeRemovedVolumes?: boolean;
}

/** A thin pool of an LVM volume group. */
export interface LvmThinBackend {
  /** Volume group. Proxmox VE: `vgname`. */
  readonly volumeGroup: string;
  /** Thin pool. Proxmox VE: `thinpool`. */
  readonly thinPool: string;
}

/** A ZFS pool, or a dataset of one. */
export interface ZfsBackend {
  /** Pool or dataset: `rpool/data`. Proxmox VE: `pool`. */
  readonly pool: string;
  /** Block size of new volumes: `16k`. Proxmox VE: `blocksize`. @default - ZFS' own */
  readonly blockSize?: string;
  /** Takes space only as it is written. Proxmox VE: `sparse`. @default false */
  readonly thinProvision?: boolean;
}

type Complete = <C extends object>(own: C) => C & { readonly id: string };
type Build = (scope: Construct, complete: Complete) => TerraformResource;

/** Where the data of a storage lies. */
export class StorageBackend {
  /** @internal */
  private constructor(
    /** Makes the provider's resource, of which the storage knows the rest. */
    readonly build: Build,
  ) {}

  /** A folder of the nodes. */
  static directory({ retention: backups, ...own }: DirectoryBackend): StorageBackend {
    return new StorageBackend((scope, complete) => new StorageDirectory(scope, "Default", complete({ ...own, backups })));
  }

  /** An NFS export. */
  static nfs({ retention: backups, ...own }: NfsBackend): StorageBackend {
    return new StorageBackend((scope, complete) => new StorageNfs(scope, "Default", complete({ ...own, backups })));
  }

  /** A share of Samba or Windows. */
  static cifs({ retention: backups, ...own }: CifsBackend): StorageBackend {
    return new StorageBackend((scope, complete) => new StorageCifs(scope, "Default", complete({ ...own, backups })));
  }

  /** A datastore of a Proxmox Backup Server. */
  static pbs({ retention: backups, ...own }: PbsBackend): StorageBackend {
    return new StorageBackend((scope, complete) => new StoragePbs(scope, "Default", complete({ ...own, backups })));
  }

  /** An LVM volume group. */
  static lvm(own: LvmBackend): StorageBackend {
    return new StorageBackend((scope, complete) => new StorageLvm(scope, "Default", complete({ ...own })));
  }

  /** A thin pool of an LVM volume group. */
  static lvmThin(own: LvmThinBackend): StorageBackend {
    return new StorageBackend((scope, complete) => new StorageLvmthin(scope, "Default", complete({ ...own })));
  }

  /** A ZFS pool, or a dataset of one. */
  static zfs({ pool: zfsPool, blockSize: blocksize, ...own }: ZfsBackend): StorageBackend {
    return new StorageBackend((scope, complete) => new StorageZfspool(scope, "Default", complete({ ...own, zfsPool, blocksize })));
  }
}
