import { Construct } from "constructs";
import type { TerraformResource } from "cdktf";
import { formOfKinds, required } from "./check/form";
import { flag, listOf, made, node, oneOf, text } from "./check/kind";
import { Ledger } from "./check/ledger";
import { checkValues } from "./check/value";
import { Grant, type GrantOptions, type IGrantee, type IRole } from "./grant";
import { checkWord, managed, managedForm, sound, type ManagedOptions } from "./managed";
import type { INode, IStorage } from "./reference";
import { nameFromPath } from "./scope";
import { formOfBackend, StorageBackend } from "./storage-backend";
import { toBinding } from "./terraform";

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
   * @default - the ids on the construct's path below the stack, joined by `-`
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

const form = managedForm<StorageProps>({
  backend: required(made<StorageBackend>('where the data lies, such as StorageBackend.directory({ path: "/srv" })', 'StorageBackend.directory({ path: "/srv" })', "kind", "own")),
  name: text,
  content: listOf(oneOf("backup", "images", "import", "iso", "rootdir", "snippets", "vztmpl")),
  nodes: listOf(node, "nodes"),
  disable: flag,
});

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
 * Where disks, images and backups lie.
 *
 * Made as a construct it is a storage of the whole cluster, and protected from being destroyed (`removalPolicy`). Its data is not
 * Terraform's: a destroyed storage is one that the cluster no longer knows.
 */
export class Storage extends Construct implements IStorage {
  /** Refers to a storage that is not managed here. */
  static fromName(scope: Construct, datastoreId: string, options: StorageReferenceOptions = {}): IStorage {
    checkWord(scope, "Storage.fromName", text, datastoreId);
    return { datastoreId, ...sound(scope, referenceForm, options) };
  }

  /** The provider's resource underneath, which depends on the backend. */
  readonly resource: TerraformResource;
  readonly shared?: boolean;

  constructor(scope: Construct, id: string, given: StorageProps) {
    super(scope, id);
    const props = sound(this, form, given);
    const { backend, name = nameFromPath(this), content, nodes, disable } = props;
    // Without any, the synthesis ends before it counts.
    const { kind, own, shared } = backend ?? StorageBackend.directory({ path: "/" });
    const said = { ...sound(this, formOfBackend(kind), own, "backend."), name, content, nodes, disable };
    this.shared = shared;
    const Binding = kind.binding();
    this.resource = new Binding(this, "Default", managed(toBinding(kind.table, said).config, props, kind.table.policy) as never);
    Ledger.of(this).add({ construct: this, provider: props.provider, problems: () => checkValues(kind.table.rows, said, false) });
  }

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
