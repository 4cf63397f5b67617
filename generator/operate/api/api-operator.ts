import { blame } from "../../../lib/pve/blame";
import { parseUpid } from "../../../lib/pve/upid";
import { exit, isPmpcError, PmpcError } from "../../../lib/error";
import { printGuestName } from "../../../lib/schema/kind/name";
import type { ApiResponse, Writer } from "../../transport/client";
import { systemClock, type Clock } from "../../transport/retry";
import { readGuests } from "../guest-list";
import type { Facts, GuestPlace, Operator, Order, TaskEnd, Watch } from "../operator";
import { endOf, operationFailed } from "../task";

/** Milliseconds between two looks at a task: short at first, since most tasks are. */
const pauses = [150, 300, 600, 1_000];

/** Operates a cluster over its HTTP API. */
export function apiOperator(client: Writer, clock: Clock = systemClock): Operator {
  async function read(address: string, what: string): Promise<unknown> {
    return demand(await client.get(address), address, what, client.identity);
  }

  return {
    get name() {
      return client.url;
    },
    async guests() {
      const guests = readGuests(await read("/cluster/resources?type=vm", "list guests"));
      if (guests) return guests;
      throw new PmpcError("invalid-output", `${client.url} lists guests in a way that pmpc does not understand`);
    },
    async home() {
      const nodes = (await read("/nodes", "list nodes")) as readonly { readonly node: string }[];
      return nodes.length === 1 ? nodes[0]?.node : undefined;
    },
    status: async (guest) => (await read(`${addressOf(guest)}/status/current`, `look at ${printGuestName(guest)}`)) as Facts,
    async config(guest, { current, snapshot } = {}) {
      const query = new URLSearchParams({ ...(current ? { current: "1" } : {}), ...(snapshot === undefined ? {} : { snapshot }) }).toString();
      return (await read(`${addressOf(guest)}/config${query === "" ? "" : `?${query}`}`, `look at ${printGuestName(guest)}`)) as Facts;
    },
    async run(order, watch) {
      const answer = await send(client, order);
      // Refused before there was a task, or by the task: it makes no difference to anyone who asked.
      if (answer.status === 500 && !isMissing(answer)) throw operationFailed(order, answer.reason);
      const task = demand(answer, addressOf(order), `${order.verb} ${printGuestName(order)}`, client.identity);
      if (typeof task !== "string" || !parseUpid(task)) throw new PmpcError("invalid-output", `${client.url} was asked to ${order.verb} ${printGuestName(order)} but returned no task`);
      return watch.wait ? follow(task, order, watch).catch((error: unknown) => Promise.reject(lostSight(error, task))) : { task, ended: false, warnings: 0 };
    },
    close: async () => client.close(),
  };

  /** Waits for a task's end; who stops waiting ends nothing but the waiting. */
  async function follow(task: string, order: Order, watch: Watch): Promise<TaskEnd> {
    try {
      return await followToEnd(task, order, watch);
    } catch (error) {
      if (!watch.signal.aborted) throw error;
      return { task, ended: false, warnings: 0 };
    }
  }

  /** Hands on what a task prints. */
  async function followToEnd(task: string, order: Order, { signal, onLine }: Watch): Promise<TaskEnd> {
    const address = `/nodes/${parseUpid(task)!.node}/tasks/${encodeURIComponent(task)}`;
    const log: string[] = [];
    for (let looks = 0; ; looks++) {
      const status = (await read(`${address}/status`, "look at the task")) as { readonly status: string; readonly exitstatus?: string };
      // What is printed after this look is seen by the next; after the last look nothing is printed any more.
      for (;;) {
        const rows = (await read(`${address}/log?start=${log.length}&limit=500`, "read the task's log")) as readonly { readonly t: string }[];
        // An empty log has one line that says so.
        const lines = rows.map(({ t }) => t).filter((line, at) => !(log.length === 0 && at === 0 && line === "no content"));
        lines.filter((line) => !isVerdict(line)).forEach(onLine);
        log.push(...lines);
        if (lines.length < 500) break;
      }
      if (status.status !== "running") return endOf(order, task, status.exitstatus ?? "the task ended without a result", log);
      await clock.sleep(pauses[Math.min(looks, pauses.length - 1)]!, signal);
    }
  }
}

/** A task that can no longer be seen is not over for that reason. */
function lostSight(error: unknown, task: string): unknown {
  if (!isPmpcError(error) || error.code === "operation-failed") return error;
  return new PmpcError(error.code, `${error.message}; the task continues: ${task}`, { hint: error.hint, exit: error.exit, cause: error });
}

/** The line that Proxmox VE itself puts at the end of a log. */
const isVerdict = (line: string) => /^TASK (?:OK$|ERROR: |WARNINGS: )/.test(line);

function addressOf({ node, type, vmId }: GuestPlace): string {
  return `/nodes/${encodeURIComponent(node)}/${type}/${vmId}`;
}

function send(client: Writer, order: Order): Promise<ApiResponse> {
  const { verb, node, type, vmId, parameters } = order;
  if (verb === "create") return client.send("POST", `/nodes/${encodeURIComponent(node)}/${type}`, { vmid: String(vmId), ...parameters });
  if (verb === "destroy") return client.send("DELETE", addressOf(order), parameters);
  if (verb === "snapshot") return client.send("POST", `${addressOf(order)}/snapshot`, parameters);
  if (verb === "backup") return client.send("POST", `/nodes/${encodeURIComponent(node)}/vzdump`, parameters);
  return client.send("POST", `${addressOf(order)}/status/${verb}`, parameters);
}

const isMissing = ({ reason }: Pick<ApiResponse, "reason">) => /^Configuration file '.*' does not exist/.test(reason);

/** The data of a good answer; a bad one becomes the error that it means. */
function demand({ status, reason, data }: ApiResponse, address: string, what: string, identity: string): unknown {
  if (status === 200) return data;
  if (status === 403) {
    const [, path, privilege] = /\((\/[^,\s]*), ([\w.|]+)\)/.exec(reason) ?? [];
    const who = `--${identity.includes("!") ? "tokens" : "users"} '${identity}'`;
    const hint = path === undefined ? undefined : `give it a role that has ${privilege} there: pveum acl modify ${path} ${who} --roles …`;
    throw new PmpcError("permission-denied", `${identity} may not ${what}: ${reason}`, { hint, exit: exit.notAuthorised });
  }
  if (isMissing({ reason })) throw new PmpcError("not-found", `cannot ${what}: ${reason}`, { exit: exit.notFound });
  if (status === 400) throw new PmpcError("command-failed", `cannot ${what}: ${reason}`, { hint: "Proxmox VE does not accept these parameters", exit: exit.usage });
  const node = /^\/nodes\/([^/]+)/.exec(address)?.[1];
  const found = blame({ status, words: reason, ...(node === undefined ? {} : { node: decodeURIComponent(node) }) });
  if (found && (found.whose === "way" || found.whose === "cluster")) throw new PmpcError("not-available", `cannot ${what}: ${found.says}`, { hint: found.remedy });
  throw new PmpcError("operation-failed", `cannot ${what}: ${reason === "" ? status : reason} (${address})`);
}
