import { parseUpid, printUpid } from "../pve/upid";
import type { Cluster, Task } from "./cluster";
import type { UserId } from "./permission";

export interface Work {
  readonly node: string;
  /** `qmstart`, `vzstop`, … */
  readonly type: string;
  /** Usually a guest's number. */
  readonly id: string;
  readonly user: UserId;
  /** Does it; throws what went wrong. */
  readonly run: () => void;
}

/** Does the work and answers its UPID, whether it succeeded or not: as there, failing is the task's business. */
export function startTask(cluster: Cluster, { run, ...work }: Work): string {
  const startTime = cluster.now();
  const count = cluster.tasks.length;
  const upid = printUpid({ ...work, startTime, pid: 0x1000 + count, processStart: 0x20000 + 977 * count });
  const result = attempt(run);
  const last = result === "OK" ? "TASK OK" : `TASK ERROR: ${result}`;
  cluster.tasks.push({ upid, endTime: cluster.now() + cluster.taskTime, result, log: [last] });
  return upid;
}

function attempt(run: () => void): string {
  try {
    run();
    return "OK";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
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
