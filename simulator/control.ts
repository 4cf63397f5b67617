import type { GuestType } from "../lib/pve/address";
import type { Cluster, Guest, Node } from "./cluster";
import { PmpcError } from "../lib/error";

/** What happens to a cluster without anybody asking its API: people at other consoles, HA, power cuts. */
export interface Control {
  setNodeOnline(node: string, online: boolean): void;
  start(vmId: number): void;
  stop(vmId: number): void;
  /** To another node, power and all. */
  migrate(vmId: number, node: string): void;
  remove(vmId: number): void;
  add(node: string, type: GuestType, vmId: number, text: string): void;
  /** Rewrites the configuration file. */
  edit(vmId: number, change: (text: string) => string): void;
  rename(vmId: number, name: string): void;
  /** The configuration file as it is. */
  text(vmId: number): string;
  isRunning(vmId: number): boolean;
  /** The numbers of all guests, sorted. */
  guests(): number[];
  /** Notes how everything is now; what it gives puts all of it back. */
  keep(): () => void;
  /** What became of every task, the oldest first: `running`, `OK`, or what went wrong. */
  tasks(): string[];
}

export function controlOf(cluster: Cluster): Control {
  const guest = (vmId: number): Guest => cluster.guests.get(vmId) ?? unknown(`guest ${vmId}`);
  const node = (name: string): Node => cluster.nodes.get(name) ?? unknown(`node ${name}`);
  const edit = (vmId: number, change: (text: string) => string) => void (guest(vmId).text = change(guest(vmId).text));
  return {
    setNodeOnline: (name, online) => void (node(name).online = online),
    start: (vmId) => void Object.assign(guest(vmId), { power: "running", startedAt: cluster.now() }),
    stop: (vmId) => void (guest(vmId).power = "stopped"),
    migrate: (vmId, to) => void (guest(vmId).node = node(to).name),
    remove: (vmId) => void cluster.guests.delete(guest(vmId).vmId),
    add: (name, type, vmId, text) =>
      void cluster.guests.set(vmId, { type, vmId, node: node(name).name, text, power: "stopped", startedAt: cluster.now() }),
    edit,
    rename: (vmId, name) => edit(vmId, (text) => renamed(guest(vmId).type, text, name)),
    text: (vmId) => guest(vmId).text,
    isRunning: (vmId) => guest(vmId).power !== "stopped",
    guests: () => [...cluster.guests.keys()].sort((a, b) => a - b),
    keep: () => kept(cluster),
    tasks: () => cluster.tasks.map(({ endTime, result }) => (cluster.now() < endTime ? "running" : result)),
  };
}

/** Values are replaced and never changed, but for those of guests and nodes. */
function kept(cluster: Cluster): () => void {
  const { nodes, guests, storages, files, options, secrets, passwords, volumes, tasks, notes, users, inventions } = cluster;
  const maps = [storages, files, options, secrets, passwords].map((map: Map<string, unknown>) => [map, [...map]] as const);
  const lists = [volumes, tasks].map((list: unknown[]) => [list, [...list]] as const);
  const online = new Map([...nodes.values()].map((node) => [node, node.online]));
  const records = [...guests.values()].map((guest) => ({ ...guest }));
  return () => {
    for (const [map, entries] of maps) {
      map.clear();
      for (const [key, value] of entries) map.set(key, value);
    }
    for (const [list, entries] of lists) list.splice(0, Infinity, ...entries);
    for (const [node, was] of online) node.online = was;
    guests.clear();
    for (const guest of records) guests.set(guest.vmId, { ...guest });
    Object.assign(cluster, { notes, users, inventions });
  };
}

/** Sets the name in the first section; those behind it are snapshots and pending changes. */
function renamed(type: GuestType, text: string, name: string): string {
  const key = type === "qemu" ? "name" : "hostname";
  const end = text.search(/^\[/m);
  const [current, rest] = end < 0 ? [text, ""] : [text.slice(0, end), text.slice(end)];
  const line = new RegExp(`^${key}:.*$`, "m");
  return `${line.test(current) ? current.replace(line, () => `${key}: ${name}`) : `${key}: ${name}\n${current}`}${rest}`;
}

function unknown(what: string): never {
  throw new PmpcError("not-simulated", `the simulated cluster has no ${what}`);
}
