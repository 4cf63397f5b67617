import { exit } from "../../lib/error";
import { action, type Outcome } from "../engine/action";
import { option } from "../engine/option";
import { planOptions, planQuestions } from "../judge/grade-workspace";
import { rehearse as play } from "../rehearse/rehearse";
import type { RehearsalReport } from "../rehearse/report";
import { viewRehearsal } from "../rehearse/view";
import { findRoot, noWorkspace, withWorkspace } from "../session/session";

/** `pmpc rehearse`: what an apply would make of each guest, tried out on a twin of the cluster. */
export const rehearse = action({
  name: "rehearse",
  summary: "Apply the plan to a simulated twin of the cluster",
  topic: "code onto cluster",
  effect: "reads",
  common: true,
  says: "Apply the plan to a simulated twin of the cluster as it was read last, and show what becomes of each guest. Neither the cluster nor Terraform's state is touched.",
  input: {
    ...planOptions,
    allRights: option.flag("Rehearse with all rights, and not with those of the token that read the cluster last.", { local: true }),
  },
  confirms: planQuestions,
  async run(input, context): Promise<Outcome<RehearsalReport>> {
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    return withWorkspace(root, "rehearse", context, async (session) => {
      if (session.configuration === undefined) throw noWorkspace(root);
      const report = await play(session, input, context);
      return { exit: !report.passed ? exit.failed : report.notRehearsed.length > 0 ? exit.partial : exit.done, report };
    });
  },
  view: viewRehearsal,
});
