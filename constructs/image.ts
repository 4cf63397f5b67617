import { Token } from "cdktf";
import type { Construct } from "constructs";
import { PmpcError } from "../lib/error";
import { parseVolumeId } from "../lib/pve/volume-id";

/** An image on a storage, as others refer to it. */
export interface IImage {
  /** Its volume (`volid` in Proxmox VE): `local:iso/debian-13.iso`. */
  readonly fileId: string;
}

/** What guests are installed or made from: ISO images, container templates, disk images. */
export class Image {
  /** Refers to an image that lies on a storage already: `local:iso/debian-13.iso`, `local:vztmpl/alpine-3.22.tar.zst`. */
  static fromVolume(_scope: Construct, fileId: string): IImage {
    if (!Token.isUnresolved(fileId) && parseVolumeId(fileId) === undefined) {
      throw new PmpcError("not-a-volume", `"${fileId}" is no volume of a storage`, { hint: "name the storage and the file: local:iso/debian-13.iso" });
    }
    return { fileId };
  }
}
