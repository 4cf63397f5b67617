import { longOnly, shortAndLong, words } from "./collection";
import type { Kind, TerraformType } from "./kind";
import type { Write } from "./write";

const byNode = { importId: "{node}", attributes: { node: "node_name" } };
const at = "/nodes/{node}";

const setting = (prefix: string, rank: number, word: readonly [string, string], list: string, terraform: TerraformType, write: Pick<Write, "method"> & Partial<Write>): Kind => ({
  prefix, id: "{node}", rank, bound: true, word: words(prefix, ...word), terraform: [terraform], reads: { list: `${at}/${list}`, of: "node", one: true }, writes: [{ operation: "configure", address: `${at}/${list}`, ...write }],
});

/** Settings of which each node has one. */
export const nodeSettingKinds: readonly Kind[] = [
  // The ACME certificate of a node is written into the same file.
  setting("node-config", 1, ["settings of a node", "settings of nodes"], "config", { type: "proxmox_node_config", ...byNode }, { method: "PUT", only: ["description", "startall-onboot-delay", "wakeonlan"] }),
  setting("node-dns", 2, ["DNS of a node", "DNS of nodes"], "dns", longOnly("dns", byNode), { method: "PUT" }),
  setting("node-hosts", 3, ["hosts file of a node", "hosts files of nodes"], "hosts", longOnly("hosts", byNode), { method: "POST" }),
  setting("node-time", 4, ["time zone of a node", "time zones of nodes"], "time", longOnly("time", byNode), { method: "PUT" }),
  {
    // Proxmox VE lists all that it knows; those that a file has say whether they are on.
    prefix: "apt-standard-repository", id: "{node}/{handle}", rank: 4.5, bound: true, word: words("apt-standard-repository", "standard APT repository", "standard APT repositories"),
    terraform: [shortAndLong("apt_standard_repository", { importId: "{node},{handle}", attributes: { node: "node", handle: "handle" } })],
    reads: { list: `${at}/apt/repositories`, of: "node", nested: { rows: "standard-repos" }, sets: { status: "" } },
    writes: [{ operation: "configure", method: "PUT", address: `${at}/apt/repositories`, body: { handle: "{handle}" } }],
  },
  {
    // An entry is switched on and off by where it is in its file.
    prefix: "apt-repository", id: "{node}/{file*}/{index}", rank: 5, bound: true, word: words("apt-repository", "APT repository", "APT repositories"),
    terraform: [shortAndLong("apt_repository", { importId: "{node},{file*},{index}", attributes: { node: "node", file: "file_path", index: "index" } })],
    reads: { list: `${at}/apt/repositories`, of: "node", nested: { groups: "files", rows: "repositories", carries: { path: "file" } } },
    writes: [{ operation: "configure", method: "POST", address: `${at}/apt/repositories`, body: { path: "{file*}", index: "{index}" } }],
  },
  {
    // It shares a file with the notes of its node.
    prefix: "acme-certificate", id: "{node}", rank: 82.8, bound: true, word: words("acme-certificate", "ACME certificate of a node", "ACME certificates of nodes"),
    terraform: [shortAndLong("acme_certificate", byNode)],
    reads: { list: `${at}/config`, of: "node", one: true, sets: Object.fromEntries(["acme", ...Array.from({ length: 6 }, (_, place) => `acmedomain${place}`)].map((key) => [key, ""])) },
    writes: [
      { operation: "configure", method: "PUT", address: `${at}/config`, only: ["acme", "acmedomain#"] },
      { operation: "create", method: "POST", address: `${at}/certificates/acme/certificate` },
      { operation: "destroy", method: "DELETE", address: `${at}/certificates/custom` },
    ],
  },
];

/** Options of the cluster as a whole. */
export const clusterOptionsKind: Kind = {
  prefix: "cluster-options", id: "cluster", rank: 83, word: words("cluster-options", "options of the cluster", "options of clusters"),
  terraform: [shortAndLong("cluster_options", { importId: "cluster", attributes: {} })],
  reads: { list: "/cluster/options", one: true },
  writes: [{ operation: "configure", method: "PUT", address: "/cluster/options" }],
};
