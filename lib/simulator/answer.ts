import type { Address } from "../pve/address";
import type { Cluster } from "./cluster";
import { authenticate, type Caller } from "./credential";
import { isBeyondTheSimulator } from "./limit";
import { verifyParameters, text, vmId, type Check } from "./parameter";
import { allowed } from "./permission";
import { failed, forbidden, Refusal } from "./refusal";
import { parseTarget, type Answer, type Request, type Target } from "./request";
import { router, type Match } from "./route";
import { accessRoutes } from "./route/access";
import { agentRoutes } from "./route/agent";
import { clusterRoutes } from "./route/cluster";
import { guestRoutes } from "./route/guest";
import { nodeRoutes } from "./route/node";
import { poolRoutes } from "./route/pool";
import { powerRoutes } from "./route/power";
import { storageRoutes } from "./route/storage";
import { taskRoutes } from "./route/task";

const find = router([
  ...accessRoutes,
  ...agentRoutes,
  ...clusterRoutes,
  ...guestRoutes,
  ...nodeRoutes,
  ...poolRoutes,
  ...powerRoutes,
  ...storageRoutes,
  ...taskRoutes,
]);

/**
 * Asks the cluster. The order of the checks is Proxmox VE's: who, what, whether he may, whether the node is there, with which parameters.
 * Whoever is known already, as root is on a node's own command line, shows no credentials.
 */
export function answer(cluster: Cluster, request: Request, known?: Caller): Answer {
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

function run(cluster: Cluster, request: Request, target: Target, match: Match | undefined, caller: Caller): Answer {
  if (!match) throw notImplemented(request.method, target);
  const { route, path } = match;
  demandRight(cluster, caller, match);
  const silent = path.node !== undefined && target.segments.length > 2 ? reachNode(cluster, path.node) : undefined;
  if (silent) return silent;
  const given = { ...target.query, ...request.body, ...path };
  verifyParameters(given, { ...checksOf(path), ...route.takes });
  const beside: Record<string, unknown> = {};
  const isRoot = caller.ticket && caller.user === "root@pam";
  const data = route.run({ cluster, user: caller.user, isRoot, given, beside });
  return { status: 200, reason: "OK", body: { data: route.unordered ? rotate(data, cluster) : (data ?? null), ...beside } };
}

/** What a request to an address may carry besides what stands in its path; undefined where there is no such address. */
export function parametersOf(method: string, address: Address): Readonly<Record<string, Check>> | undefined {
  const route = find(method, parseTarget(address).segments)?.route;
  return route && (route.takes ?? {});
}

function demandRight(cluster: Cluster, { user }: Caller, { route, path }: Match): void {
  if (!route.needs) return;
  const { at, anyOf } = route.needs;
  const place = at.replace(/\{(\w+)\}/g, (_, name: string) => path[name] ?? "");
  if (!allowed(cluster.users, user, place, anyOf)) throw forbidden(place, anyOf);
}

/** A node that is down makes the one that was asked give up: 595 and no body. */
function reachNode(cluster: Cluster, name: string): Answer | undefined {
  const node = cluster.nodes.get(name);
  if (!node) throw failed(`hostname lookup '${name}' failed - failed to get address info for: ${name}: Name or service not known`);
  return node.online ? undefined : { status: 595, reason: "Network is unreachable" };
}

function checksOf(path: Readonly<Record<string, string>>): Record<string, Check> {
  return Object.fromEntries(Object.keys(path).map((name) => [name, name === "vmid" ? vmId : text]));
}

function notImplemented(method: string, { path }: Target): Refusal {
  if (!["GET", "POST", "PUT", "DELETE"].includes(method)) return new Refusal(501, `method '${method}' not available`);
  return new Refusal(501, `Method '${method} ${path}' not implemented${isBeyondTheSimulator(method, path) ? " by the simulator" : ""}`);
}

function refuse({ status, message, errors }: Refusal, caller: Caller | undefined): Answer {
  const reason = message.replace(/\n+$/, "");
  const silent = (status === 401 && !caller) || reason.startsWith("method '");
  if (silent) return { status, reason };
  return { status, reason, body: { data: null, message: status === 501 ? reason : `${reason}\n`, ...(errors ? { errors } : {}) } };
}

// Perl's hashes give another order at every asking; whoever relies on one finds out here.
const asked = new WeakMap<Cluster, number>();

function rotate(data: unknown, cluster: Cluster): unknown {
  if (!Array.isArray(data) || data.length < 2) return data;
  const count = (asked.get(cluster) ?? 0) + 1;
  asked.set(cluster, count);
  const at = count % data.length;
  return [...data.slice(at), ...data.slice(0, at)];
}
