import { exit } from "../../lib/error";
import { action, type Outcome } from "../engine/action";
import { applyQuestions } from "../change/apply-plan";
import { applyOptions, applyWorkspace, viewApply, type ApplyReport } from "../change/apply-workspace";
import { rememberApply } from "../renew/last";
import { dropApplied } from "../renew/moot";
import { findRoot, noWorkspace } from "../session/session";

export type { ApplyReport };

/** `pmpc apply`: does what `pmpc plan` shows, and nothing else. */
export const apply = action({
  name: "apply",
  summary: "Apply the plan; after an import, adopt the guests",
  topic: "code onto cluster",
  effect: "changes cluster",
  says: "Apply the plan. After an import, this adds the guests to Terraform's state and refuses any other change.",
  input: applyOptions,
  confirms: applyQuestions,
  async run(input, context): Promise<Outcome<ApplyReport>> {
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    const { later, ...report } = await applyWorkspace(root, "apply", input, context);
    if (report.applied) await dropApplied(root, report.resources);
    await rememberApply(root, report, context.now());
    const isPart = later > 0 || (report.playbooks ?? []).some(({ passed }) => !passed);
    return { exit: isPart ? exit.partial : exit.done, report };
  },
  view: viewApply,
});
