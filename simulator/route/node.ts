import type { Node } from "../cluster";
import type { Interface } from "../../lib/pve/file/interfaces";
import { unifiedDifference } from "../difference";
import { interfacesFile, interfacesOf, stagedFile } from "../network";
import { oneOf, required } from "../parameter";
import { beyond, invalid } from "../refusal";
import { describeNode, nodeFigures } from "../resource";
import { given, index, mayAny, needs, type Call, type Route } from "../route";

const below = [
  "aplinfo apt capabilities ceph certificates config disks dns firewall hardware hosts journal lxc migrateall netstat network qemu",
  "query-oci-repo-tags query-url-metadata replication report rrd rrddata scan sdn services spiceshell startall status stopall storage",
  "subscription suspendall syslog tasks termproxy time version vncshell vzdump wakeonlan",
].join(" ");
const interfaceTypes = oneOf(
  "bridge",
  "bond",
  "eth",
  "alias",
  "vlan",
  "fabric",
  "OVSBridge",
  "OVSBond",
  "OVSPort",
  "OVSIntPort",
  "vnet",
  "any_bridge",
  "any_local_bridge",
  "include_sdn",
);
const kernel = { machine: "x86_64", release: "6.17.2-1-pve", sysname: "Linux", version: "#1 SMP PREEMPT_DYNAMIC PMX 6.17.2-1" };

export const nodeRoutes: readonly Route[] = [
  { method: "GET", path: "/nodes", unordered: true, run: listNodes },
  { method: "GET", path: "/nodes/{node}", run: () => index("name", below) },
  { method: "GET", path: "/nodes/{node}/version", run: ({ cluster }) => cluster.version },
  { method: "GET", path: "/nodes/{node}/status", ...needs("/nodes/{node}", "Sys.Audit"), run: readStatus },
  { method: "POST", path: "/nodes/{node}/status", ...needs("/nodes/{node}", "Sys.PowerMgmt"), takes: { command: required(oneOf("reboot", "shutdown")) }, run: powerNode },
  { method: "GET", path: "/nodes/{node}/network", takes: { type: interfaceTypes }, unordered: true, run: listInterfaces },
  { method: "GET", path: "/nodes/{node}/network/{iface}", run: readInterface },
];

function nodeOf(call: Call): Node {
  return call.cluster.nodes.get(given(call, "node"))!;
}

function powerNode(): never {
  throw beyond("switching a node");
}

function listNodes(call: Call) {
  const { cluster } = call;
  return [...cluster.nodes.values()].map((node) => ({
    ...describeNode(node),
    ssl_fingerprint: node.online ? (cluster.fingerprint ?? null) : null,
    ...(mayAny(call, `/nodes/${node.name}`, "Sys.Audit") ? nodeFigures(cluster, node) : {}),
  }));
}

function readStatus(call: Call) {
  const { cluster } = call;
  const { cpus, memory, disk, bootedAt } = nodeOf(call);
  const used = Math.round(memory * 0.4);
  const root = Math.round(disk * 0.12);
  return {
    uptime: cluster.now() - bootedAt,
    pveversion: `pve-manager/${cluster.version.version}/${cluster.version.repoid}`,
    kversion: `${kernel.sysname} ${kernel.release} ${kernel.version}`,
    "current-kernel": kernel,
    "boot-info": { mode: "efi", secureboot: 0 },
    cpu: 0.06,
    wait: 0.001,
    idle: 0,
    loadavg: ["0.52", "0.61", "0.58"],
    cpuinfo: {
      model: "AMD Ryzen 7 5700G with Radeon Graphics",
      vendor: "AuthenticAMD",
      family: "25",
      sockets: 1,
      cores: Math.max(1, cpus / 2),
      cpus,
      mhz: "3800.000",
      hvm: "1",
      user_hz: 100,
      flags: "fpu vme de pse tsc msr pae mce svm",
    },
    ksm: { shared: 0 },
    memory: { total: memory, used, free: memory - used, available: memory - used },
    swap: { total: 0, used: 0, free: 0 },
    rootfs: { total: disk, used: root, free: disk - root, avail: disk - root },
  };
}

function listInterfaces(call: Call) {
  const type = call.given.type;
  const wanted = (one: string) =>
    type === undefined || type === one || (String(type).startsWith("any_") && /bridge/i.test(one)) || type === "include_sdn";
  const changes = changesOf(call);
  if (changes !== undefined) call.beside.changes = changes;
  return interfacesOf(call.cluster, nodeOf(call)).filter((one) => wanted(one.type) && isVisible(call, one));
}

/** What waits to be loaded, as a difference between two files. */
function changesOf(call: Call): string | undefined {
  const { files, now } = call.cluster;
  const node = nodeOf(call);
  const next = files.get(stagedFile(node));
  const difference = next === undefined ? "" : unifiedDifference(files.get(interfacesFile(call.cluster, node)) ?? "", next);
  if (difference === "") return undefined;
  const at = new Date(now() * 1000).toISOString().replace("T", " ").replace(/\..*/, "");
  return `--- /etc/network/interfaces\t${at}.000000000 +0000\n+++ /etc/network/interfaces.new\t${at}.000000001 +0000\n${difference}`;
}

/** Bridges are part of the zone `localnetwork`; who has no right there does not see them. */
function isVisible(call: Call, { type, iface }: Interface): boolean {
  return type !== "bridge" || mayAny(call, `/sdn/zones/localnetwork/${iface}`, "SDN.Audit", "SDN.Use");
}

function readInterface(call: Call) {
  const found = interfacesOf(call.cluster, nodeOf(call)).find(({ iface }) => iface === given(call, "iface"));
  if (!found) throw invalid({ iface: "interface does not exist" });
  const { iface: _, ...rest } = found;
  return rest;
}
