import { utc } from "../../lib/pve/utc";
import { exit, isPmpcError, PmpcError } from "../../lib/error";
import { parseGuestName, printName } from "../../lib/schema/kind/name";
import { printGuestKey } from "../../lib/pve/address";
import { action, type Context, type Outcome } from "../engine/action";
import { option, type InputOf } from "../engine/option";
import { count, fact, facts, type Fact, type View } from "../engine/view";
import { gradeFolder, gradeWorkspace, planOptions, planQuestions, type PlanReport } from "../judge/grade-workspace";
import { exitOf } from "../judge/grading";
import { viewPlan } from "../judge/plan-view";
import { unproven } from "../judge/project";
import { rememberPlan } from "../renew/last";
import { withoutSettledAdopt } from "../revise/unadopt";
import { diffsOf, tellDiffs, type FileDiff } from "../revise/view";
import { keepRun } from "../session/keep-run";
import { findRoot, noWorkspace, withSession, type Session } from "../session/session";
import { writeConfiguration, type Configuration } from "../settings/configuration";
import { codeAt } from "../show/code-at";
import { irrecoverable } from "../show/irrecoverable";
import { findMoment, readMoments, sayMoment, type Moment } from "../show/moment";
import { unrecorded } from "../show/recorded";
import type { RunSummary } from "../store/state-store";
import { filesBack, putBack, type Former } from "../workspace/back";
import { readBase } from "../workspace/base";
import { changeFiles } from "../workspace/change";
import { committedFiles } from "../workspace/committed";
import { readForgotten } from "../workspace/forgotten";
import { hashContent } from "../workspace/hash";
import { clusterNamesPath, readClusterNames } from "../workspace/cluster-names";
import { namesPath, readNames } from "../workspace/names";
import { conflictSuffix } from "../workspace/path";
import { testsBack } from "../workspace/guest-tests";
import { readText } from "../workspace/text";
import { tryOut } from "../workspace/trial";
import { isMemory, readWhole } from "../workspace/whole";

export interface RollbackReport {
  readonly workspace: string;
  /** What the code goes back to. */
  readonly to: Moment;
  /** The files that change. */
  readonly files: readonly FileDiff[];
  /** Files that differ from what they were, and are left alone: pmpc does not write them. */
  readonly yours: readonly string[];
  /** Files that are left alone because they held a secret then, and were not kept. */
  readonly kept: readonly string[];
  /** What code cannot bring back. */
  readonly lost: readonly string[];
  /** Guests, and other things of the cluster, that no code is of afterwards: an apply would destroy them. */
  readonly leaving: readonly string[];
  /** Files whose text nothing has recorded: they are not written over. */
  readonly edited: readonly string[];
  /** Tests of guests that no code is of afterwards; they are left alone, and would fail. */
  readonly tests: readonly string[];
  /** Nothing was written. */
  readonly dryRun?: true;
  /** The new run, which has the code of the earlier one. */
  readonly run?: number;
  /** What an apply would do on the cluster; nothing of it is done. */
  readonly plan?: PlanReport;
  /** Why that could not be planned. */
  readonly notPlanned?: string;
  readonly next?: string;
}

/** `pmpc rollback 12`: the code back to what it was at a run, and a new run that equals it. */
export const rollback = action({
  name: "rollback",
  summary: "Bring the code back to what it was at a run, and plan the way back for the cluster",
  topic: "workspace",
  effect: "writes workspace",
  says: "Bring the code back to what it was at a run, and record a new run that equals it. Only files that pmpc writes are touched. The cluster stays as it is: --cluster plans the way back, and pmpc apply goes it.",
  input: {
    run: option.text("The run: 12, a3 for an apply, first or last. pmpc history lists them.", { positional: "rest", required: true, placeholder: "RUN" }),
    dryRun: option.flag("Show what would change, and write nothing."),
    cluster: option.flag("Plan then what an apply would do on the cluster, and apply nothing. With --dry-run in a copy of the workspace."),
    ...planOptions,
  },
  confirms: [...planQuestions, "roll-back"],
  async run({ run: words = "", dryRun, cluster, ...input }, context) {
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    if (dryRun) {
      return withSession(root, "rollback", context, async (session) => {
        const back = await wayBack(words, session);
        const report: RollbackReport = { ...back.report, dryRun: true };
        return cluster ? planned(report, `pmpc rollback ${report.to.name} --cluster`, () => planAside(back, session, input, context)) : { exit: exit.done, report };
      });
    }
    const report = await withSession(root, "rollback", context, (session) => goBack(words, session, context));
    if (!cluster) return { exit: exit.done, report };
    return planned(report, "pmpc apply", async () => {
      const found = await gradeWorkspace(root, "rollback", input, context);
      await rememberPlan(root, found.grading, context.now());
      return found;
    });
  },
  view: viewRollback,
});

/** The report with what an apply would do, or why that could not be planned. */
async function planned(report: RollbackReport, next: string, plan: () => ReturnType<typeof gradeWorkspace>): Promise<Outcome<RollbackReport>> {
  try {
    const { grading, ...facts } = await plan();
    return { exit: exitOf(grading), report: { ...report, plan: { ...facts, ...grading }, next } };
  } catch (error) {
    if (!isPmpcError(error) || !unproven.includes(error.code)) throw error;
    return { exit: exit.failed, report: { ...report, notPlanned: [error.message, error.hint].filter(Boolean).join(": ") } };
  }
}

interface WayBack {
  readonly report: RollbackReport;
  readonly files: Former;
  readonly configuration: Configuration;
  readonly last: RunSummary | undefined;
}

/** What a rollback would do. */
async function wayBack(words: string, { root, store, configuration }: Session): Promise<WayBack> {
  if (configuration === undefined) throw noWorkspace(root);
  const moments = await readMoments(store, configuration);
  const to = findMoment(words, moments);
  const [now, names, others] = [await readWhole(root), await readNames(root), await readClusterNames(root)];
  const then = withoutSettledAdopt(await codeAt(store, to), names, others);
  const { files: changing, kept, yours } = filesBack(now, then);
  const tests = await testsBack(root, now, then, changing);
  const files = new Map([...changing, ...tests.back]);
  const readable = new Map([...files].filter(([path]) => !isMemory(path)));
  const last = await store.latestRun(configuration);
  const guests = keysIn(then.get(namesPath));
  const inCode = { then: new Set([...guests, ...keysIn(then.get(clusterNamesPath))]), now: new Set([...names.keys(), ...others.keys()]) };
  const away = to.run === undefined || last === undefined ? { lost: [], leaving: [] } : irrecoverable(await store.observation(to.run), await store.observation(last.id), inCode);
  const edited = await editedOf(root, store, moments, new Map([...readable.keys()].flatMap((path) => (now.has(path) ? [[path, now.get(path)!] as const] : []))));
  return {
    report: { workspace: root, to, files: diffsOf(now, readable), yours, kept, ...away, edited, tests: tests.stale },
    files,
    configuration: { ...configuration, forget: await forgetThen(root, configuration, guests) },
    last,
  };
}

/** Plans the code as it would be, in a copy of the workspace. */
async function planAside({ files, configuration }: WayBack, { root, store }: Session, input: InputOf<typeof planOptions>, context: Context<(typeof planQuestions)[number]>): ReturnType<typeof gradeWorkspace> {
  let found: Awaited<ReturnType<typeof gradeWorkspace>>;
  await tryOut(root, async (copy) => {
    await putBack(copy, files);
    await writeConfiguration(copy, configuration);
    found = await gradeFolder({ root: copy, store, configuration }, input, context);
  }, { toPlan: true });
  return { ...found!, workspace: root };
}

async function goBack(words: string, session: Session, context: Context<"roll-back">): Promise<RollbackReport> {
  const { root, store } = session;
  const { report, files, configuration, last } = await wayBack(words, session);
  const { to, edited } = report;
  if (files.size === 0) return report;
  if (edited.length > 0) {
    throw new PmpcError("edited", `${edited.join(", ")} ${edited.length === 1 ? "was" : "were"} edited since the last run, and going back would write over that`, {
      hint: `nothing was written\nto keep it: git commit, or pmpc sync, which records the code as it is; then go back\npmpc rollback ${to.name} --dry-run shows what would change`,
      exit: exit.refused,
      facts: { files: edited },
    });
  }
  await ask(report, context);
  await putBack(root, files);
  // What was open about code that is no more.
  const lists = await Promise.all([...files.keys()].filter((path) => !isMemory(path)).map(async (path) => ((await readText(root, path + conflictSuffix)) === undefined ? [] : [path + conflictSuffix])));
  await changeFiles(root, new Map(lists.flat().map((path) => [path, undefined])));
  await writeConfiguration(root, configuration);
  if (last === undefined) return { ...report, next: "pmpc plan" };
  const again = await store.recordAgain(last.id);
  await keepRun(root, store, again, undefined, { plan: { codeOf: to.name } });
  return { ...report, run: again.id, next: "pmpc plan" };
}

const keysIn = (names: string | undefined): ReadonlySet<string> => new Set((names ?? "").split("\n").filter((line) => line !== "").map((line) => (JSON.parse(line) as { readonly key: string }).key));

/** Files with a text that neither a run, nor git, nor pmpc's own writing could give again. */
async function editedOf(root: string, store: Session["store"], moments: readonly Moment[], texts: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const base = await readBase(root);
  const own = new Map([...texts].filter(([path, text]) => base.owned.get(path) !== hashContent(text)));
  const paths = await unrecorded(store, moments, own);
  const committed = await committedFiles(root, paths);
  return paths.filter((path) => !committed.has(path));
}

/** The guests that were let go of then: those that have code again are not among them. */
async function forgetThen(root: string, { forget = [] }: Configuration, inCode: ReadonlySet<string>): Promise<readonly string[]> {
  const forgotten = [...(await readForgotten(root)).values()].map(({ guest }) => printName(guest));
  const still = forget.filter((name) => {
    const guest = parseGuestName(name);
    return guest === undefined || !inCode.has(printGuestKey(guest));
  });
  return [...new Set([...still, ...forgotten.filter((name) => forget.includes(name))])];
}

async function ask({ to, files, lost, leaving, tests }: RollbackReport, { host }: Context<"roll-back">): Promise<void> {
  const lines = [
    ...files.map(({ path, change }) => `  ${change.padEnd(8)} ${path}`),
    ...lost.map((one) => `  lost     ${one}`),
    ...tests.map((one) => `  stays    ${one}, a test of what no code is of then`),
    ...leaving.map((one) => `  leaves   ${one} leaves the code: an apply would destroy it`),
  ];
  const says = `${lines.join("\n")}\nPut the code back to run ${to.name} of ${utc(to.at)}?`;
  if (await host.confirm({ code: "roll-back", says, about: [], data: { run: to.name, files: files.map(({ path }) => path), lost } })) return;
  throw new PmpcError("not-confirmed", "nothing was written", { hint: `--yes puts back what pmpc rollback ${to.name} --dry-run shows`, exit: exit.refused });
}

function viewRollback({ to, files, yours, kept, lost, leaving, edited, tests, dryRun, run, plan, notPlanned, next }: RollbackReport): View {
  const listed = (name: string, all: readonly string[], says: string): Fact | undefined => (all.length === 0 ? undefined : fact(name, says, { below: all }));
  const done = files.length === 0 ? fact("same", `the code is what it was at run ${to.name}`) : fact(dryRun ? "would go" : "back", `to run ${to.name} of ${utc(to.at)}: ${count(files.length, "file")}`, { below: files.map(({ path, change }) => `${path} ${change}`) });
  return [
    facts(
      done,
      to.apply === undefined ? undefined : fact("at", `the apply: ${sayMoment(to)}`),
      listed("lost", lost, "does not come back"),
      listed("leaves", leaving, "no code is of it then: an apply would destroy it, a guest only once its name is given; pmpc forget keeps it"),
      listed("edited", edited, "since the last run: this would be written over, and is refused until it is committed or recorded (pmpc sync)"),
      listed("tests", tests, dryRun ? "would test what no code is of: remove them then, or an apply stops at them" : "test what no code is of any more: remove them, or an apply stops at them"),
      listed("yours", yours, "differs from then, and is left alone"),
      listed("kept", kept, "held a secret then, which was not kept: left alone"),
      run === undefined ? undefined : fact("run", `${run}  has this code`),
    ),
    ...(dryRun ? tellDiffs(files) : []),
    ...(plan === undefined ? [] : viewPlan(plan)),
    facts(
      notPlanned === undefined ? undefined : fact("not planned", notPlanned),
      next === undefined ? undefined : fact("next", next, { below: [plan === undefined ? "it says what an apply would do; the cluster is as it was" : dryRun ? "it brings the code back; nothing was written" : "it goes the way back; nothing was applied yet"] }),
    ),
  ];
}
