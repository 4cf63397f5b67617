import { printNetwork, type Interface } from "../../lib/pve/file/interfaces";
import { printSections } from "../../lib/pve/file/section-config";

type Row = Readonly<Record<string, unknown>>;

/** `/etc/network/interfaces`, from a node's list of them. */
export function interfacesFile(rows: readonly Row[]): string {
  const loopback: Interface = { iface: "lo", type: "loopback", method: "loopback", families: ["inet"], autostart: 1, priority: 1 };
  return printNetwork({ interfaces: [loopback, ...rows.filter(isInterface)], options: [] });
}

const isInterface = (row: Row): row is Interface => typeof row.iface === "string" && typeof row.type === "string" && row.iface !== "lo";

/** `corosync.conf` of a cluster; undefined for a node that never joined one. */
export function corosyncFile(status: readonly Row[]): string | undefined {
  const name = status.find(({ type }) => type === "cluster")?.name;
  if (name === undefined) return undefined;
  const nodes = status.filter(({ type }) => type === "node").sort((a, b) => Number(a.nodeid ?? 0) - Number(b.nodeid ?? 0));
  const blocks = nodes.map((node) => `  node {\n    name: ${String(node.name)}\n    nodeid: ${Number(node.nodeid ?? 0)}\n    ring0_addr: ${String(node.ip ?? node.name)}\n  }\n`);
  return `nodelist {\n${blocks.join("")}}\n\ntotem {\n  cluster_name: ${String(name)}\n}\n`;
}

/** `storage.cfg`, from `/storage`. */
export function storageFile(rows: readonly Row[]): string {
  const sections = rows.map(({ storage, type, digest: _, ...settings }) => ({
    type: String(type),
    id: String(storage),
    settings: new Map(Object.entries(settings).flatMap(([key, value]) => (value === undefined || value === null ? [] : [[key, String(value)] as const]))),
  }));
  return printSections(sections, () => []);
}
