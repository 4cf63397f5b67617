import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { formOfKinds } from "./check/form";
import { flag, text } from "./check/kind";
import { ClusterResource, tableOf, type BindingClass, type ClusterOptions } from "./cluster-resource";
import type { DirectoryStorageBackups } from "./generated/directory-storage-properties";
import { Grant, type GrantOptions, type IGrantee, type IRole } from "./grant";
import { checkWord, sound } from "./managed";
import type { IAclTarget, IStorage } from "./reference";

/** How many backups stay when old ones are pruned. */
export type BackupRetention = DirectoryStorageBackups;

/** What is known of a storage that is not managed here. */
export interface StorageReferenceOptions {
  /**
   * Whether all of its nodes have the same data on it: then an image on it is one for all nodes.
   * @default - not known, but for `local`, of which every node has its own
   */
  readonly shared?: boolean;
}

const referenceForm = formOfKinds<StorageReferenceOptions>({ shared: flag });

/**
 * Where disks, images and backups lie. Its class says where the data is: `new NfsStorage(stack, "nas", { … })`.
 *
 * Made as a construct it is a storage of the whole cluster, and protected from being destroyed (`removalPolicy`). Its data is not
 * Terraform's: a destroyed storage is one that the cluster no longer knows.
 */
export abstract class Storage<P extends object = object, R extends TerraformResource = TerraformResource> extends ClusterResource<P, R> implements IStorage {
  /** Refers to a storage that is not managed here. */
  static fromName(scope: Construct, datastoreId: string, options: StorageReferenceOptions = {}): IStorage & IAclTarget {
    checkWord(scope, "Storage.fromName", text, datastoreId);
    return { datastoreId, aclPath: `/storage/${datastoreId}`, ...sound(scope, referenceForm, options, `Storage.fromName ${datastoreId}: `) };
  }

  /** Whether all of its nodes have the same data on it, where that is known. */
  readonly shared?: boolean;

  constructor(scope: Construct, id: string, props: P & ClusterOptions, terraform: string, Binding: BindingClass<R>, shared: boolean | undefined) {
    super(scope, id, props, tableOf(terraform), Binding);
    this.shared = (this.said as { readonly shared?: boolean }).shared ?? shared;
  }

  /** Its name in the cluster. */
  get datastoreId(): string {
    return this.resource.getStringAttribute("id");
  }

  /** Where rights on it are given: `/storage/nas`. */
  get aclPath(): string {
    return `/storage/${this.datastoreId}`;
  }

  /** Gives rights on it. */
  grant(who: IGrantee, role: IRole | string, options: GrantOptions = {}): Grant {
    return Grant.on(this, this, who, role, { provider: this.resource.provider, ...options });
  }
}
