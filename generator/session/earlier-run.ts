import { utc } from "../../lib/pve/utc";
import { PmpcError } from "../../lib/error";
import { writeLast } from "../workspace/last";
import { isTold, listRuns, logOf, markTold, stateOf, type RunState } from "../runner/record";
import { finishSteps } from "../workspace/step";
import type { Context } from "../engine/action";

/** What may be asked while an apply is followed. */
export const followQuestions = ["run-under-way"] as const;
export type Following = (typeof followQuestions)[number];

/** An apply of this workspace that goes on without the process that began it. */
export interface RunningApply {
  readonly folder: string;
  readonly state: Extract<RunState, { is: "running" }>;
}

/** The run that is under way in a workspace; there is one at most, because it has the lock. */
export function runningIn(root: string): RunningApply | undefined {
  for (const folder of listRuns(root)) {
    const state = stateOf(folder);
    if (state.is === "running") return { folder, state };
  }
  return undefined;
}

/** Whether a run has ended and its end was not reported. */
export const isUntold = (root: string): boolean => listRuns(root).some((folder) => !isTold(folder) && !["running", "not begun"].includes(stateOf(folder).is));

/** Follows a run that is under way, if there is one, to its end. */
export async function awaitRun(root: string, context: Context<Following>): Promise<void> {
  const running = runningIn(root);
  if (running === undefined) return;
  context.host.notify({ code: "run-under-way", says: `${sayRun(running.state)} is still running: following it`, data: factsOf(running.state) });
  const { followHere } = await import("./follow-run.js");
  await followHere(running.folder, context);
  if (context.signal.aborted) throw new PmpcError("interrupted", "interrupted");
}

/** Reports how runs ended whose end was not seen, and removes what was left behind. It requires the lock. */
export async function settleRuns(root: string, { host }: Pick<Context, "host">): Promise<void> {
  for (const folder of listRuns(root).filter((one) => !isTold(one))) {
    const state = stateOf(folder);
    if (state.is === "running" || state.is === "not begun") continue;
    // Seldom is there one to tell of, and every verb looks.
    const { failureOf } = await import("./follow-run.js");
    const failure = await failureOf(state, folder, root);
    host.notify({ code: "run-ended", says: failure === undefined ? `${sayRun(state)} has ended: ${sayDone(folder)}` : [failure.message, failure.hint].filter(Boolean).join("\n"), data: { ...factsOf(state), ...(failure === undefined ? {} : { error: failure.code }) } });
    if (state.is === "ended") await writeLast(root, { plan: { at: state.end.at, found: { verb: state.record.verb, says: failure === undefined ? sayDone(folder) : failure.message, ...(failure === undefined ? {} : { failed: true as const }) } } });
    markTold(root, folder);
  }
  // Who only looks does not load it.
  (await import("../runner/clean.js")).cleanUp(root);
}

/** Finishes what a command was writing when it was killed. Only the process that has the lock may do so. */
export async function settleFiles(root: string, { host }: Pick<Context, "host">): Promise<void> {
  const finished = await finishSteps(root);
  if (finished === undefined) return;
  const { written, changed } = finished;
  const says = changed.length > 0 ? `an earlier command was killed while it wrote files; the rest is not written, because somebody has changed ${changed.slice(0, 3).join(", ")}${changed.length > 3 ? ` and ${changed.length - 3} more` : ""} since` : `an earlier command was killed while it wrote files; the other ${written.length === 1 ? "one is" : `${written.length} are`} written now`;
  host.notify({ code: "files-finished", says, data: { written, changed } });
}

const factsOf = ({ record: { verb, since } }: { readonly record: RunningApply["state"]["record"] }) => ({ verb, since });

/** `the apply of 2026-11-29 12:00 UTC` */
export const sayRun = ({ record }: { readonly record: RunningApply["state"]["record"] }): string => `the ${record.verb} of ${utc(record.since)}`;

/** `3 of 8 changes are done` */
function sayDone(folder: string): string {
  const { done, planned } = logOf(folder);
  return `${done.size} of ${planned} changes are done`;
}
