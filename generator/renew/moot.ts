import { parseGuestKey } from "../../lib/pve/address";
import type { Grading, ResourceReport } from "../judge/grading";
import { isLeftOut } from "../terraform/grade";
import { topOf, type OpenConflict } from "./conflict";
import { decideConflicts, openConflicts } from "./decide";

// A conflict is over where the cluster has the user's value: somebody has applied it, or said what is so without it.

/** Takes from the lists what an apply has put on the cluster: both sides are the user's now. */
export async function dropApplied(root: string, resources: readonly ResourceReport[]): Promise<void> {
  const applied = resources.filter(({ grade, locked }) => !isLeftOut(grade) && locked === undefined);
  const done = new Map(applied.map(({ key, changes }) => [key, new Set(changes.map(({ prop }) => topOf(prop)))]));
  await drop(root, (await openConflicts(root)).filter(({ key, title }) => key !== undefined && title !== "" && done.get(key)?.has(topOf(title)) === true));
}

/** Takes from the lists what is only said otherwise: no value is generated, and with the user's the plan of that guest is empty. Gives what stays. */
export async function dropEqual(root: string, conflicts: readonly OpenConflict[], { resources, problems, complete }: Grading): Promise<readonly OpenConflict[]> {
  if (!complete || problems.length > 0) return conflicts;
  const unclean = new Set(resources.flatMap(({ key, grade }) => (grade === "clean" ? [] : [key])));
  const over = conflicts.filter(({ key, title, cluster, why }) => key !== undefined && parseGuestKey(key) !== undefined && title !== "" && cluster === undefined && why === undefined && !unclean.has(key));
  await drop(root, over);
  return conflicts.filter((one) => !over.includes(one));
}

async function drop(root: string, over: readonly OpenConflict[]): Promise<void> {
  if (over.length > 0) await decideConflicts(root, new Map(over.map((one) => [one, "mine" as const])));
}
