import { cpuModelAnswers, cpuModelsFile } from "../../lib/pve/file/cpu-models";
import { digestOf } from "../../lib/schema/config-response";
import { answerOfOptions } from "../../lib/pve/file/option-answer";
import { parsePropertyString } from "../../lib/pve/property-string";
import type { Cluster } from "../cluster";
import { maxMemory, processors, usage } from "../usage";
import { guestsInOrder, isRunning, readGuest, textOf } from "../guest";
import { listedState } from "../ha";
import { nodeStates } from "../ha-status";
import { oneOf, vmId } from "../parameter";
import { poolOf } from "../permission";
import { failed, invalid } from "../refusal";
import { describeGuest, describeNode, describeStorages, labelsOf, nodeFigures } from "../resource";
import { fabricsOn, isLoaded, zonesOn } from "../sdn/loaded";
import { index, mayAny, needs, type Call, type Route } from "../route";

const below = [
  "acme backup backup-info bulk-action ceph config firewall ha jobs log mapping metrics notifications nextid options qemu replication",
  "resources status tasks sdn",
].join(" ");

export const clusterRoutes: readonly Route[] = [
  { method: "GET", path: "/", run: () => index("subdir", "version cluster nodes storage access pools") },
  { method: "GET", path: "/version", run: readVersion },
  { method: "GET", path: "/cluster", run: () => index("name", below) },
  { method: "GET", path: "/cluster/resources", takes: { type: oneOf("vm", "storage", "node", "sdn") }, run: listResources },
  { method: "GET", path: "/cluster/status", ...needs("/", "Sys.Audit"), unordered: true, run: ({ cluster }) => listMembers(cluster) },
  { method: "GET", path: "/cluster/options", run: readOptions },
  { method: "GET", path: "/cluster/qemu", run: () => index("name", "cpu-flags custom-cpu-models") },
  { method: "GET", path: "/cluster/qemu/custom-cpu-models", run: listCpuModels },
  { method: "GET", path: "/cluster/nextid", takes: { vmid: vmId }, run: nextId },
];

function listResources(call: Call) {
  const lists: Readonly<Record<string, (call: Call) => readonly object[]>> = {
    pool: pools,
    vm: guests,
    node: nodes,
    storage: storages,
    network: networks,
  };
  const type = call.given.type;
  return Object.entries(lists).flatMap(([kind, list]) => (type === undefined || type === kind ? list(call) : []));
}

function pools(call: Call) {
  return [...call.cluster.users.pools]
    .filter(([id]) => mayAny(call, `/pool/${id}`, "Pool.Audit"))
    .map(([pool, { guests: members }]) => ({ id: `/pool/${pool}`, type: "pool", pool, ...poolFigures(call.cluster, members) }));
}

/** What the running members of a pool come to; nothing where none runs. */
function poolFigures(cluster: Cluster, members: readonly number[]) {
  const running = members.flatMap((id) => cluster.guests.get(id) ?? []).filter((guest) => isRunning(guest) && cluster.nodes.get(guest.node)?.online);
  if (running.length === 0) return {};
  const rows = running.map((guest) => ({ ...usage(cluster, guest), maxcpu: Number(processors(cluster, guest)), maxmem: maxMemory(guest) }));
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
  const maxcpu = sum((row) => row.maxcpu);
  return {
    maxcpu,
    cpu: sum((row) => row.cpu * row.maxcpu) / maxcpu,
    mem: sum((row) => row.mem),
    maxmem: sum((row) => row.maxmem),
    uptime: Math.max(...rows.map(({ uptime }) => uptime)),
  };
}

function guests(call: Call) {
  const { cluster } = call;
  return guestsInOrder(cluster)
    .filter(({ vmId: id }) => mayAny(call, `/vms/${id}`, "VM.Audit"))
    .map((guest) => {
      const pool = poolOf(cluster.users, `/vms/${guest.vmId}`);
      const shown = pool !== undefined && mayAny(call, `/pool/${pool}`, "Pool.Audit");
      return { ...describeGuest(cluster, guest), ...listedState(cluster, guest), ...labelsOf(guest), ...(shown ? { pool } : {}) };
    });
}

function nodes(call: Call) {
  const states = nodeStates(call.cluster);
  return [...call.cluster.nodes.values()].map((node) => ({
    ...describeNode(node),
    ...(node.online ? { "cgroup-mode": 2 } : {}),
    ...(states[node.name] === undefined ? {} : { hastate: states[node.name] }),
    ...(mayAny(call, `/nodes/${node.name}`, "Sys.Audit") ? nodeFigures(call.cluster, node) : {}),
  }));
}

function storages(call: Call) {
  return describeStorages(call.cluster).filter(({ storage }) => mayAny(call, `/storage/${storage}`, "Datastore.Audit", "Datastore.AllocateSpace"));
}

/** Zones and fabrics, node by node: what every node has, and what runs of SDN on those that are up. */
function networks(call: Call) {
  const { cluster } = call;
  return [...cluster.nodes.values()].flatMap(({ name, online }) => {
    const row = (kind: "zone" | "fabric", network: string, status: string, more: object) => ({ id: `network/${name}/${kind}/${network}`, type: "network", network, "network-type": kind, node: name, status, ...more });
    const status = isLoaded(cluster, name) ? "available" : "pending";
    const rows = [
      row("zone", "localnetwork", "ok", {}),
      ...(online ? zonesOn(cluster, name).map(([zone, { type }]) => row("zone", zone, status, { "zone-type": type })) : []),
      ...(online ? fabricsOn(cluster, name).map(([fabric, protocol]) => row("fabric", fabric, status === "available" ? "ok" : "not ok", { protocol })) : []),
    ];
    return rows.filter(({ network, "network-type": kind }) => mayAny(call, kind === "zone" ? `/sdn/zones/${network}` : `/sdn/fabrics/${network}`, "SDN.Audit", kind === "zone" ? "SDN.Use" : "SDN.Allocate"));
  });
}

function listMembers({ name, nodes: all }: Cluster) {
  const members = [...all.values()];
  const online = members.filter((node) => node.online);
  const rows = members.map((node) => ({
    id: `node/${node.name}`,
    type: "node",
    name: node.name,
    nodeid: name === undefined ? 0 : node.id,
    online: node.online ? 1 : 0,
    local: node === online[0] ? 1 : 0,
    level: "",
    ...(node.online ? { ip: node.ip } : {}),
  }));
  if (name === undefined) return rows;
  const quorate = online.length * 2 > members.length ? 1 : 0;
  return [{ id: "cluster", type: "cluster", name, nodes: members.length, quorate, version: members.length }, ...rows];
}

function readVersion({ cluster }: Call) {
  const viewer = cluster.options.get("console");
  return { ...cluster.version, ...(viewer === undefined ? {} : { console: viewer }) };
}

function readOptions(call: Call) {
  const { cluster } = call;
  const auditor = mayAny(call, "/", "Sys.Audit");
  const answer = answerOfOptions({ notes: withBreak(cluster.notes), options: cluster.options });
  const settings = Object.entries(answer).filter(([key]) => auditor || key === "console" || key === "tag-style");
  const registered = (answer["registered-tags"] ?? []) as readonly string[];
  const allowed = tagsIn(new Map(parsePropertyString(cluster.options.get("user-tag-access") ?? "")).get("user-allow-list"));
  const used = [...cluster.guests.values()]
    .filter(({ vmId: id }) => mayAny(call, `/vms/${id}`, "VM.Audit"))
    .flatMap((guest) => tagsIn(textOf(readGuest(guest).current.tags)));
  return {
    ...(auditor ? { description: "" } : {}),
    ...Object.fromEntries(settings),
    "allowed-tags": [...new Set([...registered, ...allowed, ...used])].sort(),
  };
}

const withBreak = (notes: string) => (notes === "" || notes.endsWith("\n") ? notes : `${notes}\n`);
const tagsIn = (text = "") => text.split(/[;,\s]+/).filter((tag) => tag !== "");

/** The cluster's own CPU models, of which each has rights of its own. */
function listCpuModels(call: Call) {
  const text = call.cluster.files.get(cpuModelsFile) ?? "";
  const mayAudit = (cputype: string) => mayAny(call, `/mapping/cpu/${cputype.replace(/^custom-/, "")}`, "Mapping.Modify", "Mapping.Use", "Mapping.Audit");
  return cpuModelAnswers(text).filter(({ cputype }) => mayAudit(cputype)).map((model) => ({ ...model, digest: digestOf(text) }));
}

function nextId({ cluster, given }: Call) {
  if (given.vmid !== undefined) {
    if (cluster.guests.has(Number(given.vmid))) throw invalid({ vmid: `VM ${String(given.vmid)} already exists` });
    return String(given.vmid);
  }
  const range = Object.fromEntries(parsePropertyString(cluster.options.get("next-id") ?? ""));
  for (let id = Number(range.lower ?? 100); id < Number(range.upper ?? 1_000_000); id++) {
    if (!cluster.guests.has(id)) return String(id);
  }
  throw failed("unable to get any free VMID in range [100, 1000000]");
}
