import { PmpcError, type ErrorDetails } from "../../lib/error";
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
  if (/is locked \((\w+)\)/.test(why)) return { hint: "something else is at work on the guest, or was cut off: wait for it, or unlock the guest by hand once you know that nothing is" };
  if (/is protected|protection mode enabled|protection mode/.test(why)) return { hint: "the guest's own protection forbids it; to go on, take `protection` out of its configuration first" };
  if (/got timeout|timeout$/.test(why)) return { hint: "the guest did not follow in time: wait longer with --timeout, or stop it without asking it" };
  return {};
}
