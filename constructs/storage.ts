import type { Construct } from "constructs";

/** A storage, as others refer to it. */
export interface IStorage {
  /** Its name in the cluster (`storage` in Proxmox VE): `local-lvm`. */
  readonly datastoreId: string;
}

/** Where disks, images and backups lie. */
export class Storage {
  /** Refers to a storage that is not managed here. */
  static fromName(_scope: Construct, datastoreId: string): IStorage {
    return { datastoreId };
  }
}
