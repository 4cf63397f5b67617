import { guestTypeOfTerraform, printName } from "../../lib/schema/kind/name";
import { count, fact, facts, type Block, type Fact, type Node, type View } from "../engine/view";
import { typeOfAddress } from "../terraform/plan";
import { changeRows } from "./change-rows";
import { answerIn, type ResourceReport } from "./grading";
import type { PlanReport } from "./grade-workspace";
import { typesFacts } from "./types";

type Graded = Pick<PlanReport, "resources" | "problems" | "remedy" | "unplanned" | "undecided" | "types">;

/** How many changing guests a person reads; all are in the report. */
const most = 40;
const few = 8;

/** A graded plan: what is clean is counted, everything else is a block. */
export function viewPlan({ resources, problems, remedy, unplanned, undecided, types }: Graded): View {
  const changing = resources.filter(({ grade, locked, waiting }) => waiting !== undefined || (grade !== "clean" && (grade !== "state only" || locked !== undefined)));
  const records = resources.filter((one) => one.grade === "state only" && !changing.includes(one));
  const blocks = alike(changing.slice(0, most)).flatMap((group) => (group.length > fewAlike ? [refusedBlock(group)] : group.map(blockOf)));
  return [
    ...(records.length > 0 ? [facts(fact("state only", shortened(records.map(labelOf)), { below: ["only Terraform's own record changes; nothing is sent to Proxmox VE"] }))] : []),
    ...(blocks.length > 0 ? [{ is: "blocks", blocks } as const] : []),
    ...(changing.length > most ? [{ is: "notes", notes: [`and ${changing.length - most} more: --json has them all`] } as const] : []),
    facts(...problems.map((problem, at) => fact("error", problem, at === problems.length - 1 && remedy !== undefined ? { below: [remedy] } : {})), ...(unplanned === undefined ? [] : [fact("not planned", shortened(unplanned), { below: ["Terraform says nothing about it, because it depends on what is refused"] })]), fact("plan", sumOf(resources)), ...(undecided === undefined ? [] : [fact("not decided", undecided.join(", "), { below: undecidedHelp })]), ...(types === undefined ? [] : typesFacts(types))),
  ];
}

/** What an apply does about values that both the user and the cluster have changed, and what helps. */
export const undecidedHelp = ["you and the cluster have changed the same values, and an apply puts yours on the cluster", "pmpc resolve shows both and takes either"];

/** Why nothing was proven, and what would make a proof possible. */
export const notProven = (why: string, remedy: string | undefined): Fact => fact("not proven", why, { below: remedy?.split("\n") });

/** The two ways out where the code differs from the cluster. */
export function bothWays(resources: readonly ResourceReport[]): readonly string[] {
  if (!resources.some(({ changes, grade }) => changes.length > 0 && grade !== "refused" && grade !== "state only")) return [];
  return ["to change the cluster to match the code: pmpc apply", "to keep the cluster as it is: write its values, left of the arrows, into the code"];
}

/** `58 to import, 2 clean, 1 needs reboot` */
export function sumOf(resources: readonly ResourceReport[]): string {
  const imports = resources.filter(({ importing }) => importing).length;
  const by = new Map<string, number>();
  for (const { grade, importing, waiting } of resources) {
    const word = waiting === undefined || waiting.length === 0 ? grade : "waiting for a start";
    if (!importing || grade !== "clean") by.set(word, (by.get(word) ?? 0) + 1);
  }
  const parts = [...(imports > 0 ? [`${imports} to import`] : []), ...[...by].map(([grade, amount]) => `${amount} ${grade}`)];
  return parts.join(", ") || "nothing";
}

/** `15 guests`; `24 resources` where others are among them. */
export const countOf = (resources: readonly ResourceReport[]): string => count(resources.length, resources.every(({ address }) => guestTypeOfTerraform(typeOfAddress(address)) !== undefined) ? "guest" : "resource");

/** The blocks of what does not plan clean. */
export const blocksOf = (resources: readonly ResourceReport[]): Node[] => (resources.length === 0 ? [] : [{ is: "blocks", blocks: resources.slice(0, most).map(blockOf) }]);

/** The first of many names, and how many more there are. */
export const shortened = (names: readonly string[]) => `${names.slice(0, few).join(", ")}${names.length > few ? ` and ${names.length - few} more` : ""}`;

/** `vm 101 web`, `storage backup`; Terraform's address where people have no word for it. */
export function labelOf({ key, name, label, address }: ResourceReport): string {
  return key === undefined ? (label ?? address) : `${printName(key)} ${name}`;
}

function blockOf(resource: ResourceReport): Block {
  const { importing, reason, remedy } = resource;
  const waits = resource.waiting !== undefined || (resource.grade === "state only" && resource.locked !== undefined);
  return {
    mark: waits ? "waits" : resource.grade,
    title: `${labelOf(resource)}${importing ? "  (import)" : ""}`,
    rows: waits ? [] : changeRows(resource),
    below: [reason, remedy].flatMap((text) => text?.split("\n") ?? []),
  };
}

// What keeps the provider from one guest keeps it from the next.
const fewAlike = 3;

/** Resources in their order, many of them together that could not be reached for the same reason. */
export function alike(resources: readonly ResourceReport[]): readonly (readonly ResourceReport[])[] {
  const groups = new Map<string, ResourceReport[]>();
  for (const resource of resources) {
    const { address, grade, cause } = resource;
    const isAway = (grade === "refused" && cause === "way") || (grade === "not reached" && cause === "cluster");
    const key = isAway ? `${grade} ${answerIn(resource)}` : address;
    groups.set(key, [...(groups.get(key) ?? []), resource]);
  }
  return [...groups.values()].flatMap((group) => (group.length > fewAlike ? [group] : group.map((one) => [one])));
}

function refusedBlock(group: readonly ResourceReport[]): Block {
  const [first] = group;
  return { mark: first?.grade ?? "refused", title: count(group.length, "resource"), below: [shortened(group.map(labelOf)), first && answerIn(first), first?.remedy].filter((text) => text !== undefined) };
}
