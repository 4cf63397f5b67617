import { utc } from "../../lib/pve/utc";
import { exit, PmpcError } from "../../lib/error";
import { callerNow, commandLine } from "../caller/caller";
import { hashOf } from "../change/consent";
import { workIn } from "../change/apply-plan";
import { action, type Outcome } from "../engine/action";
import { option } from "../engine/option";
import { fact, facts } from "../engine/view";
import { exitOf } from "../judge/grading";
import { gradeWorkspace, planOptions, planQuestions, type PlanReport } from "../judge/grade-workspace";
import { labelOf, viewPlan } from "../judge/plan-view";
import { findRoot, noWorkspace } from "../session/session";
import { newCode, writeProposal } from "../workspace/proposal";

/** Minutes that a proposal waits. */
const patience = 10;

export interface ProposeReport extends PlanReport {
  /** What waits for a person; undefined if the plan changes nothing. */
  readonly proposed?: {
    /** `K7MQ-2XWD` */
    readonly code: string;
    /** Names the plan. */
    readonly plan: string;
    /** ISO 8601, UTC: after that it must be proposed anew. */
    readonly until: string;
    /** What the person types. */
    readonly next: string;
  };
}

/** `pmpc propose`: a plan that a person is to approve. */
export const propose = action({
  name: "propose",
  summary: "Plan, and give the plan a code by which a person approves it",
  topic: "code onto cluster",
  effect: "reads",
  common: true,
  says: `Plan, change nothing, and give the plan a code. pmpc approve CODE applies it within ${patience} minutes, if it is still the same plan.`,
  input: { by: option.text("Who proposes it, for the person who approves.", { placeholder: "NAME" }), ...planOptions },
  confirms: planQuestions,
  async run(input, context): Promise<Outcome<ProposeReport>> {
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    const { grading, ...report } = await gradeWorkspace(root, "propose", input, context);
    const todo = workIn(grading);
    if (!grading.complete || grading.problems.length > 0) throw new PmpcError("plan-refused", grading.problems[0] ?? "the plan is not complete", { hint: grading.remedy ?? "pmpc plan shows it", exit: exit.refused });
    if (todo.length === 0) return { exit: exitOf(grading), report: { ...report, ...grading } };
    const [code, plan, until] = [newCode(), hashOf(todo), new Date(context.now().getTime() + patience * 60_000).toISOString()];
    const client = callerNow()?.client ?? commandLine;
    await writeProposal(root, { code, plan, until, by: input.by, client, at: context.now().toISOString(), guests: todo.map((one) => ({ guest: labelOf(one), grade: one.importing ? "import" : one.grade })) });
    return { exit: exit.changes, report: { ...report, ...grading, proposed: { code, plan, until, next: `pmpc approve ${code}` } } };
  },
  view: ({ proposed, ...report }) => [...viewPlan(report), facts(proposed === undefined ? fact("proposed", "nothing: there is nothing to do") : fact("approve it", proposed.next, { below: [`until ${utc(proposed.until)}; it asks what pmpc apply asks`] }))],
});
