import { longOnly, shortAndLong, words } from "./collection";
import type { TerraformType, Written } from "./kind";
import type { Write } from "./write";

const one = (prefix: string, id: string, word: string, terraform: readonly TerraformType[], writes: readonly Write[]): Written => ({ prefix, id, word: words(prefix, word, word), terraform, writes });

const byNode = { attributes: { node: "node_name" } };
const onNode = "/nodes/{node}";
const content = "/nodes/{node}/storage/{storage}/content";

/** What there is one of in its place, and what no list has: settings of the cluster and of its nodes, and what is done rather than kept. */
export const settingKinds: readonly Written[] = [
  // It has everything take effect that waits in the software-defined network.
  one("sdn-applier", "cluster", "software-defined network as it is configured", [shortAndLong("sdn_applier", { attributes: {} })], [{ operation: "apply", method: "PUT", address: "/cluster/sdn" }]),
  // The provider syncs once; the job that does so regularly is another thing.
  one("realm-synced", "{realm}", "synchronised realm", [shortAndLong("realm_sync", { attributes: { realm: "realm" } })], [{ operation: "configure", method: "POST", address: "/access/domains/{realm}/sync" }]),
  {
    ...one("certificate", "{node}", "certificate of a node", [longOnly("certificate", byNode)], [
      { operation: "create", method: "POST", address: `${onNode}/certificates/custom` },
      { operation: "destroy", method: "DELETE", address: `${onNode}/certificates/custom` },
    ]),
    reads: { secrets: ["key"] },
  },
  one("ceph-pool", "{node}/{name}", "Ceph pool", [{ type: "proxmox_ceph_pool", attributes: { node: "node_name", name: "name" } }], [
    { operation: "create", method: "POST", address: `${onNode}/ceph/pool`, body: { name: "{name}" } },
    { operation: "configure", method: "PUT", address: `${onNode}/ceph/pool/{name}` },
    { operation: "destroy", method: "DELETE", address: `${onNode}/ceph/pool/{name}` },
  ]),
  one("zfs-pool", "{node}/{name}", "ZFS pool of a node", [{ type: "proxmox_node_disk_zfs", attributes: { node: "node_name", name: "name" } }], [
    { operation: "create", method: "POST", address: `${onNode}/disks/zfs`, body: { name: "{name}" } },
    { operation: "destroy", method: "DELETE", address: `${onNode}/disks/zfs/{name}` },
  ]),
  one("oci-image", "{node}/{storage}", "OCI image", [shortAndLong("oci_image", { attributes: { node: "node_name", storage: "datastore_id" }, says: { file: "file_name" } })], [
    { operation: "download", method: "POST", address: "/nodes/{node}/storage/{storage}/oci-registry-pull" },
    { operation: "destroy", method: "DELETE", address: `${content}/{storage}:vztmpl/{file}` },
    { operation: "destroy", method: "DELETE", address: `${content}/vztmpl/{file}` },
  ]),
];
