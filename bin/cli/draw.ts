import type { Outcome } from "../../generator/action/action";
import type { ApplyReport } from "../../generator/action/apply";
import type { Check } from "../../generator/action/doctor";
import type { TaskReport } from "../../generator/action/operator";
import type { PlanReport } from "../../generator/action/plan";
import type { StatusReport } from "../../generator/action/status";
import type { VerifyReport } from "../../generator/action/verify";
import type { GuestReport, WriteReport } from "../../generator/action/write";
import { drawApply, drawPlan, drawProof, drawVerify } from "./draw-plan";
import { columns, count, visible } from "./terminal";

/** What a verb's report looks like on a terminal. */
export function draw(name: string, { report }: Outcome): string {
  if (name === "import" || name === "generate" || name === "demo") return drawWriting(report as WriteReport);
  if ("verb" in report && "guest" in report) return drawTask(report as TaskReport);
  if (/^(pct|qm) list$/.test(name)) return drawGuests((report as { guests: readonly GuestRow[] }).guests);
  if (/^(pct|qm) config$/.test(name)) return drawConfig(report as Readonly<Record<string, unknown>>);
  if (name === "plan") return drawPlan(report as PlanReport);
  if (name === "verify") return drawVerify(report as VerifyReport);
  if (name === "apply") return drawApply(report as ApplyReport);
  if (name === "status") return drawStatus(report as StatusReport);
  if (name === "doctor") return drawChecks((report as { checks: readonly Check[] }).checks);
  return columns(Object.entries(report).flatMap(([key, value]) => flatten(key, value)).map(([key, value]) => [`  ${key}`, visible(value)])).join("\n");
}

function flatten(key: string, value: unknown): [string, string][] {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return [];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[key, String(value)]];
  return Object.entries(value).flatMap(([inner, one]) => flatten(`${key} ${inner}`, one));
}

type GuestRow = Readonly<Partial<Record<"name" | "status" | "lock" | "tags" | "node", string>> & { vmId: number }>;

function drawGuests(guests: readonly GuestRow[]): string {
  if (guests.length === 0) return "  none";
  const rows = guests.map(({ vmId, status = "", node = "", lock = "", name = "", tags = "" }) => [String(vmId), status, node, lock, visible(name), visible(tags)]);
  return columns([["VMID", "STATUS", "NODE", "LOCK", "NAME", "TAGS"], ...rows].map(([id = "", ...cells]) => [`  ${id}`, ...cells])).join("\n");
}

/** As the tools print it: a line for each key, sorted, a container's raw lines at the end. */
function drawConfig({ lxc, ...config }: Readonly<Record<string, unknown>>): string {
  const lines = Object.keys(config).sort().map((key) => `${key}: ${String(config[key]).trimEnd()}`);
  const raw = Array.isArray(lxc) ? (lxc as readonly (readonly unknown[])[]).map(([key, value]) => `${String(key)}: ${String(value)}`) : [];
  return [...lines, ...raw].map((line) => `  ${visible(line).replace(/\n/g, "\n    ")}`).join("\n");
}

const done = { start: "started", stop: "stopped", shutdown: "shut down", reboot: "rebooted", create: "created", destroy: "destroyed" } as const;

function drawTask({ verb, guest, task, ended, warnings }: TaskReport): string {
  const named = guest.name === undefined ? "" : ` (${visible(guest.name)})`;
  const what = `${guest.type === "qemu" ? "vm" : "container"} ${guest.vmId}${named} on ${visible(guest.node)}`;
  if (!ended) return `  begun       ${verb} ${what}${task === undefined ? "" : `\n  task        ${visible(task)}`}`;
  return `  ${done[verb].padEnd(11)} ${what}${warnings > 0 ? `, with ${count(warnings, "warning")}` : ""}`;
}

const label = ({ key }: GuestReport) => key.replace("qemu/", "vm ").replace("lxc/", "container ");

function drawWriting(report: WriteReport): string {
  const { guests, files, workspace } = report;
  const written = guests.filter(({ outcome, kept }) => outcome === "imported" || kept);
  const aside = guests.filter(({ outcome, kept }) => !kept && (outcome === "refused" || outcome === "unreadable"));
  const kept = guests.filter((guest) => guest.kept);
  const skipped = guests.filter((guest) => guest.outcome === "skipped" && !guest.kept);
  const released = guests.filter(({ outcome }) => outcome === "released");
  const repaired = written.filter(({ repairs }) => repairs.length > 0);
  const unsaid = written.flatMap(({ notSaid }) => notSaid);
  const machines = written.filter(({ key }) => key.startsWith("qemu/")).length;
  const lines = [
    `  imported    ${String(written.length).padStart(4)}   ${count(machines, "virtual machine")}, ${count(written.length - machines, "container")}`,
    ...list("set aside", aside),
    ...list("kept", kept),
    ...(skipped.length > 0 ? [`  left out    ${String(skipped.length).padStart(4)}   by the filters`] : []),
    ...(unsaid.length > 0 ? [`  left as is  ${String(unsaid.length).padStart(4)}   keys that the code cannot say (kept on the server, listed in docs/import-report.md)`] : []),
    ...(released.length > 0 ? [`  let go      ${String(released.length).padStart(4)}   by pmpc forget`] : []),
    ...(repaired.length > 0 ? [`  repaired    ${String(repaired.length).padStart(4)}   values that Terraform would have changed are under ignoreChanges, listed in docs/import-report.md`] : []),
    "",
    ...drawFiles(files, workspace),
    ...(report.proof ? drawProof(report.proof) : []),
    ...report.warnings.slice(0, 5).map((warning) => `  note        ${visible(warning)}`),
    ...(report.warnings.length > 5 ? [`  note        ${report.warnings.length - 5} more, in docs/import-report.md`] : []),
  ];
  return lines.join("\n");
}

function list(title: string, guests: readonly GuestReport[]): string[] {
  if (guests.length === 0) return [];
  const rows = columns(guests.slice(0, 12).map((guest) => [label(guest), visible(guest.name), visible(guest.reason ?? "")]));
  const remedies = guests.map(({ remedy }) => remedy);
  return [
    ...rows.flatMap((row, at) => [
      `  ${(at === 0 ? title : "").padEnd(12)}${(at === 0 ? String(guests.length) : "").padStart(4)}   ${row}`,
      ...(remedies[at] ? remedies[at].split("\n").map((line) => `${" ".repeat(24)}${visible(line)}`) : []),
    ]),
    ...(guests.length > 12 ? [`${" ".repeat(21)}and ${guests.length - 12} more, in docs/import-report.md`] : []),
  ];
}

function drawFiles(files: WriteReport["files"], workspace: string): string[] {
  const changed = files.filter(({ change }) => change !== "unchanged");
  if (changed.length === 0) return [`  unchanged          ${visible(workspace)}: nothing to write`];
  const conflicts = changed.filter(({ change }) => change === "conflict");
  const done = changed.length - conflicts.length;
  return [
    ...(done > 0 ? [`  written     ${String(done).padStart(4)}   ${done === 1 ? "file" : "files"} in ${visible(workspace)}`] : []),
    ...conflicts.map(({ path, beside }) =>
      beside === undefined ? `  yours              ${path} is edited and no longer generated` : `  yours              ${path} is edited: its new version is ${beside}`,
    ),
  ];
}

function drawStatus({ workspace, cluster, endpoint, lastRun, seen, inCode, forgotten, running }: StatusReport): string {
  const guests = `${count(seen.virtualMachines, "virtual machine")}, ${count(seen.containers, "container")} on ${count(seen.nodes, "node")}`;
  const rows = [
    ["workspace", workspace],
    ["cluster", [cluster ?? "not known yet", endpoint].filter((part) => part !== undefined).join(" at ")],
    ["seen", lastRun ? guests : "nothing yet: pmpc import reads the cluster"],
    ...(lastRun ? [["", `${lastRun.startedAt.slice(0, 16).replace("T", " ")} UTC, by ${lastRun.source}${lastRun.unreadable > 0 ? `; ${count(lastRun.unreadable, "answer")} could not be had` : ""}`]] : []),
    ["in code", count(inCode, "guest")],
    ...(forgotten.length > 0 ? [["let go", forgotten.join(", ")]] : []),
    ...(running === undefined ? [] : [["under way", `${running.verb} since ${running.since.slice(0, 16).replace("T", " ")} UTC: ${running.done} of ${count(running.planned, "change")} done (process ${running.process})`]]),
  ];
  return rows.map(([title = "", text = ""]) => `  ${title.padEnd(12)}${visible(text)}`).join("\n");
}

const marks = { good: "ok", bad: "bad", missing: "-" } as const;

function drawChecks(checks: readonly Check[]): string {
  const rows = columns(checks.map(({ name, state, says }) => [`  ${marks[state]}`, name, visible(says)]));
  return rows.flatMap((row, at) => [row, ...(checks[at]!.remedy?.split("\n").map((line) => `${" ".repeat(8)}${visible(line)}`) ?? [])]).join("\n");
}
