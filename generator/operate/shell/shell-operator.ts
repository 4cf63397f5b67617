import { exit, PmpcError } from "../../../lib/error";
import { guestKinds } from "../../../lib/schema/kind/all";
import { parseUpid } from "../../../lib/pve/upid";
import { demandSuccess, explainExit, invalidOutput, type Ran } from "../../transport/command-error";
import type { Clock } from "../../transport/retry";
import { systemClock } from "../../transport/retry";
import type { NodeTools } from "../../transport/node-shell";
import type { Shell } from "../../transport/shell";
import { readGuests } from "../guest-list";
import type { Facts, GuestPlace, Operator, Order, TaskEnd, Watch } from "../operator";
import { endOf, operationFailed } from "../task";

export interface ShellOperatorOptions {
  readonly shell: Shell;
  readonly tools: NodeTools;
  /** The node that the shell must be on. */
  readonly node?: string;
  /** Milliseconds for one question. @default 30000 */
  readonly timeout?: number;
  readonly clock?: Clock;
}

/** Milliseconds between two questions whether a task has begun; each starts a tool, which takes half a second by itself. */
const pause = 500;

/** Operates a cluster through the tools of a node: `pct` and `qm` for the node's own guests, `pvesh` for those of the others. */
export function shellOperator({ shell, tools, node: expected, timeout, clock = systemClock }: ShellOperatorOptions): Operator {
  let known: Promise<string | undefined> | undefined;

  async function get(address: string, parameters: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const ran = await shell.run(tools.pvesh, ["get", address, ...optionsOf(parameters), "--output-format", "json"], { timeout });
    return readJson(demandSuccess(ran));
  }

  /** The node one is on; refuses any but the one that is expected. */
  const here = () => (known ??= get("/cluster/status").then((rows) => checkNode(findLocal(rows), expected)));

  async function guests() {
    // Both take half a second, and both are needed.
    here().catch(() => {});
    const ran = await shell.run(tools.pvesh, ["get", "/cluster/resources", "--type", "vm", "--output-format", "json"], { timeout });
    const found = readGuests(readJson(demandSuccess(ran)));
    if (found) return found;
    throw invalidOutput(ran, "it lists guests in a way that pmpc does not understand");
  }

  /** The task that is at work on an order, where there is one. */
  async function findTask({ node, type, vmId, verb }: Order): Promise<string | undefined> {
    const rows = await get(`/nodes/${node}/tasks`, { vmid: String(vmId), source: "active" });
    const tasks = (Array.isArray(rows) ? (rows as readonly Facts[]) : []).filter(({ endtime }) => endtime === undefined);
    const kind = `${guestKinds[type].task}${verb}`;
    return tasks.map(({ upid }) => String(upid)).find((upid) => parseUpid(upid)?.type === kind);
  }

  async function run(order: Order, { wait, signal, onLine }: Watch): Promise<TaskEnd> {
    const own = (await here()) === order.node && order.verb !== "snapshot" && order.verb !== "backup" && !Object.keys(order.parameters).some((name) => fromFiles.includes(name));
    const [command, args] = own ? ownCommand(tools, order) : anyCommand(tools, order);
    const leave = new AbortController();
    const stop = () => leave.abort();
    signal.addEventListener("abort", stop, { once: true });
    const lines: string[] = [];
    const work = shell.launch(command, args, {
      leave: leave.signal,
      // What a task prints goes to the standard output, its errors included; the tool's own last word comes with the end.
      onOutput: (line, stream) => {
        if (stream === "stderr" || (!own && /^"?UPID:\S*$/.test(line))) return;
        lines.push(line);
        onLine(line);
      },
    });
    try {
      const early = wait ? undefined : await Promise.race([work.then(() => undefined), begun(order, leave.signal)]);
      if (early !== undefined) leave.abort();
      const ran = await work;
      if (ran === undefined) return left(early ?? (await findTask(order).catch(() => undefined)));
      return own ? ownEnd(order, ran, lines) : await anyEnd(order, ran, lines);
    } finally {
      signal.removeEventListener("abort", stop);
      leave.abort();
    }
  }

  /** Waits until a task has begun; never ends where none does, but for the signal. */
  async function begun(order: Order, signal: AbortSignal): Promise<string | undefined> {
    while (!signal.aborted) {
      const task = await findTask(order).catch(() => undefined);
      if (task !== undefined) return task;
      await clock.sleep(pause, signal).catch(() => {});
    }
    return undefined;
  }

  // pvesh ends well whatever became of the task, and prints its name last.
  async function anyEnd(order: Order, ran: Ran, log: readonly string[]): Promise<TaskEnd> {
    const [task] = ran.stdout.match(/UPID:[^\s"\\]+/g)?.slice(-1) ?? [];
    const upid = task === undefined ? undefined : parseUpid(task);
    if (ran.code !== 0) throw refused(order, ran, log);
    if (task === undefined || !upid) throw invalidOutput(ran, "it names no task");
    const { exitstatus } = (await get(`/nodes/${upid.node}/tasks/${task}/status`)) as Facts;
    return endOf(order, task, String(exitstatus ?? "the task ended without a result"), log);
  }

  return {
    name: shell.name,
    guests,
    home: here,
    status: async (guest) => (await get(`${addressOf(guest)}/status/current`)) as Facts,
    config: async (guest, { current, snapshot } = {}) =>
      (await get(`${addressOf(guest)}/config`, { ...(current ? { current: "1" } : {}), ...(snapshot === undefined ? {} : { snapshot }) })) as Facts,
    run,
    close: () => shell.close(),
  };
}

/** What `pct` and `qm` want the name of a file for, and the API the text itself. */
const fromFiles: readonly string[] = ["ssh-public-keys", "sshkeys"];

function ownCommand(tools: NodeTools, { verb, type, vmId, parameters }: Order): [string, string[]] {
  const { tool, createdFrom } = guestKinds[type];
  const unnamed = verb === "create" ? createdFrom : undefined;
  const { [unnamed ?? ""]: first = "", ...others } = parameters;
  return [tools[tool], [verb, String(vmId), ...(unnamed === undefined ? [] : [first]), ...optionsOf(others)]];
}

function anyCommand({ pvesh }: NodeTools, order: Order): [string, string[]] {
  const { verb, node, type, vmId, parameters } = order;
  const json = ["--output-format", "json"];
  if (verb === "create") return [pvesh, ["create", `/nodes/${node}/${type}`, "--vmid", String(vmId), ...optionsOf(parameters), ...json]];
  if (verb === "destroy") return [pvesh, ["delete", addressOf(order), ...optionsOf(parameters), ...json]];
  if (verb === "backup") return [pvesh, ["create", `/nodes/${node}/vzdump`, ...optionsOf(parameters), ...json]];
  return [pvesh, ["create", verb === "snapshot" ? `${addressOf(order)}/snapshot` : `${addressOf(order)}/status/${verb}`, ...optionsOf(parameters), ...json]];
}

function ownEnd(order: Order, ran: Ran, log: readonly string[]): TaskEnd {
  const warnings = /^Task finished with (\d+) warning\(s\)!$/m.exec(ran.stderr)?.[1];
  if (ran.code === 0) return { ended: true, warnings: Number(warnings ?? 0) };
  throw refused(order, ran, log);
}

/** The tool did what it was told, and Proxmox VE refused it, or the task that it made did not succeed; else what is wrong with the tool. */
function refused(order: Order, ran: Ran, log: readonly string[]): PmpcError {
  const error = explainExit(ran);
  const why = ran.stderr.trim().split("\n").at(-1) ?? "";
  return error.code === "operation-failed" && error.exitCode === 255 && why !== "" ? operationFailed(order, why, log, { cause: error, facts: error.facts }) : error;
}

function left(task: string | undefined): TaskEnd {
  return { ended: false, warnings: 0, ...(task === undefined ? {} : { task }) };
}

// With "=" a value may begin with a dash.
function optionsOf(parameters: Readonly<Record<string, string>>): string[] {
  return Object.entries(parameters).map(([name, value]) => `--${name}=${value}`);
}

function addressOf({ node, type, vmId }: GuestPlace): string {
  return `/nodes/${node}/${type}/${vmId}`;
}

function findLocal(rows: unknown): string | undefined {
  const members = Array.isArray(rows) ? (rows as readonly Facts[]) : [];
  const local = members.find(({ type, local: is }) => type === "node" && Number(is) === 1);
  return local && String(local.name);
}

function checkNode(local: string | undefined, expected: string | undefined): string | undefined {
  if (expected === undefined || local === expected) return local;
  throw new PmpcError("another-node", `.proxmox/config.yml expects node ${expected}, but this is ${local ?? "another node"}`, { hint: "change `node` there, or connect to the right one", exit: exit.refused });
}

function readJson(ran: Ran): unknown {
  try {
    return JSON.parse(ran.stdout);
  } catch {
    const lines = ran.stdout.split("\n");
    const number = lines.findIndex((line) => line.trim() !== "" && !/^[[{"]/.test(line.trim()));
    throw invalidOutput(ran, "this is not JSON", { number: Math.max(number, 0) + 1, text: lines[Math.max(number, 0)] ?? "" });
  }
}
