import type { Address } from "../lib/pve/address";
import type { Cluster } from "./cluster";
import { authenticate, type Caller } from "./credential";
import { isBeyondTheSimulator } from "./limit";
import { text, verifyParameters, vmId } from "./parameter";
import { allowed } from "./permission";
import { failed, forbidden, Refusal } from "./refusal";
import { cameLater } from "./release";
import { parseTarget, type Response, type Parameters, type Request, type Target } from "./request";
import { router, type Match, type Route } from "./route";
import { accessRoutes } from "./route/access";
import { aclRoutes } from "./route/acl";
import { agentRoutes } from "./route/agent";
import { backupRoutes } from "./route/backup";
import { haGroupRoutes } from "./route/ha-group";
import { haRoutes } from "./route/ha";
import { mappingRoutes } from "./route/mapping";
import { metricRoutes } from "./route/metrics";
import { realmRoutes } from "./route/realm";
import { realmSyncRoutes } from "./route/realm-sync";
import { replicationRoutes } from "./route/replication";
import { clusterRoutes } from "./route/cluster";
import { consoleRoutes } from "./route/console";
import { firewallRoutes } from "./route/firewall";
import { firewallRuleRoutes } from "./route/firewall-rules";
import { firewallSetRoutes } from "./route/firewall-sets";
import { groupRoutes } from "./route/group";
import { guestRoutes } from "./route/guest";
import { lxcRoutes } from "./route/lxc";
import { networkRoutes } from "./route/network";
import { nodeRoutes } from "./route/node";
import { acmeRoutes } from "./route/acme";
import { aptRoutes } from "./route/apt";
import { certificateRoutes } from "./route/certificate";
import { nodeSystemRoutes } from "./route/node-system";
import { notificationRoutes } from "./route/notification";
import { optionRoutes } from "./route/options";
import { poolRoutes } from "./route/pool";
import { powerRoutes } from "./route/power";
import { qemuRoutes } from "./route/qemu";
import { roleRoutes } from "./route/role";
import { sdnRoutes } from "./route/sdn";
import { sdnControllerRoutes } from "./route/sdn-controllers";
import { sdnFabricRoutes } from "./route/sdn-fabrics";
import { sdnSubnetRoutes } from "./route/sdn-subnets";
import { sdnVnetRoutes } from "./route/sdn-vnets";
import { sdnZoneRoutes } from "./route/sdn-zones";
import { snapshotRoutes } from "./route/snapshot";
import { storageRoutes } from "./route/storage";
import { storageConfigRoutes } from "./route/storage-config";
import { taskRoutes } from "./route/task";
import { tokenRoutes } from "./route/token";
import { userRoutes } from "./route/user";
import { volumeRoutes } from "./route/volume";
import type { Properties } from "./schema/property";

const find = router([
  ...accessRoutes,
  ...aclRoutes,
  ...agentRoutes,
  ...backupRoutes,
  ...haRoutes, ...haGroupRoutes,
  ...mappingRoutes,
  ...metricRoutes,
  ...realmRoutes,
  ...realmSyncRoutes,
  ...replicationRoutes,
  ...clusterRoutes,
  ...guestRoutes,
  ...consoleRoutes,
  ...firewallRoutes,
  ...firewallRuleRoutes,
  ...firewallSetRoutes,
  ...groupRoutes,
  ...lxcRoutes,
  ...networkRoutes,
  ...nodeRoutes,
  ...acmeRoutes,
  ...aptRoutes,
  ...certificateRoutes,
  ...nodeSystemRoutes,
  ...notificationRoutes,
  ...optionRoutes,
  ...poolRoutes,
  ...powerRoutes,
  ...qemuRoutes,
  ...roleRoutes,
  ...sdnRoutes,
  ...sdnControllerRoutes,
  ...sdnFabricRoutes,
  ...sdnSubnetRoutes,
  ...sdnVnetRoutes,
  ...sdnZoneRoutes,
  ...snapshotRoutes,
  ...storageRoutes,
  ...storageConfigRoutes,
  ...taskRoutes,
  ...tokenRoutes,
  ...userRoutes,
  ...volumeRoutes,
]);

/**
 * Asks the cluster. The order of the checks is Proxmox VE's: who, what, whether he may, whether the node is there, with which parameters.
 * A user who is known already, as root is on a node's own command line, shows no credentials.
 */
export function answer(cluster: Cluster, request: Request, known?: Caller): Response {
  const target = parseTarget(request.address);
  const match = find(request.method, target.segments);
  let caller: Caller | undefined;
  try {
    caller = match?.route.open ? { user: "", ticket: false } : (known ?? authenticate(cluster, request));
    return { ...run(cluster, request, target, match, caller), user: caller.user || undefined };
  } catch (error) {
    if (error instanceof Refusal) return { ...refuse(error, caller), user: caller?.user || undefined };
    throw error;
  }
}

function run(cluster: Cluster, request: Request, target: Target, match: Match | undefined, caller: Caller): Response {
  if (!match || cameLater(cluster, target.path)) {
    const [top, name] = target.segments;
    const silent = top === "nodes" && name !== undefined && target.segments.length > 2 && cluster.nodes.has(name) ? reachNode(cluster, name) : undefined;
    if (silent) return silent;
    throw notImplemented(request.method, target);
  }
  const { route, path } = match;
  const sent = { ...target.query, ...request.body, ...path };
  if (route.onlyRoot && !(caller.ticket && caller.user === "root@pam")) throw new Refusal(403, "Permission check failed (user != root@pam)");
  demandRight(cluster, caller, route, sent);
  const silent = path.node !== undefined && target.segments.length > 2 ? reachNode(cluster, path.node) : undefined;
  if (silent) return silent;
  verifyParameters(sent, { ...checksOf(path), ...route.takes });
  const beside: Record<string, unknown> = {};
  const isRoot = caller.ticket && caller.user === "root@pam";
  const data = route.run({ cluster, user: caller.user, isRoot, given: sent, beside });
  return { status: 200, reason: "OK", body: { data: route.unordered ? rotate(data, cluster) : (data ?? null), ...beside } };
}

/** What a request to an address may carry besides what is in its path; undefined if there is no such address. */
export function parametersOf(method: string, address: Address): Properties | undefined {
  const route = find(method, parseTarget(address).segments)?.route;
  return route && (route.takes ?? {});
}

function demandRight(cluster: Cluster, { user }: Caller, { needs }: Route, sent: Parameters): void {
  if (!needs) return;
  const { at, anyOf } = needs;
  const place = at.replace(/\{(\w+)\}/g, (_, name: string) => String(sent[name] ?? ""));
  // What cannot be a path is none, and has no rights.
  const path = /^\/[\w./-]*$/.test(place) ? place : "";
  if (path === "" || !allowed(cluster.users, user, path, anyOf)) throw forbidden(path, anyOf);
}

/** A node that is down makes the one that was asked give up: 595 and no body. */
function reachNode(cluster: Cluster, name: string): Response | undefined {
  const node = cluster.nodes.get(name);
  if (!node) throw failed(`hostname lookup '${name}' failed - failed to get address info for: ${name}: Name or service not known`);
  return node.online ? undefined : { status: 595, reason: "Network is unreachable" };
}

function checksOf(path: Readonly<Record<string, string>>): Properties {
  return Object.fromEntries(Object.keys(path).map((name) => [name, name === "vmid" ? vmId : text]));
}

function notImplemented(method: string, { path }: Target): Refusal {
  if (!["GET", "POST", "PUT", "DELETE"].includes(method)) return new Refusal(501, `method '${method}' not available`);
  return new Refusal(501, `Method '${method} ${path}' not implemented${isBeyondTheSimulator(method, path) ? " by the simulator" : ""}`);
}

function refuse({ status, message, errors }: Refusal, caller: Caller | undefined): Response {
  const reason = message.split("\n")[0]!;
  const silent = (status === 401 && !caller) || reason.startsWith("method '");
  if (silent) return { status, reason };
  return { status, reason, body: { data: null, message: status === 501 ? reason : `${message.replace(/\n$/, "")}\n`, ...(errors ? { errors } : {}) } };
}

// Perl's hashes give another order at every asking; code that relies on one fails here.
const asked = new WeakMap<Cluster, number>();

function rotate(data: unknown, cluster: Cluster): unknown {
  if (!Array.isArray(data) || data.length < 2) return data;
  const count = (asked.get(cluster) ?? 0) + 1;
  asked.set(cluster, count);
  const at = count % data.length;
  return [...data.slice(at), ...data.slice(0, at)];
}
