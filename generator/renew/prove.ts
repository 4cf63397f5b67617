import { join } from "node:path";
import { exit, isPmpcError, worstExit } from "../../lib/error";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { addedDisks } from "../../lib/schema/provider/unrecorded";
import { isLeftOut } from "../terraform/grade";
import type { FileChange } from "../workspace/file";
import { readFindings, writeFindings, type Finding } from "../workspace/findings";
import { readClusterNames, writeClusterNames } from "../workspace/cluster-names";
import { readNames, writeNames } from "../workspace/names";
import type { Context, Outcome } from "../engine/action";
import { type Connecting, type ConnectionInput, wayTo } from "../connect/connection";
import { gradeProject, wayOut, type Grading, type ResourceReport } from "../judge/grading";
import { openCluster } from "../gate/live";
import type { Recording } from "../gate/recording";
import { openPlanningGate, type PlanningGate } from "../judge/planning-gate";
import { addressesInState, openProject, resourcesInState, unproven, type Project } from "../judge/project";
import type { InState } from "../session/names";
import { readConfiguration } from "../terraform/layout";
import { readConfiguration as readSettings } from "../settings/configuration";
import { readText } from "../workspace/text";
import { basisOf, changedSince, readProven, rememberProven, type Seen } from "./basis";
import { unmerged } from "./conflict";
import { faultsOf, isRecord, type Fault } from "./fault";
import { dropEqual } from "./moot";
import { type WriteOptions, writeWorkspace, type Writing, type WrittenOutcome } from "./write";
import type { WriteReport } from "./write-report";
import type { Proof } from "./proof";

export interface ProveInput extends ConnectionInput {
  readonly stack?: string;
  readonly standstill: number;
  /** Plans all, also what has not changed since it was proven. */
  readonly full?: boolean;
}

const mostRounds = 4;

/**
 * Plans what was written against what was read, without another question to the cluster, and corrects it until the plan changes nothing: a guest that would change is told to ignore just that, one
 * that stays unclean or that the provider cannot read goes out of the code, with the reason in the report.
 */
export async function prove(written: WrittenOutcome, options: WriteOptions, recording: Recording, input: ProveInput, context: Context<Connecting | Writing>): Promise<Outcome<WriteReport>> {
  let outcome: WrittenOutcome = written;
  for (let round = 0; ; round++) {
    const graded = await gradeQuietly(options, recording, outcome.seen, input, context);
    if ("proven" in graded) return withProof(outcome, graded);
    const { grading } = graded;
    const faults = round < mostRounds ? await faultsOf(grading, options, addressesInState(graded.state), unmergedIn(outcome)) : [];
    if (faults.length === 0) return withProof(await withoutEqual(outcome, options.root, grading), proofOf(graded));
    await remember(faults, options.root, outcome);
    const again = await writeWorkspace(options, context);
    outcome = { ...again, report: { ...again.report, files: together(outcome.report.files, again.report.files), ...(outcome.report.installs ? { installs: outcome.report.installs } : {}) } };
  }
}

/** What was written, without conflicts over what is only said otherwise. */
async function withoutEqual(outcome: WrittenOutcome, root: string, grading: Grading): Promise<WrittenOutcome> {
  const { report } = outcome;
  const conflicts = await dropEqual(root, report.conflicts, grading);
  if (conflicts.length === report.conflicts.length) return outcome;
  const files = report.files.filter(({ change, path }) => change !== "conflict" || conflicts.some(({ file }) => file === path));
  const isOpen = conflicts.length > 0 || files.some(({ change }) => change === "conflict");
  const end = report.exit === exit.changes && !isOpen ? exit.done : report.exit;
  return { ...outcome, exit: end, report: { ...report, conflicts, files, exit: end } };
}

/** What Terraform's state has: key → name; undefined if unknown, without a word. */
export async function readInState(options: Pick<WriteOptions, "root" | "before" | "settings">, input: ProveInput, context: Context<Connecting>): Promise<InState | undefined> {
  try {
    const { state } = await openProject(options.root, { ...options.before, ...options.settings }, input, context);
    return resourcesInState(state);
  } catch (error) {
    if (isPmpcError(error) && error.code !== "interrupted") return undefined;
    throw error;
  } finally {
    context.host.idle();
  }
}

interface Graded {
  readonly grading: Grading;
  readonly by: string;
  /** What was not planned again, and what an apply would take into the state of that. */
  readonly unchanged: number;
  readonly unchangedImports: number;
  readonly state: Project["state"];
}

async function gradeQuietly({ root, before, settings }: WriteOptions, recording: Recording, seen: Seen, input: ProveInput, context: Context<Connecting>): Promise<Graded | Proof> {
  const access = { ...before, ...settings };
  const cluster = openCluster(await wayTo(input, access, context), { signal: context.signal });
  let gate: PlanningGate | undefined;
  try {
    gate = await openPlanningGate(root, cluster, context, { recording });
    const project = await openProject(root, access, input, context, gate);
    try {
      return await gradeChanged(root, project, seen, input, context);
    } finally {
      await project.terraform.discard();
    }
  } catch (error) {
    if (!isPmpcError(error) || error.code === "interrupted") throw error;
    return { proven: false, reason: error.message, remedy: thenVerify(unproven.includes(error.code) ? error.hint : undefined), imports: 0, planned: 0, unchanged: 0, records: 0, unreached: [], unclean: [] };
  } finally {
    await gate?.close();
    cluster.close();
    context.host.idle();
  }
}

/** Plans what has changed since it was proven, and remembers what is proven now. */
async function gradeChanged(root: string, project: Project, seen: Seen, { standstill, full }: ProveInput, context: Context): Promise<Graded> {
  const { code, adoption, state, terraform, version } = project;
  const basis = basisOf(project, readConfiguration(join(root, project.folder)), seen, await whoPlans(root, project, context));
  const proven = full ? new Map<string, string>() : await readProven(root);
  const changed = new Set(changedSince(basis, proven));
  const graded = changed.size === 0 && basis.size > 0 ? { resources: [], problems: [], complete: true } : await gradeProject(terraform, standstill, changed.size === basis.size ? undefined : [...changed]);
  const grading = { ...graded, resources: graded.resources.map((resource) => (isBehind(resource, seen) ? { ...resource, grade: "state only" as const } : resource)) };
  await rememberProven(root, basis, proven, grading);
  const held = new Set((state?.resources ?? []).map(({ type, name }) => `${type}.${name}`));
  const importing = [...code.imported, ...adoption.imports.map(({ to }) => to)].filter((address) => !held.has(address) && !changed.has(address));
  return { grading, by: version, unchanged: basis.size - changed.size, unchangedImports: importing.length, state };
}

/** What else decides what a plan says: who makes it, with which provider, and what it is told by the environment. */
async function whoPlans(root: string, { folder }: Project, { version, environment }: Context): Promise<string> {
  const told = Object.entries(environment).filter(([name]) => /^TF_(VAR_|CLI_ARGS_plan$|WORKSPACE$)/.test(name));
  return JSON.stringify([version, providerVersion, await readText(root, `${folder}/.terraform.lock.hcl`), told.sort()]);
}

/** Whether all that a plan would add are disks that the guest has, and that only Terraform's record lacks. */
function isBehind({ key, importing, changes }: ResourceReport, { drives }: Seen): boolean {
  const added = changes.map(addedDisks);
  return !importing && key !== undefined && added.length > 0 && added.every((slots) => slots.length > 0 && slots.every((slot) => drives.get(key)?.includes(slot)));
}

function proofOf({ grading: { resources, problems, complete }, by, unchanged, unchangedImports, state }: Graded): Proof {
  const unreached = resources.filter(({ grade }) => isLeftOut(grade));
  const unproven = resources.filter((one) => one.grade !== "clean" && !isRecord(one) && !unreached.includes(one));
  const isNothing = unreached.length > 0 && unchanged === 0 && unreached.length === resources.length;
  const reason = problems[0] ?? unproven.find(({ cause }) => cause === "way")?.reason ?? (isNothing ? unreached[0]!.reason : undefined);
  // What could not be reached says nothing about the code.
  const unclean = unproven.filter(({ cause }) => cause !== "way");
  return {
    proven: unproven.length === 0 && complete && !isNothing,
    ...(reason === undefined ? {} : { reason, remedy: thenVerify(wayOut(reason)) }),
    by,
    imports: resources.filter(({ importing }) => importing).length + unchangedImports,
    planned: resources.length,
    unchanged,
    records: resources.filter(isRecord).length,
    unreached,
    unclean,
    ...(state?.lineage === undefined ? {} : { state: { lineage: state.lineage, ...(state.serial === undefined ? {} : { serial: state.serial }) } }),
  };
}

const thenVerify = (way: string | undefined) => [way, "pmpc verify"].filter((part) => part !== undefined).join(", then: ");

const withProof = ({ exit: code, report }: Outcome<WriteReport>, proof: Proof): Outcome<WriteReport> => {
  const end = worstExit(code, proof.unclean.length > 0 ? exit.changes : exit.done, proof.unreached.length > 0 ? exit.partial : exit.done);
  return { exit: end, report: { ...report, proof, exit: end } };
};

/** Files that could not be brought up to date: what differs there is not what pmpc wrote. */
const unmergedIn = ({ report }: WrittenOutcome): ReadonlySet<string> => new Set(report.conflicts.flatMap(({ title, file }) => (title === unmerged.title ? [file] : [])));

async function remember(faults: readonly Fault[], root: string, { looks }: WrittenOutcome): Promise<void> {
  const [names, known] = [await readNames(root), await readFindings(root)];
  const provider = (await readSettings(root))?.provider ?? providerVersion;
  const found = faults.map((fault): Finding => ({ ...fault, provider, on: looks.get(fault.key) ?? "" }));
  await writeFindings(root, new Map([...known, ...found.map((one) => [one.key, one] as const)]).values());
  const aside = new Set(found.filter((one) => one.aside).map(({ key }) => key));
  await writeNames(root, [...names.values()].filter(({ key }) => !aside.has(key)));
  const others = await readClusterNames(root);
  if (others.size > 0) await writeClusterNames(root, [...others.values()].filter(({ key }) => !aside.has(key)));
}

/** What became of files that were written more than once. */
function together(first: readonly FileChange[], second: readonly FileChange[]): readonly FileChange[] {
  const before = new Map(first.map((change) => [change.path, change]));
  return second.map((change) => (change.change === "updated" || change.change === "unchanged" ? (before.get(change.path) ?? change) : change));
}
