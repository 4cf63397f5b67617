import type { Kind } from "./kind";

const content = "/nodes/{node}/storage/{storage}/content";

/** A file on a storage that guests are made from, or that they read: an ISO image, a disk image, a container template, a snippet. */
export const imageKind: Kind = {
  prefix: "image",
  id: "{storage}:{file*}",
  word: { short: "image", one: "image", many: "images", synonyms: ["iso", "template-file"] },
  construct: "Image",
  terraform: [
    { type: "proxmox_download_file", importId: "{node}/{storage}:{file*}", attributes: { node: "node_name" }, says: { storage: "datastore_id" }, aliases: ["proxmox_virtual_environment_download_file"] },
    { type: "proxmox_virtual_environment_file", importId: "{node}/{storage}:{file*}", attributes: { node: "node_name" }, says: { storage: "datastore_id" } },
  ],
  reads: { list: content, where: { content: ["iso", "vztmpl", "snippets", "import"] }, columns: { volid: "{storage}:{file*}" } },
  writes: [
    { operation: "download", method: "POST", address: "/nodes/{node}/storage/{storage}/download-url", body: { "content/filename": "{file*}" } },
    { operation: "upload", method: "POST", address: "/nodes/{node}/storage/{storage}/upload", body: { "content/filename": "{file*}" } },
    { operation: "destroy", method: "DELETE", address: `${content}/{storage}:{file*}` },
    { operation: "destroy", method: "DELETE", address: `${content}/{file*}` },
  ],
  rank: 40,
};
