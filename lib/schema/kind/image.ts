import type { Kind } from "./kind";

const content = "/nodes/{node}/storage/{storage}/content";

/** The file that a download makes: `local:iso/debian.iso`; undefined where it takes the place of one that is there. */
export function downloadedFile({ node_name: node, datastore_id: storage, content_type: content, file_name: file, url, overwrite_unmanaged: overwrites }: Readonly<Record<string, unknown>>): { readonly node: string; readonly storage: string; readonly file: string } | undefined {
  const name = file ?? (typeof url === "string" ? url.replace(/[?#].*$/, "").split("/").at(-1) : undefined);
  const all = [node, storage, content, name];
  if (overwrites === true || !all.every((one) => typeof one === "string" && one !== "")) return undefined;
  return { node: String(node), storage: String(storage), file: `${String(content)}/${String(name)}` };
}

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
