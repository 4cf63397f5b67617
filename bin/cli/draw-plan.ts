import type { ApplyReport } from "../../generator/action/apply";
import { answerIn, type ResourceReport } from "../../generator/action/grading";
import type { PlanReport } from "../../generator/action/plan";
import type { Proof } from "../../generator/action/prove";
import type { VerifyReport } from "../../generator/action/verify";
import { columns, count, visible } from "./terminal";

const most = 40;

/** A graded plan: what is clean is counted, everything else is a block of lines. */
export function drawPlan({ resources, problems, remedy }: Pick<PlanReport, "resources" | "problems" | "remedy">): string {
  const changing = resources.filter(({ grade, locked }) => grade !== "clean" && (grade !== "state only" || locked !== undefined));
  const records = resources.filter((one) => one.grade === "state only" && !changing.includes(one));
  return [
    ...(records.length > 0 ? [`  state only    ${records.slice(0, 8).map(labelOf).join(", ")}${records.length > 8 ? ` and ${records.length - 8} more` : ""}`, "                only Terraform's own record changes; nothing is sent to Proxmox VE", ""] : []),
    ...alike(changing.slice(0, most)).flatMap((group) => (group.length > few ? drawRefused(group) : group.flatMap((resource) => drawResource(resource)))),
    ...(changing.length > most ? [`  and ${changing.length - most} more: --json has them all`, ""] : []),
    ...problems.map((problem) => `  error         ${visible(problem)}`),
    ...(remedy === undefined ? [] : [`                ${visible(remedy)}`]),
    `  plan          ${sumOf(resources)}`,
  ].join("\n");
}

/** What `pmpc apply` did. */
export function drawApply(report: ApplyReport): string {
  const { applied, settled, resources } = report;
  const imported = resources.filter(({ importing }) => importing).length;
  const held = resources.filter(({ locked }) => locked !== undefined).length;
  const away = resources.filter(({ grade }) => grade === "not reached").length;
  const later = held + away;
  const without = [...(held > 0 ? [count(held, "locked guest")] : []), ...(away > 0 ? [`${count(away, "guest")} that could not be reached`] : [])].join(" and ");
  const done = imported > 0 ? `${count(imported, "guest")} taken into Terraform's state` : "all of it";
  const lines = [drawPlan(report), applied ? `  applied       ${done}${later > 0 ? ` but ${without}` : ""}` : later > 0 ? "  nothing applied" : "  nothing to do"];
  const written = settled.filter(({ change }) => change === "updated").length;
  if (written > 0) lines.push(`  settled       ${count(written, "file")} without import blocks; the next apply touches only Terraform's state`);
  return [...lines, ...settled.flatMap(({ path, beside }) => (beside === undefined ? [] : [`  yours         ${visible(path)} is edited: its new version is ${visible(beside)}`]))].join("\n");
}

/** What `pmpc verify` found. */
export function drawVerify(report: VerifyReport): string {
  const { proven, by, resources, problems, complete, remedy } = report;
  if (by === undefined) return notProven(problems[0] ?? "", remedy);
  return proven ? `  proven        ${by}: ${sumOf(resources)}` : [drawPlan(report), notProven(complete ? "the plan is not clean" : "the plan is not complete", undefined)].join("\n");
}

/** The last lines of an import: what the self-check says. */
export function drawProof({ proven, reason, remedy, by, imports, records, unreached, unclean }: Proof): string[] {
  const away = alike(unreached).flatMap((group) => [`  not reached ${group.map(labelOf).join(", ")}: ${visible(group[0]!.reason ?? "")}`, ...(group[0]!.remedy === undefined ? [] : [`              ${visible(group[0]!.remedy)}`])]);
  if (proven) return [...away, `  proven      plan of ${by ?? "Terraform"}: ${imports} to import, 0 to add, 0 to change, 0 to destroy${records > 0 ? `; ${records} in Terraform's own record (pmpc apply)` : ""}`];
  const lines = unclean.slice(0, most).flatMap((resource) => drawResource(resource).slice(0, -1));
  return [...away, ...lines, `  not proven  ${visible(reason ?? "the plan is not clean")}`, ...(remedy === undefined ? [] : [`              to prove it: ${visible(remedy)}`])];
}

const notProven = (why: string, remedy: string | undefined) => [`  not proven    ${visible(why)}`, ...(remedy?.split("\n").map((line) => `                ${visible(line)}`) ?? [])].join("\n");

function labelOf({ key, name, address }: ResourceReport): string {
  return key === undefined ? address : `${key.replace("qemu/", "vm ").replace("lxc/", "container ")} ${visible(name)}`;
}

function drawResource(resource: ResourceReport): string[] {
  const { importing, changes, reason, remedy } = resource;
  const waits = resource.grade === "state only" && resource.locked !== undefined;
  const grade = waits ? "waits" : resource.grade;
  const rows = (waits ? [] : changes).map((change) => [
    `                ${visible(change.prop)}`,
    change.hidden ? "(hidden)" : `${value(change.before)} → ${change.unknown ? "(known after apply)" : value(change.after)}`,
    visible(change.says),
  ]);
  return [
    `  ${grade.padEnd(13)} ${labelOf(resource)}${importing ? "  (import)" : ""}`,
    ...columns(rows),
    ...[reason, remedy].flatMap((text) => text?.split("\n").map((line) => `                ${visible(line)}`) ?? []),
    "",
  ];
}

// What keeps the provider from one guest keeps it from the next.
const few = 3;

/** Resources in their order, many of them together that could not be reached for the same reason. */
function alike(resources: readonly ResourceReport[]): readonly (readonly ResourceReport[])[] {
  const groups = new Map<string, ResourceReport[]>();
  for (const resource of resources) {
    const { address, grade, cause } = resource;
    const key = (grade === "refused" && cause === "way") || (grade === "not reached" && cause === "cluster") ? `${grade} ${answerIn(resource)}` : address;
    groups.set(key, [...(groups.get(key) ?? []), resource]);
  }
  return [...groups.values()].flatMap((group) => (group.length > few ? [group] : group.map((one) => [one])));
}

function drawRefused(group: readonly ResourceReport[]): string[] {
  const [first] = group;
  const names = group.slice(0, 8).map(labelOf).join(", ");
  const texts = [`${names}${group.length > 8 ? ` and ${group.length - 8} more` : ""}`, first && answerIn(first), first?.remedy];
  return [`  ${(first?.grade ?? "refused").padEnd(13)} ${count(group.length, "resource")}`, ...texts.flatMap((text) => (text === undefined ? [] : [`                ${visible(text)}`])), ""];
}

function value(thing: unknown): string {
  if (thing === null || thing === undefined || thing === "") return "nothing";
  const text = visible(typeof thing === "string" ? thing : JSON.stringify(thing)).replaceAll("\n", "⏎");
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** `58 to import, 2 clean, 1 needs reboot` */
function sumOf(resources: readonly ResourceReport[]): string {
  const imports = resources.filter(({ importing }) => importing).length;
  const by = new Map<string, number>();
  for (const { grade, importing } of resources) if (!importing || grade !== "clean") by.set(grade, (by.get(grade) ?? 0) + 1);
  const parts = [...(imports > 0 ? [`${imports} to import`] : []), ...[...by].map(([grade, amount]) => `${amount} ${grade}`)];
  return parts.join(", ") || "nothing";
}
