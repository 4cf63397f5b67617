import { utc } from "../../lib/pve/utc";
import { exit, isPmpcError } from "../../lib/error";
import { action, type Outcome } from "../engine/action";
import { option } from "../engine/option";
import { fact, facts } from "../engine/view";
import { recordingOf } from "../gate/recording";
import { connectionOptions, wayTo } from "../connect/connection";
import { exitOf, type Grading } from "../judge/grading";
import { rememberProof } from "../renew/last";
import { gradeWorkspace, planQuestions, type PlanReport } from "../judge/grade-workspace";
import { blocksOf, bothWays, notProven, sumOf, viewPlan } from "../judge/plan-view";
import { planningOptions, unproven } from "../judge/project";
import { isLeftOut } from "../terraform/grade";
import { findRoot, lastRun, noWorkspace } from "../session/session";

/** Without a plan, all that is known is why. */
export interface VerifyReport extends Grading, Partial<Omit<PlanReport, keyof Grading | "workspace" | "types">> {
  readonly workspace: string;
  readonly proven: boolean;
  /** When that was read which it was proven against: ISO 8601, UTC. Undefined if the cluster was asked. */
  readonly readAt?: string;
  /** What would make a proof possible. */
  readonly remedy?: string;
}

/** `pmpc verify`: whether the code is what the cluster is, by Terraform's own plan. */
export const verify = action({
  name: "verify",
  summary: "Prove that the code changes nothing",
  topic: "cluster into code",
  effect: "reads",
  says: "Prove that the code changes nothing: plan it with terraform or tofu, and check every resource. Without credentials, it is compared with what was last read.",
  input: {
    ...connectionOptions,
    out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
    ...planningOptions,
    offline: option.flag("Compare with what was last read, and do not ask the cluster."),
  },
  confirms: planQuestions,
  async run(input, context): Promise<Outcome<VerifyReport>> {
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    let readAt: string | undefined;
    try {
      const { grading, ...report } = await gradeWorkspace(root, "verify", input, context, async (known) => {
        if (!input.offline && (await wayTo(input, known.configuration, context)) !== undefined) return undefined;
        const run = await lastRun(known);
        readAt = run.finishedAt;
        return { recording: recordingOf(await known.store.observation(run.id)), withoutSecrets: true };
      });
      const proven = exitOf(grading) === exit.done;
      await rememberProof(root, { proven, by: report.by, ...grading }, context.now());
      return { exit: exitOf(grading), report: { ...report, proven, ...(readAt === undefined ? {} : { readAt }), ...grading } };
    } catch (error) {
      if (!isPmpcError(error) || !unproven.includes(error.code)) throw error;
      const missing = { workspace: root, proven: false, resources: [], problems: [error.message], complete: false, remedy: error.hint };
      return { exit: exit.failed, report: missing };
    }
  },
  view({ proven, by, resources, problems, complete, remedy, readAt }) {
    if (by === undefined) return [facts(notProven(problems[0] ?? "", remedy))];
    const against = readAt === undefined ? undefined : fact("against", `what was read at ${utc(readAt)}: the cluster was not asked`);
    if (proven) return [...blocksOf(resources.filter(({ waiting }) => waiting !== undefined)), facts(fact("proven", `${by}: ${sumOf(resources)}`), against)];
    return [...viewPlan({ resources, problems, remedy }), facts(against, notProven(!complete ? "the plan is not complete" : resources.every(({ grade }) => grade === "clean" || isLeftOut(grade)) ? "not everything could be looked at" : "the code differs from the cluster", bothWays(resources).join("\n") || undefined))];
  },
});
