import { utc } from "../../lib/pve/utc";
import { parseGuestKey } from "../../lib/pve/address";
import { printGuestName } from "../../lib/schema/kind/name";
import { count, fact, facts, type Block, type View } from "../engine/view";
import { harmless } from "../terraform/grade";
import { countOf, labelOf, sumOf } from "../judge/plan-view";
import type { KeyChange } from "./conf";
import type { GuestOutcome, LineChange } from "./outcome";
import type { RehearsalReport } from "./report";

/** Guests that a person reads; all are in the report. */
const most = 40;
const longest = 90;

/** What became of each guest on the twin, in the words of its file. */
export function viewRehearsal(report: RehearsalReport): View {
  const { twin, readAt, guests, files, refused, left, notRehearsed, taken, remedy } = report;
  const done = guests.filter((one) => one.became !== "as it was" || one.tasks.length > 0);
  return [
    ...(done.length > 0 ? [{ is: "blocks", blocks: done.slice(0, most).map(blockOf) } as const] : []),
    ...(done.length > most ? [{ is: "notes", notes: [`and ${done.length - most} more: --json has them all`] } as const] : []),
    facts(
      fact("twin", `${count(twin.guests, "guest")}, ${count(twin.nodes, "node")} and ${count(twin.storages, "storage")} as read at ${utc(readAt)}; disks are empty`),
      ...files.map(({ path, changes }) => fact("file", path, { below: changes.flatMap(linesOf) })),
      ...refused.map(({ address, label = address, says }, at) => fact("refused", label === undefined ? says : `${label}: ${says}`, at === refused.length - 1 && remedy !== undefined ? { below: [remedy] } : {})),
      ...left.map((one) => fact("left to do", `${labelOf(one)}: ${one.grade}`, { below: one.changes.map(({ prop, says }) => `${prop}: ${says}`) })),
      ...notRehearsed.slice(0, most).map(({ address, why }) => fact("not rehearsed", `${address}: ${why}`)),
      ...taken.map((text) => fact("taken for true", text)),
      fact(report.passed ? "rehearsed" : "failed", sumOfRehearsal(report)),
    ),
  ];
}

/** `2 guests change, 1 restart, plan afterwards empty` */
export function sumOfRehearsal({ applied, guests, resources, emptyAfterwards, refused }: RehearsalReport): string {
  if (!applied) return refused.length > 0 ? `it cannot be planned: ${count(refused.length, "problem")}` : `nothing was applied: ${sumOf(resources)}`;
  const of = (became: GuestOutcome["became"]) => guests.filter((one) => one.became === became).length;
  const imports = resources.filter(({ importing }) => importing);
  const parts = (["created", "changed", "replaced", "destroyed"] as const).flatMap((became) => (of(became) > 0 ? [`${count(of(became), "guest")} ${became}`] : []));
  const restarts = guests.filter(({ power }) => power === "restarted").length;
  const others = resources.filter(({ key, grade, importing }) => importing !== true && !harmless.includes(grade) && (key === undefined || parseGuestKey(key) === undefined)).length;
  const all = [...(imports.length > 0 ? [`${countOf(imports)} taken into the state`] : []), ...parts, ...(others > 0 ? [`${count(others, guests.length > 0 ? "other resource" : "resource")} changed`] : []), ...(restarts > 0 ? [count(restarts, "restart")] : [])];
  return `${all.join(", ") || "nothing to do"}; the plan afterwards is ${emptyAfterwards === true ? "empty" : "not empty"}`;
}

const linesOf = ({ section, removed, added }: LineChange): readonly string[] => [...(section === undefined ? [] : [section]), ...removed.map((line) => `- ${line.trim()}`), ...added.map((line) => `+ ${line.trim()}`)];

function blockOf({ key, name, became, node, movedFrom, changes, pending, tasks, power }: GuestOutcome): Block {
  const moved = movedFrom === undefined ? [] : [`moved from ${movedFrom} to ${node}`];
  const waits = pending.length === 0 ? [] : [`waits until the guest stops: ${pending.join(", ")}`];
  return {
    mark: power === "restarted" ? "restarted" : became,
    title: `${printGuestName(parseGuestKey(key)!)} ${name}`,
    rows: changes.map(rowOf),
    below: [...moved, ...waits, ...(tasks.length > 0 ? [`tasks: ${tasks.map(({ type, result }) => `${type} ${result}`).join(", ")}`] : [])],
  };
}

function rowOf({ key, before, after }: KeyChange): readonly string[] {
  if (before === undefined) return [key, `+ ${short(after!)}`];
  return after === undefined ? [key, `- ${short(before)}`] : [key, `${short(before)} → ${short(after)}`];
}

const short = (text: string) => {
  const line = text.replaceAll("\n", " ⏎ ");
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
};
