import type { Cluster, Node } from "./cluster";
import { parseNetwork, type Interface, type Network } from "../lib/pve/file/interfaces";

/** Where a node's network is among the cluster's files: its own, or one that all nodes share. */
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
  const cards = new Set(shown.filter(({ type, iface }) => type === "eth" || (type === "OVSPort" && /^(e|nic)/.test(iface))).map(({ iface }) => iface));
  return shown.map(({ active, ...one }) => ({ ...one, ...existing(one, cards), ...(active !== undefined && up.has(one.iface) ? { active } : {}) }) as Interface);
}

/** Whether there is a card behind an interface: VLANs and further addresses are told by what they are on. */
function existing({ iface, type, "vlan-raw-device": raw }: Partial<Interface>, cards: ReadonlySet<string>): object {
  if (cards.has(iface!)) return { exists: 1 };
  if (type !== "vlan" && type !== "alias") return {};
  const below = type === "alias" ? iface!.split(":")[0]! : String(raw ?? iface!.replace(/\.\d+$/, ""));
  return { exists: cards.has(below) ? 1 : null };
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
