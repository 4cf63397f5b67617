import { PmpcError, type ErrorDetails } from "../../lib/error";
import { blame } from "../../lib/pve/blame";
import { printGuestName } from "../../lib/schema/kind/name";
import type { Order, TaskEnd } from "./operator";

/** What became of a task, by its exit status: `OK`, `WARNINGS: 2`, or what went wrong. */
export function endOf(order: Order, task: string, exitStatus: string, log: readonly string[]): TaskEnd {
  const warnings = /^WARNINGS: (\d+)$/.exec(exitStatus)?.[1];
  if (exitStatus !== "OK" && warnings === undefined) throw operationFailed(order, exitStatus, log, { facts: { task } });
  return { ended: true, warnings: Number(warnings ?? 0), task };
}

/** What was asked for and did not succeed, with the last of what it printed. */
export function operationFailed(order: Order, why: string, log: readonly string[] = [], details: Pick<ErrorDetails, "cause" | "facts"> = {}): PmpcError {
  const said = log.filter((line) => line.trim() !== "" && line !== why && !line.startsWith("TASK ")).slice(-10);
  const words = said.map((line) => `\n  ${line}`).join("");
  return new PmpcError("operation-failed", `could not ${order.verb} ${printGuestName(order)} on ${order.node}: ${why}${words}`, { ...hintFor(why), ...details });
}

function hintFor(why: string): { readonly hint?: string } {
  if (/is locked \((\w+)\)/.test(why)) return { hint: "another operation is running on the guest or was interrupted: wait for it, or unlock the guest if you know that none is running" };
  if (/is protected|protection mode enabled|protection mode/.test(why)) return { hint: "the guest is protected; to continue, first turn off `protection` in its configuration" };
  if (/got timeout|timeout$/.test(why)) return { hint: "the guest did not shut down in time: wait longer with --timeout, or use stop" };
  const found = blame({ words: why });
  return found?.kind === "no-quorum" ? { hint: `nothing can be changed until the cluster has a quorum again: ${found.remedy}` } : {};
}
