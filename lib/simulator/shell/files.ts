import { guestFilePath, parseGuestFilePath } from "../../pve/guest-config";
import type { Cluster } from "../cluster";

/** What lies below `/etc/pve` on a node, by path: the guests as they stand, the cluster's own files, and who belongs to it. */
export function filesOf(cluster: Cluster, others: Readonly<Record<string, string>>, node: string): Map<string, string> {
  // A scenario keeps the nodes' interfaces here, which really lie outside.
  const shared = Object.entries(others).filter(([path]) => !/(^|\/)interfaces$/.test(path) && !parseGuestFilePath(path));
  const guests = [...cluster.guests.values()].map(({ node: at, type, vmId, text }): [string, string] => [guestFilePath(at, type, vmId), text]);
  return new Map([...shared, ...guests, [".members", membersOf(cluster, node)], [".vmlist", guestListOf(cluster)]]);
}

function membersOf({ name, nodes }: Cluster, nodename: string): string {
  if (name === undefined) return `${JSON.stringify({ nodename, version: 0 }, null, 2)}\n`;
  const members = [...nodes.values()];
  const online = members.filter((node) => node.online).length;
  const nodelist = Object.fromEntries(members.map((node) => [node.name, { id: node.id, online: node.online ? 1 : 0, ...(node.online ? { ip: node.ip } : {}) }]));
  const quorate = online * 2 > members.length ? 1 : 0;
  return `${JSON.stringify({ nodename, version: members.length + 1, cluster: { name, version: members.length, nodes: members.length, quorate }, nodelist }, null, 2)}\n`;
}

function guestListOf({ guests }: Cluster): string {
  const ids = Object.fromEntries([...guests.values()].map(({ vmId, node, type }) => [vmId, { node, type, version: 1 }]));
  return `${JSON.stringify({ version: guests.size, ids }, null, 2)}\n`;
}
