import { compareObservations } from "../../lib/inventory/change";
import type { ResourceChange } from "../../lib/inventory/change";
import type { RunResult, RunSummary, StateStore } from "../store/state-store";
import { readWhole } from "../workspace/whole";

/** How much of a kind has changed: `{ qemu: { changed: 2 } }`. */
export type ChangeCounts = Readonly<Record<string, Readonly<Partial<Record<ResourceChange["change"], number>>>>>;

function countChanges(changes: readonly ResourceChange[]): ChangeCounts {
  const counts: Record<string, Partial<Record<ResourceChange["change"], number>>> = {};
  for (const { kind, change } of changes) {
    const of = (counts[kind] ??= {});
    of[change] = (of[change] ?? 0) + 1;
  }
  return counts;
}

/** Keeps what a run came to: the code as it is now, and how much had changed on the cluster since the run before. */
export async function keepRun(root: string, store: StateStore, run: RunSummary, previous: RunSummary | undefined, more: Pick<RunResult, "lineage" | "serial" | "plan"> = {}): Promise<void> {
  const changes = previous === undefined ? undefined : countChanges(compareObservations(await store.observation(previous.id), await store.observation(run.id)));
  await store.complete(run.id, { code: await readWhole(root), ...more, ...(changes === undefined ? {} : { changes }) });
}
