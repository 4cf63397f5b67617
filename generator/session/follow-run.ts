import { utc } from "../../lib/pve/utc";
import { exit, isPmpcError, PmpcError } from "../../lib/error";
import { printGuestName } from "../../lib/schema/kind/name";
import { follow, stopRun } from "../runner/follow";
import type { Stopped } from "../gate/approval";
import { logOf, readLines, readWords, stoppedIn, type RunState } from "../runner/record";
import { readLog, type Log } from "../terraform/log";
import type { Context } from "../engine/action";
import type { Following } from "./earlier-run";

/** Codes of errors after which some of it may be done, or still is. */
export const begun: readonly string[] = ["left-running", "apply-stopped", "apply-failed", "apply-cut-off", "stopped-by-gate"];

export const whatIsLeft = "what was done is in the state; pmpc plan shows what is left";

/** Follows a run as long as there is somebody to show it to. Interrupted, it asks what is to become of the run. */
export async function followHere(folder: string, { host, signal }: Context<Following>, hasFailed?: () => boolean): Promise<RunState> {
  const left = new AbortController();
  let asks = false;
  const log = readLog("applying", ({ done, open }) => {
    if (!asks) host.progress("applying", `${done} of ${log.planned} changes${open.length === 0 ? "" : `, now ${open.slice(0, 3).map((address) => address.split(".").at(-1)).join(", ")}${open.length > 3 ? ` and ${open.length - 3} more` : ""}`}`, { done, total: log.planned, on: open });
  });
  const interrupted = async () => {
    asks = true;
    host.idle();
    if ((await whatNow(signal, host)) === "leave") return left.abort();
    stopRun(folder);
    host.notify({ code: "stopping", says: "interrupted: the current change is completed, and no other is started", data: {} });
    asks = false;
  };
  const onAbort = () => void interrupted();
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    const state = await follow(folder, { onLine: log.take, signal: left.signal, ...(hasFailed ? { hasFailed } : {}) });
    if (state.is !== "running" && !(state.is === "not begun" && left.signal.aborted)) return state;
    throw new PmpcError("left-running", "the apply continues without this terminal", { hint: "pmpc status shows its progress; any other verb follows it until it ends", exit: exit.partial });
  } finally {
    signal.removeEventListener("abort", onAbort);
    host.idle();
  }
}

/** A terminal or a console that is gone leaves the run alone; Ctrl-C asks, and stops gracefully if there is no one to ask. */
async function whatNow({ reason }: AbortSignal, host: Context<Following>["host"]): Promise<string> {
  const { signal: by, closes = false } = (reason as { readonly facts?: { readonly signal?: string; readonly closes?: boolean } } | undefined)?.facts ?? {};
  // Windows cannot ask a process to stop, only end it.
  if (closes || by === "SIGHUP" || process.platform === "win32") return "leave";
  if (by !== "SIGINT") return "stop";
  try {
    return await host.ask({ code: "run-under-way", says: "An apply is running", about: [], preset: "stop", data: {} });
  } catch (error) {
    // Who breaks this off, too, goes away.
    if (isPmpcError(error) && error.code === "stopped") return "leave";
    throw error;
  }
}

/** What went wrong in a run of a workspace that is over, with what it left behind. */
export async function failureOf(state: RunState, folder: string, root: string): Promise<PmpcError | undefined> {
  const failure = await whatFailed(state, folder);
  if (failure === undefined || !("record" in state)) return failure;
  const { leftOff } = await import("./left-off.js");
  const off = leftOff(root, state.record);
  if (off.length === 0) return failure;
  const said = off.map((guest) => `${printGuestName(guest)} was shut down and not started again; if it should run: pmpc start ${printGuestName(guest)}`);
  return new PmpcError(failure.code, failure.message, { exit: failure.exit, facts: failure.facts, hint: [...said, failure.hint].filter(Boolean).join("\n"), cause: failure });
}

async function whatFailed(state: RunState, folder: string): Promise<PmpcError | undefined> {
  const log = logOf(folder);
  if (state.is === "not begun") return new PmpcError("runner-failed", `the process for the apply could not start: ${readWords(folder).split("\n").findLast((line) => /^\w*Error/.test(line))?.replace(/^PmpcError: /, "") ?? "it ended at once"}`, { hint: "nothing was changed; run this again" });
  if (state.is === "cut off") return cutOff(state, log, folder);
  if (state.is !== "ended") return undefined;
  const { end, record } = state;
  if (end.fault !== undefined) return new PmpcError("apply-failed", `${record.binary} could not be started: ${end.fault}`);
  const stopped = stoppedIn(folder);
  if (stopped.length > 0) return stoppedByGate(stopped);
  if (end.code === 0) return undefined;
  if (end.code === undefined) return cutOff({ ...state, by: "a kill" }, log, folder);
  if (end.stopped) return new PmpcError("apply-stopped", `${record.binary} apply was stopped after the current change: ${log.done.size} of its ${log.planned} changes are done`, { hint: whatIsLeft });
  if (log.errors.some(({ summary }) => summary === "Saved plan is stale")) return new PmpcError("plan-stale", "somebody else has changed the state since this plan was made, so nothing of it was applied", { hint: "pmpc apply plans anew", exit: exit.refused });
  const isUnsaved = log.errors.some(({ summary }) => /^Failed to (save|persist|update) state/i.test(summary));
  // Runs seldom fail, and every verb looks for one that did.
  const [{ applyErrors }, { firstError }] = await Promise.all([import("./apply-error.js"), import("../terraform/diagnostic.js")]);
  const { says, remedies, exit: ended } = applyErrors(log);
  return new PmpcError("apply-failed", `${record.binary} apply failed: ${says[0] ?? firstError(readLines(folder).join("\n"))}`, {
    hint: [...says.slice(1), ...remedies, isUnsaved ? "Terraform saved the state to a file; the next pmpc plan or apply stores it" : whatIsLeft].join("\n"),
    ...(ended === undefined ? {} : { exit: ended }),
  });
}

/** Writes that were not in the plan; each reason is said once. */
function stoppedByGate(stopped: readonly Stopped[]): PmpcError {
  const [first, ...others] = [...new Set(stopped.map(({ why }) => why))];
  return new PmpcError("stopped-by-gate", `the gate stopped what was not agreed to: ${first}`, { hint: [...others, `${whatIsLeft}; pmpc audit says what was sent and what was stopped`].join("\n"), exit: exit.refused, facts: { stopped } });
}

function cutOff({ by, record }: Pick<Extract<RunState, { is: "cut off" }>, "by" | "record">, { done, open, planned }: Log, folder: string): PmpcError {
  const how = by === "a restart" ? "this machine was restarted" : `${record.binary} was killed`;
  const middle = [...open.keys()].map((address) => address.split(".").at(-1)).join(", ");
  return new PmpcError("apply-cut-off", `the apply of ${utc(record.since)} was interrupted, because ${how}: ${done.size} of its ${planned} changes are done${middle === "" ? "" : `; it was changing ${middle}`}`, {
    hint: `${whatIsLeft}\nwhat Terraform said: ${folder}/log.jsonl`,
  });
}
