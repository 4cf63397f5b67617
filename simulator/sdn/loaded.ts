import type { Cluster } from "../cluster";
import { runningConfig } from "./running";

type Running = Readonly<Record<string, unknown>>;

/** The part of a node's network that follows from what runs. */
const loadedFile = (node: string) => `nodes/${node}/interfaces.d/sdn`;

/** Marks that a node has loaded what runs. */
export function loadOn(cluster: Cluster, node: string): void {
  cluster.files.set(loadedFile(node), mark(cluster));
}

const mark = (cluster: Cluster) => `#version:${runningConfig(cluster).version}\n`;

/** Whether a node has loaded what runs. */
export const isLoaded = (cluster: Cluster, node: string): boolean => cluster.files.get(loadedFile(node)) === mark(cluster);

/** The zones that run on a node. */
export function zonesOn(cluster: Cluster, node: string): readonly (readonly [string, Running])[] {
  const all = Object.entries(runningConfig(cluster).kinds.zones ?? {}) as [string, Running][];
  return all.filter(([, { nodes }]) => nodes === undefined || Object.hasOwn(nodes as object, node)).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The fabrics that a node is part of, with their protocol. */
export function fabricsOn(cluster: Cluster, node: string): readonly (readonly [string, string])[] {
  const all = Object.entries(runningConfig(cluster).kinds.fabrics ?? {}) as [string, Running][];
  return all.filter(([id]) => id.endsWith(`_${node}`)).map(([id, { type }]) => [id.slice(0, -node.length - 1), String(type).replace(/_node$/, "")]);
}
