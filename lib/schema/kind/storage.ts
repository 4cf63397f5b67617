import type { Kind, TerraformType } from "./kind";

// The provider has a type for each kind of place where the data lies.
const backend = (type: string, terraform = type): TerraformType => ({ type: `proxmox_storage_${terraform}`, aliases: [`proxmox_virtual_environment_storage_${terraform}`], importId: "{storage}", attributes: { storage: "id" }, only: { type } });

/** A storage of the cluster. */
export const storageKind: Kind = {
  prefix: "storage",
  id: "{storage}",
  word: { short: "storage", one: "storage", many: "storages", synonyms: ["datastore", "pvesm"] },
  construct: "Storage",
  terraform: [backend("dir", "directory"), backend("nfs"), backend("cifs"), backend("pbs"), backend("lvm"), backend("lvmthin"), backend("zfspool")],
  reads: { list: "/storage", mentions: { nodes: "node" } },
  writes: [
    { operation: "create", method: "POST", address: "/storage", body: { storage: "{storage}" } },
    { operation: "configure", method: "PUT", address: "/storage/{storage}" },
    { operation: "membership", method: "PUT", address: "/pools?poolid={pool*}", body: { storage: "{storage}" } },
    { operation: "destroy", method: "DELETE", address: "/storage/{storage}" },
  ],
  rank: 20,
};
