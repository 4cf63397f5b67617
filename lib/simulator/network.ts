import type { Cluster, Node } from "./cluster";
import { parseInterfaces, type Interface } from "../pve/file/interfaces";

/** Where a node's network stands among the cluster's files: its own, or one that all nodes share. */
export function interfacesFile({ files }: Cluster, { name }: Node): string {
  const own = `nodes/${name}/interfaces`;
  return files.has(own) ? own : "interfaces";
}

/** What the API shows of a node's network: the changes that wait included. */
export function interfacesOf(cluster: Cluster, node: Node): readonly Interface[] {
  const text = cluster.files.get(`nodes/${node.name}/interfaces.new`) ?? cluster.files.get(interfacesFile(cluster, node)) ?? "";
  return read(text);
}

const known = new Map<string, readonly Interface[]>();

function read(text: string): readonly Interface[] {
  const found = known.get(text);
  if (found) return found;
  const parsed = parseInterfaces(text);
  known.clear();
  known.set(text, parsed);
  return parsed;
}
