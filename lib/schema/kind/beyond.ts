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
  { at: "/cluster/notifications", says: "secrets of notification endpoints", why: "they are written in a file that only root reads" },
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

/** Resource types of the provider's that no construct has; an apply lets them pass only where they are allowed by name. */
export const beyondTypes: readonly { readonly types: readonly string[]; readonly says: string; readonly why: string }[] = [
  { types: ["proxmox_cloned_vm", "proxmox_virtual_environment_cloned_vm"], says: "virtual machine made as a clone", why: "an experiment of the provider's; `VirtualMachine` clones by `BootSource.fromClone`" },
  { types: ["proxmox_vm", "proxmox_virtual_environment_vm2"], says: "virtual machine with few settings", why: "an experiment of the provider's; `VirtualMachine` says all of a machine" },
];
