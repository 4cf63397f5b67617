import { isShared } from "../lib/pve/file/storage-config";
import type { Cluster, Guest, Node, Storage } from "./cluster";
import { maxDisk, maxMemory, processors, usage } from "./usage";
import { isRunning, isTemplate, nameOf, readGuest, textOf } from "./guest";
import { isOn } from "./storage";

/** A guest in the lists of the whole cluster: with figures, or nearly nothing while its node is down. */
export function describeGuest(cluster: Cluster, guest: Guest) {
  const id = { id: `${guest.type}/${guest.vmId}`, type: guest.type, node: guest.node, vmid: guest.vmId };
  if (!cluster.nodes.get(guest.node)?.online) return { ...id, status: "unknown" };
  const used = usage(cluster, guest);
  return {
    ...id,
    ...used,
    status: statusOf(guest),
    name: nameOf(guest),
    template: isTemplate(guest) ? 1 : 0,
    maxcpu: Number(processors(cluster, guest)),
    maxmem: maxMemory(guest),
    maxdisk: maxDisk(guest),
    memhost: guest.type === "qemu" ? Math.round(used.mem * 0.8) : 0,
  };
}

export function statusOf(guest: Guest): string {
  return isRunning(guest) ? "running" : "stopped";
}

/** Tags and lock stay in the lists even when nothing else is known. */
export function labelsOf(guest: Guest) {
  const { tags, lock } = readGuest(guest).current;
  return { ...(textOf(tags) === undefined ? {} : { tags }), ...(textOf(lock) === undefined ? {} : { lock }) };
}

export function describeNode({ name, online }: Node) {
  return { id: `node/${name}`, type: "node", node: name, status: online ? "online" : "offline", ...(online ? { level: "" } : {}) };
}

/** The figures of a node that is up, for those who may see them. */
export function nodeFigures(cluster: Cluster, { online, cpus, memory, disk, bootedAt }: Node) {
  if (!online) return {};
  const used = { cpu: 0.06, mem: Math.round(memory * 0.4), disk: Math.round(disk * 0.12) };
  return { ...used, maxcpu: cpus, maxmem: memory, maxdisk: disk, uptime: cluster.now() - bootedAt };
}

/** A storage once for each node that has it; a disabled one is in no list. */
export function describeStorages({ nodes, storages }: Cluster, names: Iterable<string> = nodes.keys()) {
  return [...names].flatMap((node) =>
    [...storages.values()]
      .filter((storage) => isOn(storage, node) && !storage.settings.has("disable"))
      .map((storage) => describeStorage(storage, nodes.get(node)!)),
  );
}

function describeStorage(storage: Storage, { name, online }: Node) {
  const { id, type, settings, total, used, reachable } = storage;
  return {
    id: `storage/${name}/${id}`,
    storage: id,
    node: name,
    type: "storage",
    plugintype: type,
    content: settings.get("content") ?? "none",
    shared: isShared(storage) ? 1 : 0,
    ...(online && reachable ? { status: "available", disk: used, maxdisk: total } : { status: "unknown" }),
  };
}
