import { Construct } from "constructs";
import { idOf } from "./construct-id";
import { VirtualEnvironmentFile } from "./imports/virtual-environment-file";
import { required } from "./check/form";
import { isProps, flag, node, storage, text } from "./check/kind";
import { shown } from "./check/shown";
import { checkManaged, checkWord, managed, managedForm, sound, type ManagedOptions } from "./managed";
import { nameFromPath } from "./scope";
import { isOdd, nameOf, onlyNodeOf, type IImage, type INode, type IStorage } from "./reference";

/** A text on a storage that guests read. */
export interface SnippetProps extends ManagedOptions {
  /**
   * Node that it is uploaded to.
   * Proxmox VE: `node`. Terraform: `node_name`.
   */
  readonly node: INode | string;
  /**
   * Storage that it is put on; its content must have `snippets`.
   * Proxmox VE: `storage`. Terraform: `datastore_id`.
   */
  readonly storage: IStorage | string;
  /**
   * The text itself. Tokens in it are replaced, all else is data.
   * Terraform: `source_raw.data`.
   */
  readonly text: string;
  /**
   * Its name on the storage, which other stacks of the cluster must not use.
   * Terraform: `source_raw.file_name`.
   * @default - the ids on the construct's path below the stack, joined by `-`, with `.yaml`
   */
  readonly fileName?: string;
  /**
   * Makes it executable, which a hook script must be.
   * Terraform: `file_mode`.
   * @default false
   */
  readonly executable?: boolean;
}

const form = managedForm<SnippetProps>({ node: required(node), storage: required(storage), text: required(text), fileName: text, executable: flag });

/**
 * A text on a storage: user data for cloud-init, or a hook script.
 *
 * Proxmox VE has no API for it, so the provider uploads it over ssh: `new ProxmoxProvider(stack, { ssh: { agent: true } })`.
 */
export class Snippet extends Construct implements IImage {
  /** Refers to a snippet that lies on a storage already: `local:snippets/user.yaml`. */
  static fromVolume(scope: Construct, fileId: string): IImage {
    checkWord(scope, "Snippet.fromVolume", text, fileId);
    return { fileId };
  }

  /** User data for cloud-init, from what it says: JSON is YAML, and no value can break out of it. */
  static cloudConfig(config: object): string {
    if (!isProps(config)) throw new TypeError(`Snippet.cloudConfig: expected an object such as { packages: ["nginx"] }, got ${shown(config)}`);
    return `#cloud-config\n${JSON.stringify(config, null, 2)}\n`;
  }

  /** The provider's resource underneath. */
  readonly resource: VirtualEnvironmentFile;
  readonly content = "snippets";
  readonly onlyOn?: string;

  constructor(scope: Construct, id: string, given: SnippetProps) {
    super(scope, idOf(new.target.name, scope, id));
    const props = sound(this, form, given);
    const { fileName = `${nameFromPath(this)}.yaml`, executable } = props;
    if (props.node !== undefined && props.storage !== undefined) this.onlyOn = onlyNodeOf(props.node, props.storage);
    const config = {
      nodeName: nameOf("node", props.node),
      datastoreId: nameOf("storage", props.storage),
      contentType: this.content,
      sourceRaw: { data: props.text, fileName },
      fileMode: executable ? "0700" : undefined,
    };
    this.resource = new VirtualEnvironmentFile(this, "Default", managed(config, props, "destroy"));
    checkManaged(this, isOdd(fileName, /^[A-Za-z0-9_.-]+$/) && `fileName is "${fileName}"; say letters, digits, - _ .`);
  }

  get fileId(): string {
    return this.resource.id;
  }
}
