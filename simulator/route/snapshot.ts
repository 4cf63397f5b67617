import { bandwidth, flag, formatted, nodeName, required, text } from "../parameter";
import { migrate } from "../migrate";
import { needs, type Route } from "../route";
import type { Properties } from "../schema/property";
import { createSnapshot, deleteSnapshot, describeSnapshot, rollBack } from "../snapshot";

const name = required({ ...formatted("pve-configid"), maxLength: 40 });
const rollbackRights = ["VM.Snapshot", "VM.Snapshot.Rollback"];

/** Snapshots and moves between nodes; the same for both types but for a few words. */
export const snapshotRoutes: readonly Route[] = (["qemu", "lxc"] as const).flatMap((type): Route[] => {
  const guest = `/nodes/{node}/${type}/{vmid}`;
  const snapshot = `${guest}/snapshot/{snapname}`;
  const state: Properties = type === "qemu" ? { vmstate: flag } : {};
  const disks: Properties = type === "qemu" ? { "with-local-disks": flag, migration_type: text, migration_network: text, "with-conntrack-state": flag } : { restart: flag, timeout: text };
  return [
    {
      method: "POST",
      path: `${guest}/snapshot`,
      ...needs("/vms/{vmid}", "VM.Snapshot"),
      takes: { snapname: name, description: text, ...state },
      run: (call) => createSnapshot(call, type),
    },
    { method: "PUT", path: `${snapshot}/config`, ...needs("/vms/{vmid}", "VM.Snapshot"), takes: { description: text }, run: (call) => describeSnapshot(call, type) },
    { method: "DELETE", path: snapshot, ...needs("/vms/{vmid}", "VM.Snapshot"), takes: { force: flag }, run: (call) => deleteSnapshot(call, type) },
    { method: "POST", path: `${snapshot}/rollback`, ...needs("/vms/{vmid}", ...rollbackRights), takes: { start: flag }, run: (call) => rollBack(call, type) },
    {
      method: "POST",
      path: `${guest}/migrate`,
      ...needs("/vms/{vmid}", "VM.Migrate"),
      takes: { target: required(nodeName), online: flag, force: flag, targetstorage: text, bwlimit: bandwidth, ...disks },
      run: (call) => migrate(call, type),
    },
  ];
});
