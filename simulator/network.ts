import type { Cluster, Node } from "./cluster";
import { parseNetwork, type Interface, type Network } from "../lib/pve/file/interfaces";

/** Where a node's network stands among the cluster's files: its own, or one that all nodes share. */
export function interfacesFile({ files }: Cluster, { name }: Node): string {
  const own = `nodes/${name}/interfaces`;
  return files.has(own) ? own : "interfaces";
}

/** Where changes of a node's network wait until they are applied. */
export const stagedFile = ({ name }: Node) => `nodes/${name}/interfaces.new`;

/** A node's network as it will be, once what waits is applied. */
export function networkOf(cluster: Cluster, node: Node): Network {
  return read(cluster.files.get(stagedFile(node)) ?? cluster.files.get(interfacesFile(cluster, node)) ?? "");
}

/** What the API shows of a node's network: changes that wait included, with what is up already. */
export function interfacesOf(cluster: Cluster, node: Node): readonly Interface[] {
  const up = new Set(activeOn(cluster, node).map(({ iface }) => iface));
  const shown = networkOf(cluster, node).interfaces.filter(({ type }) => type !== "loopback");
  return shown.map(({ active, ...one }) => ({ ...one, ...(active !== undefined && up.has(one.iface) ? { active } : {}) }) as Interface);
}

/** The interfaces that the node has now. */
export function activeOn(cluster: Cluster, node: Node): readonly Interface[] {
  return read(cluster.files.get(interfacesFile(cluster, node)) ?? "").interfaces;
}

const known = new Map<string, Network>();

function read(text: string): Network {
  const found = known.get(text);
  if (found) return found;
  // Two of a kind are alive at once: what is, and what waits.
  if (known.size > 8) known.clear();
  const parsed = parseNetwork(text);
  known.set(text, parsed);
  return parsed;
}
