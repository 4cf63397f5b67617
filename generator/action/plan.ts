import { exit, worstExit } from "../../lib/error";
import { action } from "../engine/action";
import { gradeWorkspace, planOptions, planQuestions } from "../judge/grade-workspace";
import { exitOf } from "../judge/grading";
import { rememberPlan } from "../renew/last";
import { viewPlan } from "../judge/plan-view";
import { findRoot, noWorkspace } from "../session/session";
import { besideTypes, typesOption } from "../judge/types";

/** `pmpc plan`: what an apply would do, guest by guest, in Proxmox VE's words. */
export const plan = action({
  name: "plan",
  summary: "Show what an apply would do to each guest",
  topic: "code onto cluster",
  effect: "reads",
  common: true,
  says: "Show what an apply would do to each guest, and change nothing.",
  input: { ...planOptions, ...typesOption },
  confirms: planQuestions,
  async run(input, context) {
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    return besideTypes(root, input, context, async (check) => {
      const { grading, ...report } = await gradeWorkspace(root, "plan", input, context);
      await rememberPlan(root, grading, context.now());
      // What the plan ends with must not depend on which of the two is quicker.
      if (check !== undefined) context.host.progress("checking", "the types of the code");
      const types = await check?.end();
      context.host.idle();
      return { exit: worstExit(exitOf(grading), types !== undefined && types.problems.length > 0 ? exit.failed : exit.done), report: { ...report, ...grading, types } };
    });
  },
  view: viewPlan,
});
