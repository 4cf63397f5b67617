import type { Cluster } from "./cluster";
import { isManaged, sidOf } from "./ha";
import { readSections } from "./section/file";
import { haResources } from "./section/ha";

interface Manager {
  readonly master_node?: string;
  readonly timestamp?: number;
  readonly node_status?: Readonly<Record<string, string>>;
}

/** What the manager says of each node. */
export const nodeStates = (cluster: Cluster): Readonly<Record<string, string>> => managerOf(cluster)?.node_status ?? {};

function managerOf({ files }: Cluster): Manager | undefined {
  const text = files.get("ha/manager_status");
  return text === undefined || text === "" ? undefined : (JSON.parse(text) as Manager);
}

const nodesIn = ({ nodes }: Cluster) => [...nodes.values()];
const localOf = (cluster: Cluster) => nodesIn(cluster).find(({ online }) => online)?.name ?? "";
const quorate = (cluster: Cluster) => (nodesIn(cluster).filter(({ online }) => online).length * 2 > cluster.nodes.size ? 1 : 0);

/** What is said of the whole: quorum, master, the nodes' managers and the services. */
export function haStatus(cluster: Cluster): readonly object[] {
  const manager = managerOf(cluster);
  const local = localOf(cluster);
  const rows: object[] = [{ id: "quorum", type: "quorum", node: local, status: quorate(cluster) ? "OK" : "No quorum on node!", quorate: quorate(cluster) }];
  if (manager?.master_node !== undefined) {
    const { master_node: node, timestamp = 0 } = manager;
    const at = dateOf(timestamp);
    rows.push({ id: "master", type: "master", node, timestamp, status: `${node} (active, ${at})${loadBalance(cluster)}` });
    rows.push({ id: "fencing", type: "fencing", node, status: "armed (CRM watchdog active)", "armed-state": "armed" });
    for (const { name, online } of nodesIn(cluster)) {
      const row = { id: `lrm:${name}`, type: "lrm", node: name };
      rows.push(online ? { ...row, timestamp, status: `${name} (idle, watchdog standby, ${at})` } : { ...row, status: `${name} (unable to read lrm status)` });
    }
  } else rows.push({ id: "fencing", type: "fencing", node: local, status: "standby (CRM watchdog standby)", "armed-state": "standby" });
  return [...rows, ...servicesOf(cluster)];
}

function loadBalance({ options }: Cluster): string {
  const mode = /(?:^|,)ha=(\w+)/.exec(options.get("crs") ?? "")?.[1];
  return mode === "dynamic" || mode === "static" ? ` - ${mode} load CRS` : "";
}

const dateOf = (seconds: number) => {
  const [day = "", month = "", date = "", year = "", time = ""] = new Date(seconds * 1000).toUTCString().replace(",", "").split(" ").map((word, at, all) => all[[0, 2, 1, 3, 4][at] ?? at]!);
  return `${day} ${month} ${date} ${time} ${year}`;
};

function servicesOf(cluster: Cluster): object[] {
  const all = [...readSections(cluster, haResources).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return all.flatMap(({ id: sid, values }) => {
    const guest = cluster.guests.get(Number(sid.split(":")[1]));
    if (!guest || sidOf(guest) !== sid) return [];
    const requested = values.state === "enabled" ? "started" : String(values.state ?? "started");
    const state = isManaged(cluster, guest) ? "queued" : "ignored";
    const { comment, failback = 1, max_restart = 1, max_relocate = 1 } = values;
    const limits = { failback, max_restart, max_relocate };
    const said = { id: `service:${sid}`, type: "service", sid, node: guest.node, state, request_state: requested, status: `${sid} (${guest.node}, ${state})` };
    return [{ ...said, ...limits, ...(comment === undefined ? {} : { comment }) }];
  });
}

export function managerStatus(cluster: Cluster): object {
  const manager = managerOf(cluster);
  const { timestamp = 0 } = manager ?? {};
  const lrm = (online: boolean) => (online ? { mode: "active", state: "wait_for_agent_lock", results: {}, timestamp } : { mode: "unknown" });
  return {
    manager_status: manager ?? { node_status: {} },
    ...(manager === undefined ? {} : { lrm_status: Object.fromEntries(nodesIn(cluster).map(({ name, online }) => [name, lrm(online)])) }),
    quorum: { node: localOf(cluster), quorate: String(quorate(cluster)) },
  };
}
