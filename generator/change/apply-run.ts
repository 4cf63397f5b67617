import { exit, PmpcError } from "../../lib/error";
import type { GateOrder } from "../gate/order";
import { markTold } from "../runner/record";
import { startRun } from "../runner/start";
import { writeLast } from "../workspace/last";
import { placeOf } from "../workspace/lineage";
import type { Context } from "../engine/action";
import type { Project } from "../judge/project";
import { failureOf, followHere, whatIsLeft } from "../session/follow-run";
import type { Following } from "../session/earlier-run";
import type { Cluster } from "../gate/live";
import type { Hold } from "../store/hold";
import type { Lock } from "../workspace/lock";
import type { Known } from "../judge/guest-now";

/** A workspace that may be applied, and the verb that does. */
export interface Applying extends Known {
  readonly cluster: Cluster;
  readonly verb: string;
  readonly lock: Lock;
  readonly hold: Hold;
}

/** Applies a project's plan in a process that outlives this one, and follows it to its end. */
export async function applyPlan({ root, verb, lock, hold }: Pick<Applying, "root" | "verb" | "lock" | "hold">, { terraform, code }: Project, gate: GateOrder, context: Context<Following>): Promise<void> {
  if (context.signal.aborted) throw new PmpcError("interrupted", "interrupted before anything was applied");
  const state = { backend: code.backend, ...(code.backend === "local" ? { where: placeOf(root) } : {}) };
  const run = startRun({ root, verb, lock, hold, terraform, state, gate, now: context.now() });
  const ended = await followHere(run.folder, context, run.hasFailed);
  // It comes back with the end; a runner that was killed did not give it back.
  if (!lock.takeBack(run.lock)) throw new PmpcError("workspace-locked", "another pmpc used the workspace while this one waited", { hint: whatIsLeft, exit: exit.refused });
  markTold(root, run.folder);
  const failure = await failureOf(ended, run.folder, root);
  if (failure === undefined) return;
  // The plan before it is not what is known last.
  await writeLast(root, { plan: { at: context.now().toISOString(), found: { verb, says: failure.message.split("\n")[0]!, failed: true } } });
  throw failure;
}
