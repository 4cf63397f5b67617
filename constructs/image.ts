import { Construct } from "constructs";
import { idOf } from "./construct-id";
import type { Duration } from "../lib/pve/duration";
import { parseVolumeId } from "../lib/pve/volume-id";
import { seconds } from "../lib/schema/shape/duration";
import { DownloadFile } from "./imports/download-file";
import { formOfKinds, required } from "./check/form";
import { durationOrNumber, flag, node, object, oneOf, storage, text } from "./check/kind";
import { checkManaged, checkWord, managed, managedForm, sound, type ManagedOptions } from "./managed";
import { isOdd, nameOf, onlyNodeOf, type IImage, type INode, type IStorage, type ImageContent } from "./reference";
import { isToken } from "./token";

/** An image that Proxmox VE downloads. */
export interface ImageProps extends ManagedOptions {
  /**
   * Node that downloads it. One is enough for a shared storage.
   * Proxmox VE: `node`. Terraform: `node_name`.
   */
  readonly node: INode | string;
  /**
   * Storage that it is put on, which must take its content.
   * Proxmox VE: `storage`. Terraform: `datastore_id`.
   */
  readonly storage: IStorage | string;
  /**
   * Where it comes from, by HTTP or HTTPS.
   * Proxmox VE: `url`. Terraform: `url`.
   */
  readonly url: string;
  /**
   * What it is for.
   * Proxmox VE: `content`. Terraform: `content_type`.
   * @default - by the ending of `fileName`: `iso`; `import` for qcow2, raw, vmdk and ova; `vztmpl` for tar.gz, tar.xz, tar.zst and tar.bz2
   */
  readonly content?: Exclude<ImageContent, "snippets">;
  /**
   * Its name on the storage.
   * Proxmox VE: `filename`. Terraform: `file_name`.
   * @default - the last part of `url`
   */
  readonly fileName?: string;
  /**
   * What the file must be, for it to be taken.
   * Proxmox VE: `checksum`, `checksum-algorithm`. Terraform: `checksum`, `checksum_algorithm`.
   * @default - not checked
   */
  readonly checksum?: { readonly algorithm: "md5" | "sha1" | "sha224" | "sha256" | "sha384" | "sha512"; readonly value: string };
  /**
   * How it is packed; Proxmox VE unpacks it.
   * Proxmox VE: `compression`. Terraform: `decompression_algorithm`.
   * @default - it is not
   */
  readonly compression?: "gz" | "lzo" | "zst" | "bz2";
  /**
   * Downloads it anew when the size of what is behind `url` changes: a new release of a cloud image.
   * Terraform: `overwrite`.
   * @default true
   */
  readonly overwrite?: boolean;
  /**
   * Replaces a file of the same name that is there before Terraform knows it.
   * Terraform: `overwrite_unmanaged`.
   * @default false
   */
  readonly overwriteUnmanaged?: boolean;
  /**
   * Verifies the certificate of the server.
   * Proxmox VE: `verify-certificates`. Terraform: `verify`.
   * @default true
   */
  readonly verify?: boolean;
  /**
   * Longest time for the download. A plain number is seconds.
   * Terraform: `upload_timeout`.
   * @default 600
   */
  readonly timeout?: Duration | number;
}

type Checksum = NonNullable<ImageProps["checksum"]>;

const form = managedForm<ImageProps>({
  node: required(node),
  storage: required(storage),
  url: required(text),
  content: oneOf("import", "iso", "vztmpl"),
  fileName: text,
  checksum: object<Checksum>(formOfKinds<Checksum>({ algorithm: required(oneOf("md5", "sha1", "sha224", "sha256", "sha384", "sha512")), value: required(text) })),
  compression: oneOf("gz", "lzo", "zst", "bz2"),
  overwrite: flag,
  overwriteUnmanaged: flag,
  verify: flag,
  timeout: durationOrNumber("seconds"),
});

/**
 * What guests are installed or made from: ISO images, container templates, disk images. Made as a construct, Proxmox VE downloads it.
 *
 * It can be downloaded again, so Terraform may destroy and replace it (`removalPolicy`). Guests keep what they were made from it.
 */
export class Image extends Construct implements IImage {
  /** Refers to an image that lies on a storage already: `local:iso/debian-13.iso`, `local:vztmpl/alpine-3.22.tar.zst`. */
  static fromVolume(scope: Construct, fileId: string): IImage {
    checkWord(scope, "Image.fromVolume", text, fileId);
    const isVolume = typeof fileId !== "string" || isToken(fileId) || parseVolumeId(fileId) !== undefined;
    checkManaged(scope, !isVolume && `"${fileId}" is not a volume of a storage; name the storage and the file: local:iso/debian-13.iso`);
    return { fileId };
  }

  /** The provider's resource underneath. */
  readonly resource: DownloadFile;
  readonly content: ImageContent;
  readonly onlyOn?: string;

  constructor(scope: Construct, id: string, given: ImageProps) {
    super(scope, idOf(new.target.name, scope, id));
    const props = sound(this, form, given);
    const { url = "", fileName, checksum, compression, overwrite, overwriteUnmanaged, verify, timeout } = props;
    const file = fileName ?? url.replace(/[?#].*$/, "").replace(/^.*\//, "");
    const content = props.content ?? contentOfFile(file);
    this.content = content ?? "iso";
    if (props.node !== undefined && props.storage !== undefined) this.onlyOn = onlyNodeOf(props.node, props.storage);
    const config = {
      nodeName: nameOf("node", props.node),
      datastoreId: nameOf("storage", props.storage),
      contentType: this.content,
      url,
      fileName,
      checksum: checksum?.value,
      checksumAlgorithm: checksum?.algorithm,
      decompressionAlgorithm: compression,
      overwrite,
      overwriteUnmanaged,
      verify,
      uploadTimeout: timeout === undefined ? undefined : (seconds().toTerraform(timeout) as number),
    };
    this.resource = new DownloadFile(this, "Default", managed(config, props, "destroy"));
    checkManaged(
      this,
      url !== "" && isOdd(url, /^https?:\/\//) && `url is "${url}"; say http:// or https://`,
      content === undefined && file !== "" && !isToken(file) && `the ending of "${file}" does not tell what it is for; say content, and for "import" a fileName that ends in .qcow2, .raw, .vmdk or .ova`,
      props.content === "import" && isOdd(file, /\.(qcow2|raw|vmdk|ova)$/) && `"${file}" cannot be imported; say a fileName that ends in .qcow2, .raw, .vmdk or .ova, whichever it is`,
      file !== "" && isOdd(file, /^[^/\0]+$/) && `fileName is "${file}", which is not the name of a file; say it without a path`,
    );
  }

  get fileId(): string {
    return this.resource.id;
  }
}

const endings: readonly (readonly [RegExp, Exclude<ImageContent, "snippets">])[] = [
  [/\.iso$/i, "iso"],
  [/\.(qcow2|raw|vmdk|ova)$/i, "import"],
  [/\.tar\.(gz|xz|zst|bz2)$/i, "vztmpl"],
];

const contentOfFile = (file: string) => endings.find(([ending]) => ending.test(file))?.[1];

/** What an image is for, as far as its volume tells. */
export function contentOf(image: IImage | string): ImageContent | undefined {
  const { content, fileId }: Partial<IImage> = typeof image === "object" && image !== null ? image : { fileId: image };
  return content ?? (/^[^:]+:(import|iso|vztmpl|snippets)\//.exec(String(fileId))?.[1] as ImageContent | undefined);
}
