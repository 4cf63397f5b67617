import { parseUpid, printUpid } from "../lib/pve/upid";
import type { Cluster, Task } from "./cluster";
import type { UserId } from "./permission";
import { Refusal } from "./refusal";

/** Writes a line into a task's log. */
export type Log = (line: string) => void;

export interface Work {
  readonly node: string;
  /** `qmstart`, `vzstop`, … */
  readonly type: string;
  /** Usually a guest's number. */
  readonly id: string;
  readonly user: UserId;
  /** Does it, and says how many warnings there were; throws what went wrong. */
  readonly run: (log: Log) => number | void;
}

/** Does the work and answers its UPID, whether it succeeded or not: as there, failing is the task's business. */
export function startTask(cluster: Cluster, { run, ...work }: Work): string {
  const startTime = cluster.now();
  const count = cluster.tasks.length;
  const id = work.id.replace(/[:\s]/g, "_");
  const upid = printUpid({ ...work, id, startTime, pid: 0x1000 + count, processStart: 0x20000 + 977 * count });
  const log: string[] = [];
  const result = attempt(() => run((line) => void log.push(...line.split("\n"))));
  log.push(/^(OK|WARNINGS: )/.test(result) ? `TASK ${result}` : `TASK ERROR: ${result}`);
  cluster.tasks.push({ upid, endTime: cluster.now() + cluster.taskTime, result, log });
  return upid;
}

function attempt(run: () => number | void): string {
  try {
    const warnings = run() ?? 0;
    return warnings === 0 ? "OK" : `WARNINGS: ${warnings}`;
  } catch (error) {
    if (error instanceof Refusal && error.errors) {
      const errors = Object.entries(error.errors).map(([name, wrong]) => ` ${name}: ${wrong.replace(/\n/g, " ")}`);
      return `${error.status} ${error.message}${errors.join("")}`;
    }
    return error instanceof Error ? error.message.replace(/\n+/g, " ").trim() : String(error);
  }
}

/** What lists of tasks say about one. */
export function describeTask({ upid }: Task) {
  const task = parseUpid(upid)!;
  const [user = "", token] = task.user.split("!");
  return {
    upid,
    node: task.node,
    type: task.type,
    id: task.id,
    user,
    ...(token === undefined ? {} : { tokenid: token }),
    starttime: task.startTime,
    pid: task.pid,
    pstart: task.processStart,
  };
}
