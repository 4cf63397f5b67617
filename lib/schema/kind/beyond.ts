/** A part of Proxmox VE's API that no import writes as code. */
export interface Beyond {
  /** Where it is; everything below it belongs to it. `{node}` is one step of the path. */
  readonly at: string;
  readonly says: string;
  readonly why: string;
}

const noResource = "the provider has no resource for it";
const kept = "it says what is in the cluster or happens there, and nobody sets it";
const done = "it does something, or tells how to say something, and keeps nothing";

/** Settings that code cannot say: they stay on the cluster as they are. */
export const beyondSettings: readonly Beyond[] = [
  { at: "/access/tfa", says: "second factors", why: "they are secrets of people" },
  { at: "/access/users/{userid}/tfa", says: "second factors of a user", why: "they are secrets of people" },
  { at: "/cluster/ceph", says: "Ceph: versions and addresses of its services", why: "the provider knows pools alone" },
  { at: "/nodes/{node}/ceph", says: "Ceph on a node: monitors, managers, OSDs, pools, file systems, its configuration", why: "the provider knows pools alone" },
  { at: "/cluster/config", says: "the cluster itself: nodes, totem, quorum device", why: noResource },
  { at: "/cluster/notifications", says: "notification endpoints and their secrets", why: noResource },
  { at: "/cluster/sdn/prefix-lists", says: "SDN prefix lists", why: noResource },
  { at: "/cluster/sdn/route-maps", says: "SDN route maps", why: noResource },
  { at: "/nodes/{node}/certificates/info", says: "certificates of a node", why: "keys cannot be read back" },
  { at: "/nodes/{node}/disks", says: "disks, volume groups and file systems of a node", why: "the provider only makes ZFS pools, and cannot change them" },
  { at: "/nodes/{node}/subscription", says: "subscription of a node", why: noResource },
  { at: "/nodes/{node}/services", says: "services of a node", why: noResource },
  { at: "/nodes/{node}/vzdump/defaults", says: "defaults of backups, in a node's own file", why: noResource },
  { at: "/nodes/{node}/{guest}/{vmid}/snapshot", says: "snapshots of a guest", why: "they are data of a moment; pmpc describe and pmpc list show them" },
];

/** What is no setting. */
export const beyondState: readonly Beyond[] = [
  ...["/access/permissions", "/cluster/backup-info", "/cluster/backup/{id}/included_volumes", "/cluster/firewall/refs", "/cluster/ha/status", "/cluster/log", "/cluster/nextid", "/cluster/status", "/cluster/tasks", "/cluster/resources", "/cluster/sdn/ipams/{ipam}/status", "/version"].map((at) => ({ at, says: "", why: kept })),
  ...["apt/versions", "capabilities", "hardware", "replication", "sdn", "status", "storage", "tasks", "version", "aplinfo"].map((part) => ({ at: `/nodes/{node}/${part}`, says: "", why: kept })),
  ...["agent", "pending", "status", "interfaces", "rrddata"].map((part) => ({ at: `/nodes/{node}/{guest}/{vmid}/${part}`, says: "", why: kept })),
  ...["/cluster/acme/challenge-schema", "/cluster/acme/directories", "/cluster/acme/meta", "/cluster/acme/tos", "/cluster/bulk-action", "/cluster/firewall/macros", "/cluster/jobs/schedule-analyze", "/access/ticket"].map((at) => ({ at, says: "", why: done })),
];
