import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { formOfKinds, required } from "./check/form";
import { amount, flag, object, oneOf, secret, text, type Form } from "./check/kind";
import { StorageCifs } from "./imports/storage-cifs";
import { StorageDirectory } from "./imports/storage-directory";
import { StorageLvm } from "./imports/storage-lvm";
import { StorageLvmthin } from "./imports/storage-lvmthin";
import { StorageNfs } from "./imports/storage-nfs";
import { StoragePbs } from "./imports/storage-pbs";
import { StorageZfspool } from "./imports/storage-zfspool";
import { sound } from "./managed";

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

const retention = object<BackupRetention>(
  formOfKinds<BackupRetention>({ keepAll: flag, keepLast: amount, keepHourly: amount, keepDaily: amount, keepWeekly: amount, keepMonthly: amount, keepYearly: amount, maxProtectedBackups: amount }),
);
const folder = { preallocation: oneOf("off", "metadata", "falloc", "full"), createBasePath: flag, createSubdirs: flag, retention };
const server = { server: required(text), username: required(text), password: required(secret) };

const forms = {
  directory: formOfKinds<DirectoryBackend>({ ...folder, path: required(text), shared: flag }),
  nfs: formOfKinds<NfsBackend>({ ...folder, server: required(text), export: required(text), options: text }),
  cifs: formOfKinds<CifsBackend>({ ...folder, ...server, share: required(text), domain: text, subdirectory: text, options: text }),
  pbs: formOfKinds<PbsBackend>({ ...server, datastore: required(text), namespace: text, fingerprint: text, encryptionKey: secret, generateEncryptionKey: flag, retention }),
  lvm: formOfKinds<LvmBackend>({ volumeGroup: required(text), shared: flag, wipeRemovedVolumes: flag }),
  lvmThin: formOfKinds<LvmThinBackend>({ volumeGroup: required(text), thinPool: required(text) }),
  zfs: formOfKinds<ZfsBackend>({ pool: required(text), blockSize: text, thinProvision: flag }),
};

type Complete = <C extends object>(own: C) => C & { readonly id: string };
type Build = (scope: Construct, complete: Complete) => TerraformResource;

/** Where the data of a storage lies. */
export class StorageBackend {
  /** @internal */
  private constructor(
    /** Makes the provider's resource, of which the storage knows the rest. */
    readonly build: Build,
    /** Whether all nodes have the same data on it, where that is known. */
    readonly shared?: boolean,
  ) {}

  private static of<P extends object>(form: Form, said: P, shared: boolean | undefined, build: (scope: Construct, own: P, complete: Complete) => TerraformResource): StorageBackend {
    return new StorageBackend((scope, complete) => build(scope, sound(scope, form, said, "backend."), complete), shared);
  }

  /** A folder of the nodes. */
  static directory(own: DirectoryBackend): StorageBackend {
    return StorageBackend.of(forms.directory, own, own?.shared, (scope, { retention: backups, ...rest }, complete) => new StorageDirectory(scope, "Default", complete({ ...rest, backups })));
  }

  /** An NFS export. */
  static nfs(own: NfsBackend): StorageBackend {
    return StorageBackend.of(forms.nfs, own, true, (scope, { retention: backups, ...rest }, complete) => new StorageNfs(scope, "Default", complete({ ...rest, backups })));
  }

  /** A share of Samba or Windows. */
  static cifs(own: CifsBackend): StorageBackend {
    return StorageBackend.of(forms.cifs, own, true, (scope, { retention: backups, ...rest }, complete) => new StorageCifs(scope, "Default", complete({ ...rest, backups })));
  }

  /** A datastore of a Proxmox Backup Server. */
  static pbs(own: PbsBackend): StorageBackend {
    return StorageBackend.of(forms.pbs, own, true, (scope, { retention: backups, ...rest }, complete) => new StoragePbs(scope, "Default", complete({ ...rest, backups })));
  }

  /** An LVM volume group. */
  static lvm(own: LvmBackend): StorageBackend {
    return StorageBackend.of(forms.lvm, own, own?.shared ?? false, (scope, rest, complete) => new StorageLvm(scope, "Default", complete({ ...rest })));
  }

  /** A thin pool of an LVM volume group. */
  static lvmThin(own: LvmThinBackend): StorageBackend {
    return StorageBackend.of(forms.lvmThin, own, false, (scope, rest, complete) => new StorageLvmthin(scope, "Default", complete({ ...rest })));
  }

  /** A ZFS pool, or a dataset of one. */
  static zfs(own: ZfsBackend): StorageBackend {
    return StorageBackend.of(forms.zfs, own, false, (scope, { pool: zfsPool, blockSize: blocksize, ...rest }, complete) => new StorageZfspool(scope, "Default", complete({ ...rest, zfsPool, blocksize })));
  }
}
