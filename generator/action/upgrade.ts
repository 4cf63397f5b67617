import { exit, isPmpcError, PmpcError } from "../../lib/error";
import { action, type Context } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts, type View } from "../engine/view";
import { gradeWorkspace, planOptions, planQuestions, type PlanReport } from "../judge/grade-workspace";
import { exitOf } from "../judge/grading";
import { viewPlan } from "../judge/plan-view";
import { stateCopies, unproven } from "../judge/project";
import { parseSelection } from "../plan/select";
import type { OpenConflict } from "../renew/conflict";
import { renameFormer } from "../renew/former";
import { rememberPlan } from "../renew/last";
import { checkRelease, isUntried, lockedRelease, releaseOf, renewPackage, type ReleaseChange } from "../renew/release";
import { writeQuestions, writeWorkspace } from "../renew/write";
import { conflictFacts } from "../renew/write-view";
import { diffsOf, tellDiffs, type FileDiff } from "../revise/view";
import { keepRun } from "../session/keep-run";
import { findRoot, lastRun, noWorkspace, withSession, type Session } from "../session/session";
import { readWritten } from "../session/written";
import { configurationPath, settingsOf, writeConfiguration } from "../settings/configuration";
import { readText } from "../workspace/text";
import { takeOver, tryOut } from "../workspace/trial";
import { isMemory } from "../workspace/whole";

export interface UpgradeReport {
  readonly workspace: string;
  /** `0.2.0`: the pmpc that runs. */
  readonly pmpc: string;
  /** `0.112.0`: the release of the provider that the code asks for afterwards. */
  readonly provider: string;
  /** What gets another release: the package, the provider, what a lock file holds fast. */
  readonly changes: readonly ReleaseChange[];
  /** The files that change. */
  readonly files: readonly FileDiff[];
  /** What both this pmpc and the user changed: the code stays the user's, and a file beside it lists them. */
  readonly conflicts: readonly OpenConflict[];
  readonly warnings: readonly string[];
  /** Nothing was written. */
  readonly dryRun?: true;
  /** Commands that undo it, in their order. */
  readonly back: readonly string[];
  /** What an apply would do afterwards: after an upgrade alone, nothing. */
  readonly plan?: PlanReport;
  /** Why that could not be planned. */
  readonly notPlanned?: string;
  readonly next?: string;
}

/** `pmpc upgrade`: the workspace as this release of pmpc, and a release of the provider, would have it. */
export const upgrade = action({
  name: "upgrade",
  summary: "Bring the workspace to this release of pmpc, or to another one of the provider",
  topic: "workspace",
  effect: "writes workspace",
  says: "Bring the workspace to this release of pmpc, or to another release of the provider: shows what changes in the package, the lock file, the settings and the code, asks, writes all of it or nothing, and plans. What you wrote stays. The cluster is not changed.",
  input: {
    provider: option.text("The release of bpg/proxmox that the code asks for: 0.112.0. Default: the one in .proxmox/config.yml, else the one that this pmpc is made for.", { placeholder: "RELEASE" }),
    dryRun: option.flag("Show what would change, and write nothing."),
    verify: option.flag("Plan the code afterwards (--no-verify skips this).", { preset: true }),
    ...planOptions,
  },
  confirms: [...planQuestions, ...writeQuestions, "upgrade"],
  async run({ provider, dryRun = false, verify, ...input }, context) {
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    const report = await withSession(root, "upgrade", context, (session) => renew(session, provider, dryRun, context));
    if (dryRun || !verify) return { exit: exit.done, report };
    // What is installed is another pmpc than the code is for now.
    if (report.changes.some(({ what }) => what === "pmpc")) return { exit: exit.done, report: { ...report, next: "npm install && pmpc plan" } };
    try {
      const { grading, ...planned } = await gradeWorkspace(root, "upgrade", input, context);
      await rememberPlan(root, grading, context.now());
      return { exit: exitOf(grading), report: { ...report, plan: { ...planned, ...grading } } };
    } catch (error) {
      if (!isPmpcError(error) || !unproven.includes(error.code)) throw error;
      return { exit: exit.failed, report: { ...report, notPlanned: [error.message, error.hint].filter(Boolean).join(": "), next: "pmpc plan" } };
    }
  },
  view: viewUpgrade,
});

async function renew(session: Session, wanted: string | undefined, dryRun: boolean, context: Context<(typeof writeQuestions)[number] | "upgrade">): Promise<UpgradeReport> {
  const { root, store, configuration } = session;
  if (configuration === undefined) throw noWorkspace(root);
  const [before, provider] = [releaseOf(configuration), wanted ?? releaseOf(configuration)];
  await checkRelease(root, provider);
  const run = await lastRun(session);
  const after = wanted === undefined ? configuration : { ...configuration, provider };
  let [conflicts, warnings, packages, renamed]: [readonly OpenConflict[], readonly string[], readonly ReleaseChange[], readonly string[]] = [[], [], [], []];
  const trial = await tryOut(root, async (copy) => {
    await writeConfiguration(copy, after, wanted === undefined ? [] : [["provider", provider]]);
    packages = (await renewPackage(copy, context)).changes;
    renamed = await renameFormer(copy);
    const written = await writeWorkspace({ root: copy, store, run, settings: settingsOf(after, root), before: after, selection: parseSelection([], []), groupBy: undefined, isTrial: true }, context);
    ({ conflicts, warnings } = written.report);
  });
  const lock = await lockOf(root);
  const changes: ReleaseChange[] = [
    ...packages,
    ...(provider === before ? [] : [{ what: "provider", file: configurationPath, from: before, to: provider } as const]),
    ...(lock === undefined || lock.release === provider ? [] : [{ what: "lock file", file: lock.file, from: lock.release, to: provider } as const]),
  ];
  const readable = [...trial].filter(([path]) => !isMemory(path) && !path.startsWith(".proxmox/once/"));
  const files = diffsOf(new Map(readable.flatMap(([path, text]) => (text.before === undefined ? [] : [[path, text.before] as const]))), new Map(readable.map(([path, text]) => [path, text.after])));
  const untried = isUntried(provider) ? [`release ${provider} of the provider is newer than this pmpc, which was not tried with it: read the plan`] : [];
  const report: UpgradeReport = { workspace: root, pmpc: context.version, provider, changes, files, conflicts, warnings: [...untried, ...renamed, ...warnings], back: [] };
  const isCode = files.some(({ path }) => path !== configurationPath && path !== "package.json");
  const back = (then: string) => [...packages.map(({ from = "pmpc" }) => `npm install pmpc@${from.replace(/^pmpc$/, "latest")}`), ...(provider === before ? [] : [`pmpc upgrade --provider ${before}`]), ...(isCode && packages.length > 0 ? [`pmpc rollback ${then}`] : [])];
  if (dryRun) return { ...report, back: back("RUN"), dryRun: true };
  if (trial.size === 0) return report;
  await ask(report, back("RUN"), context);
  // A run that has the code as it was is where a rollback leads.
  const then = await store.recordAgain(run.id);
  await keepRun(root, store, then, undefined);
  await takeOver(root, trial);
  await keepRun(root, store, await store.recordAgain(run.id), undefined);
  return { ...report, back: back(String(then.id)) };
}

/** What Terraform holds fast for the stack; undefined if it was never initialised here. */
async function lockOf(root: string): Promise<{ readonly file: string; readonly release: string } | undefined> {
  const { named } = await readWritten(root);
  const file = `${stateCopies.replace(/\/[^/]+$/, "")}/${named.stack?.id ?? ""}/.terraform.lock.hcl`;
  const release = lockedRelease((await readText(root, file)) ?? "");
  return release === undefined ? undefined : { file, release };
}

async function ask({ changes, files, provider }: UpgradeReport, back: readonly string[], { host, version }: Context<"upgrade">): Promise<void> {
  const lines = [
    ...changes.map(({ what, file, from = "nothing", to }) => `  ${what.padEnd(9)} ${from} → ${to}  ${file}`),
    ...files.map(({ path, change }) => `  ${change.padEnd(9)} ${path}`),
    ...back.map((command, at) => `  ${at === 0 ? "back     " : "         "} ${command}`),
  ];
  const says = `${lines.join("\n")}\nWrite this for pmpc ${version} and the provider ${provider}?`;
  if (await host.confirm({ code: "upgrade", says, about: [], data: { provider, files: files.map(({ path }) => path) } })) return;
  throw new PmpcError("not-confirmed", "nothing was written", { hint: "--yes writes what pmpc upgrade --dry-run shows", exit: exit.refused });
}

function viewUpgrade({ pmpc, provider, changes, files, conflicts, warnings, dryRun, back, plan, notPlanned, next }: UpgradeReport): View {
  const for_ = `pmpc ${pmpc}, provider ${provider}`;
  return [
    facts(
      files.length === 0 ? fact("same", `nothing to write for ${for_}`) : fact(dryRun ? "would write" : "written", `${count(files.length, "file")} for ${for_}`, { below: files.map(({ path, change }) => `${path} ${change}`) }),
      ...changes.map(({ what, file, from = "nothing", to }) => fact(what, `${from} → ${to}  ${file}`, what === "lock file" ? { below: ["with the next plan"] } : {})),
      ...conflictFacts({ conflicts, deleted: [] }),
    ),
    ...(dryRun ? tellDiffs(files) : []),
    ...(plan === undefined ? [] : viewPlan(plan)),
    facts(
      notPlanned === undefined ? undefined : fact("not planned", notPlanned),
      next === undefined ? undefined : fact("next", next),
      back.length === 0 || files.length === 0 ? undefined : fact("back", back[0]!, { below: back.slice(1) }),
    ),
    { is: "notes", notes: warnings.slice(0, 5) },
  ];
}
