import { printGuestName } from "../../lib/schema/kind/name";
import { count, fact, facts, type View } from "../engine/view";
import type { TaskReport } from "../connect/operator";

const done = { start: "started", stop: "stopped", shutdown: "shut down", reboot: "rebooted", create: "created", destroy: "destroyed", snapshot: "saved", backup: "backed up" } as const;

/** What was done to a guest, as one word. */
export const doneWord = (verb: keyof typeof done): string => done[verb];

/** What became of a task that a verb began. */
export function viewTask({ verb, guest, task, ended, warnings }: TaskReport): View {
  const what = `${printGuestName(guest)}${guest.name === undefined ? "" : ` (${guest.name})`} on ${guest.node}`;
  if (!ended) return [facts(fact("begun", `${verb} ${what}`), task === undefined ? undefined : fact("task", task))];
  return [facts(fact(done[verb], `${what}${warnings > 0 ? `, with ${count(warnings, "warning")}` : ""}`))];
}
