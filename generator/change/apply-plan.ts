import { join } from "node:path";
import { callerNow } from "../caller/caller";
import { exit, PmpcError } from "../../lib/error";
import { copyState } from "../terraform/copy";
import { harmless, isLeftOut } from "../terraform/grade";
import type { StateDocument } from "../terraform/terraform";
import { typeOfAddress } from "../terraform/plan";
import { refuseFullDisk } from "../runner/start";
import { undecidedIn } from "../workspace/code";
import { readWhole } from "../workspace/whole";
import { placeOf, readLineage, writeLineage } from "../workspace/lineage";
import type { Context } from "../engine/action";
import type { InputOf } from "../engine/option";
import { filledState, keptState } from "../judge/adoption";
import { applyPlan, type Applying } from "./apply-run";
import { planSaves, saveLines, takeSaves, type Saved } from "./save";
import { sayWhatIsLeft } from "./stopped";
import { confirmChanges, confirmLosses, hashOf, keysOf, undecidedLines } from "./consent";
import { writingWay } from "../connect/connection";
import { agreedWrites } from "../judge/agreed";
import { exitOfProblems, gradeProject, type Grading, type ResourceReport } from "../judge/grading";
import type { InState } from "../session/names";
import { factsOf, gradeWith, type planOptions, planQuestions, type PlanReport } from "../judge/grade-workspace";
import { labelOf, shortened } from "../judge/plan-view";
import { confirmPastGate } from "../judge/past-gate";
import { openPlanningGate, type PlanningGate } from "../judge/planning-gate";
import { openProject, resourcesInState, stateCopies, type Project } from "../judge/project";

/** How a plan is applied. */
export type ApplyInput = InputOf<typeof planOptions> & {
  /** Also what is not an import, right after one. */
  readonly allowChanges?: boolean;
  /** Guests that may be replaced or destroyed. */
  readonly confirm?: readonly string[];
  /** Other places that the code's providers may change something at, past the gate. */
  readonly allowEndpoint?: readonly string[];
  /** Types that pmpc does not know, and that may write what they like. */
  readonly allowType?: readonly string[];
  /** What saves guests before they are changed. */
  readonly snapshot?: boolean;
  readonly backup?: string;
  /** Addresses; everything else is left as it is. @default all */
  readonly only?: readonly string[];
};

/** What may be asked to apply a plan. */
export const applyQuestions = [...planQuestions, "apply", "lose-guest", "records-anew", "past-gate"] as const;
export type AskingToApply = (typeof applyQuestions)[number];

/** What an apply did. */
export interface Applied {
  readonly report: PlanReport;
  readonly applied: boolean;
  /** What waits until nothing locks it. */
  readonly later: readonly ResourceReport[];
  readonly inState: InState;
  /** Guests that were saved before. */
  readonly saved: readonly Saved[];
}

/** Plans, asks what has to be asked, and applies. */
export async function applyOnce(known: Applying, input: ApplyInput, context: Context<AskingToApply>, refuse: (project: Project, grading: Grading) => void | Promise<void>): Promise<Applied> {
  const gate = await openPlanningGate(known.root, known.cluster, context);
  try {
    const project = await openProject(known.root, known.configuration, input, context, gate);
    try {
      return await applyThrough(project, gate, known, input, context, refuse);
    } finally {
      context.host.idle();
      await project.terraform.discard();
    }
  } finally {
    await gate.close();
  }
}

async function applyThrough(project: Project, gate: PlanningGate, known: Applying, input: ApplyInput, context: Context<AskingToApply>, refuse: (project: Project, grading: Grading) => void | Promise<void>): Promise<Applied> {
  const { root, configuration, verb } = known;
  const { terraform } = project;
  const lacking = filledState(project.code, project.state);
  if (lacking !== undefined) {
    await terraform.push(lacking);
    return applyOnce(known, input, context, refuse);
  }
  const grading = await gradeWith(project, known, input, context);
  await refuse(project, grading);
  const stale = grading.resources.filter(({ anew }) => anew !== undefined);
  if (stale.length > 0) {
    // What comes after it must not be refused.
    refuseUnsafe({ ...grading, resources: grading.resources.map((one) => (stale.includes(one) ? { ...one, grade: "clean", importing: true } : one)) }, input.allowChanges ?? false);
    await dropRecords(stale, project, join(root, stateCopies), context);
    return applyOnce(known, input, context, refuse);
  }
  refuseUnsafe(grading, input.allowChanges ?? false);
  const [later, todo] = [grading.resources.filter(isLater), workIn(grading)];
  if (todo.length > 0) refuseFullDisk(root);
  refuseUnknown(todo, input.allowType ?? []);
  if (todo.length > 0) await confirmPastGate(project.pastGate, input.allowEndpoint ?? [], context);
  const saves = await planSaves(todo, known, input, context);
  await confirmLosses(todo, input.confirm ?? [], context);
  await confirmChanges(todo, context, [...saveLines(saves), ...undecidedLines(await undecidedIn(root))]);
  // The plan at hand is without those that were not reached or read.
  if (later.some(({ grade }) => !isLeftOut(grade)) && todo.length > 0) await planOnly(todo, project, input.standstill ?? 60);
  if (todo.length > 0 && project.state !== undefined) await copyState(join(root, stateCopies), project.state, context.now());
  if (todo.length > 0) await known.store.remember(configuration, { verb, lineage: project.state?.lineage, serial: project.state?.serial, plan: todo, code: await readWhole(root) });
  const { saved, configs } = await takeSaves(saves, gate.configOf, known, input, context);
  if (todo.length > 0) {
    const way = await known.cluster.handOver();
    const writeWay = writingWay(way, input, context);
    const order = { way, ...(writeWay === way ? {} : { writeWay }), silent: gate.silent(), approval: { plan: hashOf(todo), writes: agreedWrites(todo, (key) => configs.get(key) ?? gate.configOf(key)) }, audit: { root, verb }, caller: callerNow() };
    await applyPlan(known, project, order, context).catch(async (error: unknown) => {
      throw await sayWhatIsLeft(error, todo, project, gate, known.cluster, input.standstill ?? 60);
    });
  }
  context.host.idle();
  const state = todo.length > 0 ? await terraform.state() : project.state;
  const filled = filledState(project.code, state);
  const kept = keptState(project.code, filled ?? state, project.tool) ?? filled;
  if (kept) await terraform.push(kept);
  const inState = resourcesInState(state);
  if (inState.size > 0) await rememberState(root, project, state);
  return { report: { ...factsOf(root, project), ...grading }, applied: todo.length > 0, later, inState, saved };
}

/** Takes what Terraform remembers of guests that have changed beyond what it can see out of its state: they are taken in as they are now. */
async function dropRecords(stale: readonly ResourceReport[], { state, terraform }: Project, copies: string, { host, now }: Context<"records-anew">): Promise<void> {
  const lines = stale.map((one) => `  ${labelOf(one)} ${one.anew}`);
  const says = `${lines.join("\n")}\npmpc renews Terraform's record of ${stale.length === 1 ? "it" : "them"}; the cluster is not changed. Continue?`;
  if (!(await host.confirm({ code: "records-anew", says, about: keysOf(stale), plan: hashOf(stale), data: {} }))) throw new PmpcError("not-confirmed", "nothing was done", { hint: "--yes renews the records", exit: exit.refused });
  if (state !== undefined) await copyState(copies, state, now());
  await terraform.drop(stale.map(({ address }) => address));
}

/** Which state the guests are in, for every clone to know. */
async function rememberState(root: string, { code }: Project, state: StateDocument | undefined): Promise<void> {
  if (state?.lineage === undefined) return;
  const known = await readLineage(root);
  const where = code.backend === "local" ? { where: placeOf(root) } : {};
  if (known?.lineage !== state.lineage || known.backend !== code.backend) await writeLineage(root, { lineage: state.lineage, backend: code.backend, ...where });
}

/** Plans again without what waits; throws where that is not what was shown. */
async function planOnly(todo: readonly ResourceReport[], { terraform, configOf }: Project, standstill: number): Promise<void> {
  const { resources, complete } = await gradeProject(terraform, standstill, todo.map(({ address }) => address), configOf);
  const shown = new Map(todo.map(({ address, grade }) => [address, grade]));
  const others = resources.filter(({ address, grade }) => grade !== "clean" && shown.get(address) !== grade);
  if (complete && others.length === 0) return;
  throw new PmpcError("plan-changed", `the plan changed while it was made: ${shortened(others.map(withGrade)) || "it is not complete"}`, { hint: "pmpc plan shows it", exit: exit.refused });
}

/** What an unknown type writes is unknown, so nothing could be stopped. */
function refuseUnknown(todo: readonly ResourceReport[], allowed: readonly string[]): void {
  const unknown = todo.filter(({ writes = [], address }) => writes.some(({ kinds }) => kinds.length === 0) && !allowed.includes(typeOfAddress(address)));
  const [first] = unknown;
  if (first === undefined) return;
  const types = [...new Set(unknown.map(({ address }) => typeOfAddress(address)))];
  throw new PmpcError("unknown-type", `the plan writes ${unknown.map(({ address }) => address).join(", ")}, and pmpc does not know what ${types.length === 1 ? `a ${types[0]} writes` : "these types write"}: the gate could stop nothing of it`, {
    hint: `to let ${types.length === 1 ? "it" : "them"} write: ${types.map((type) => `--allow-type ${type}`).join(" ")}`,
    exit: exit.refused,
  });
}

// Where a lock holds up Terraform's own record, that can wait, and all else need not; and so can a guest that cannot be reached or read.
const isLater = ({ grade, locked }: ResourceReport) => isLeftOut(grade) || (grade === "state only" && locked !== undefined);
const isWork = ({ grade, importing }: ResourceReport) => importing || grade !== "clean";

/** What an apply of a plan would do now. */
export const workIn = ({ resources }: Grading): readonly ResourceReport[] => resources.filter((one) => isWork(one) && !isLater(one));

const few = 5;

/** Refuses changes that are never wanted, and, while guests are imported, every other change. */
export function refuseUnsafe({ resources, problems, remedy, complete }: Grading, allowChanges: boolean): void {
  const impossible = resources.filter(({ grade, locked }) => grade === "refused" || grade === "already there" || (locked !== undefined && grade !== "state only"));
  if (impossible.length > 0 || problems.length > 0 || !complete) {
    const [first, ...others] = impossible;
    const more = others.length > few ? [`and ${others.length - few} more: pmpc plan shows them`] : [];
    throw new PmpcError("plan-refused", first ? `${labelOf(first)}: ${first.reason ?? first.changes.find(({ grade }) => grade === "refused")?.says ?? first.grade}` : (problems[0] ?? "the plan is not complete"), {
      hint: [first?.remedy ?? remedy, ...others.slice(0, few).map((one) => `${labelOf(one)}: ${one.reason ?? one.grade}`), ...more, ...problems.slice(first ? 0 : 1)].filter(Boolean).join("\n") || "pmpc plan shows it",
      exit: first === undefined && exitOfProblems(problems) === exit.notAuthorised ? exit.notAuthorised : exit.refused,
    });
  }
  const changing = resources.filter((one) => !harmless.includes(one.grade) && !isLater(one));
  if (allowChanges || changing.length === 0 || !resources.some(({ importing }) => importing)) return;
  throw new PmpcError("more-than-imports", `the plan imports guests, and would change ${shortened(changing.map(withGrade))}`, {
    hint: "import first and change afterwards: undo the change in the code, or import again; --allow-changes does both at once",
    exit: exit.refused,
  });
}

const withGrade = (one: ResourceReport) => `${labelOf(one)} (${one.grade})`;
