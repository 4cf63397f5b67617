import type { Cluster } from "../cluster";
import { filesOf } from "../save";

/** What lies below `/etc/pve` on a node, by path: the cluster's files, and who belongs to it. */
export function mountedFiles(cluster: Cluster, node: string): Map<string, string> {
  // A node's own files are kept beside the others, and really lie outside.
  const shared = [...filesOf(cluster)].filter(([path]) => !/(^|\/)interfaces(\.new)?$|^nodes\/[^/]+\/(interfaces\.d|etc)\//.test(path));
  return new Map([...shared, [".members", membersOf(cluster, node)], [".vmlist", guestListOf(cluster)]]);
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
