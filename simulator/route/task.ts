import { parseUpid } from "../../lib/pve/upid";
import type { Task } from "../cluster";
import { flag, integer, isSet, oneOf, text, vmId } from "../parameter";
import { beyond, invalid } from "../refusal";
import { demand, given, index, mayAny, type Call, type Route } from "../route";
import { describeTask } from "../task";

const filters = {
  start: integer(0),
  limit: integer(0),
  userfilter: text,
  typefilter: text,
  vmid: vmId,
  errors: flag,
  source: oneOf("archive", "active", "all"),
  since: integer(),
  until: integer(),
  statusfilter: text,
};

export const taskRoutes: readonly Route[] = [
  { method: "GET", path: "/cluster/tasks", run: listRecent },
  { method: "GET", path: "/nodes/{node}/tasks", takes: filters, run: listTasks },
  { method: "GET", path: "/nodes/{node}/tasks/{upid}", run: () => index("name", "log status") },
  { method: "DELETE", path: "/nodes/{node}/tasks/{upid}", run: stopTask },
  { method: "GET", path: "/nodes/{node}/tasks/{upid}/status", run: readStatus },
  { method: "GET", path: "/nodes/{node}/tasks/{upid}/log", takes: { start: integer(0), limit: integer(0), download: flag }, run: readLog },
];

/** Everybody sees what he started himself; the rest takes Sys.Audit on the node. */
function visible(call: Call): Task[] {
  return call.cluster.tasks.filter(({ upid }) => isOwn(call, upid) || mayAny(call, `/nodes/${parseUpid(upid)!.node}`, "Sys.Audit")).reverse();
}

function isOwn({ user }: Call, upid: string): boolean {
  return parseUpid(upid)?.user === user;
}

function listRecent(call: Call) {
  return visible(call)
    .slice(0, 25)
    .map((task) => {
      const { pid: _, pstart: __, ...described } = describeTask(task);
      return { ...described, ...endOf(call, task), saved: "1" };
    });
}

function listTasks(call: Call) {
  const { start = 0, limit = 50 } = call.given;
  const found = visible(call)
    .filter(({ upid }) => parseUpid(upid)!.node === given(call, "node"))
    .filter((task) => passes(call, task));
  if (found.length > 0) call.beside.total = found.length;
  return found
    .slice(Number(start), Number(start) + Number(limit))
    .map((task) => ({ ...describeTask(task), ...endOf(call, task) }));
}

function isRunning({ cluster }: Call, { endTime }: Task): boolean {
  return cluster.now() < endTime;
}

function endOf(call: Call, task: Task) {
  return isRunning(call, task) ? {} : { endtime: task.endTime, status: task.result };
}

function passes(call: Call, task: Task): boolean {
  const { vmid, errors, typefilter, userfilter, source = "archive", since, until, statusfilter } = call.given;
  const { id, type, user, startTime } = parseUpid(task.upid)!;
  const status = task.result === "OK" ? "ok" : "error";
  return (
    (source === "all" || (source === "active") === isRunning(call, task)) &&
    (vmid === undefined || id === String(vmid)) &&
    (!isSet(errors) || status === "error") &&
    (typefilter === undefined || type.includes(String(typefilter))) &&
    (userfilter === undefined || user.includes(String(userfilter))) &&
    (since === undefined || startTime >= Number(since)) &&
    (until === undefined || startTime <= Number(until)) &&
    (statusfilter === undefined ||
      String(statusfilter)
        .split(/[,;\s]+/)
        .includes(status))
  );
}

/** The task, if a user who did not start it has the privilege. */
function find(call: Call, privilege = "Sys.Audit"): Task | undefined {
  const upid = given(call, "upid");
  if (!parseUpid(upid)) throw invalid({ upid: "unable to parse worker upid" });
  if (!isOwn(call, upid)) demand(call, `/nodes/${given(call, "node")}`, privilege);
  return call.cluster.tasks.find((task) => task.upid === upid);
}

/** A task that has ended is stopped already. */
function stopTask(call: Call): null {
  const task = find(call, "Sys.Modify");
  if (!task) throw invalid({ upid: "no such task" });
  if (isRunning(call, task)) throw beyond("stopping a task");
  return null;
}

function readStatus(call: Call) {
  const task = find(call);
  if (!task) throw invalid({ upid: "no such task" });
  return { ...describeTask(task), ...(isRunning(call, task) ? { status: "running" } : { status: "stopped", exitstatus: task.result }) };
}

function readLog(call: Call) {
  const task = find(call);
  const whole = task?.log ?? ["unable to open file - No such file or directory"];
  // How it ends is written when it ends.
  const log = task && isRunning(call, task) ? whole.slice(0, -1) : whole;
  const start = Number(call.given.start ?? 0);
  const limit = Number(call.given.limit ?? 50) || log.length;
  call.beside.total = log.length;
  return log.map((line, index) => ({ n: index + 1, t: line })).slice(start, start + limit);
}
