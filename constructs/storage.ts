import { Construct } from "constructs";
import { storageId } from "../lib/schema/pve-format";
import type { TerraformResource } from "cdktf";
import { checkManaged, managed, type ManagedOptions } from "./managed";
import type { INode } from "./node";
import { nameOf } from "./reference";
import type { StorageBackend } from "./storage-backend";
import { isToken } from "./token";

/** A storage, as others refer to it. */
export interface IStorage {
  /** Its name in the cluster (`storage` in Proxmox VE): `local-lvm`. */
  readonly datastoreId: string;
}

/** What a storage may hold. */
export type StorageContent = "backup" | "images" | "import" | "iso" | "rootdir" | "snippets" | "vztmpl";

/** A storage of the cluster. */
export interface StorageProps extends ManagedOptions {
  /**
   * Where the data lies: `StorageBackend.nfs({ … })`.
   * Proxmox VE: `type`. Terraform: the resource, `proxmox_storage_nfs`.
   */
  readonly backend: StorageBackend;
  /**
   * Its name in the cluster.
   * Proxmox VE: `storage`. Terraform: `id`.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * What it may hold.
   * Proxmox VE: `content`. Terraform: `content`.
   * @default - what Proxmox VE gives such a storage
   */
  readonly content?: readonly StorageContent[];
  /**
   * Nodes that have it.
   * Proxmox VE: `nodes`. Terraform: `nodes`.
   * @default - all
   */
  readonly nodes?: readonly (INode | string)[];
  /**
   * Keeps Proxmox VE from using it.
   * Proxmox VE: `disable`. Terraform: `disable`.
   * @default false
   */
  readonly disable?: boolean;
}

/**
 * Where disks, images and backups lie.
 *
 * Made as a construct it is a storage of the whole cluster, and protected from being destroyed (`removalPolicy`). Its data is not
 * Terraform's: a destroyed storage is one that the cluster no longer knows.
 */
export class Storage extends Construct implements IStorage {
  /** Refers to a storage that is not managed here. */
  static fromName(_scope: Construct, datastoreId: string): IStorage {
    return { datastoreId };
  }

  /** The provider's resource underneath, which depends on the backend. */
  readonly resource: TerraformResource;

  constructor(scope: Construct, id: string, props: StorageProps) {
    super(scope, id);
    const { backend, name = id, content, nodes, disable } = props;
    const config = { id: name, content: content && [...content], nodes: nodes?.map((node) => nameOf("node", node)), disable };
    this.resource = backend.build(this, (own) => managed({ ...config, ...own }, props, "protect"));
    checkManaged(this, !isToken(name) && !storageId(name) && `name is "${name}", which Proxmox VE refuses; say letters, digits, - _ ., a letter first`);
  }

  get datastoreId(): string {
    return this.resource.getStringAttribute("id");
  }
}
