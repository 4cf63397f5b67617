import { exit, isPmpcError } from "../../lib/error";
import { action, option, type Outcome } from "./action";
import { connectionOptions } from "./connection";
import { exitOf, type Grading } from "./grading";
import { gradeWorkspace } from "./plan";
import { planningOptions, unproven } from "./project";
import { findRoot, noWorkspace } from "./session";

export interface VerifyReport extends Grading {
  readonly workspace: string;
  readonly proven: boolean;
  readonly stack?: string;
  /** `Terraform v1.11.4` */
  readonly by?: string;
  /** What would make a proof possible. */
  readonly remedy?: string;
}

/** `pmpc verify`: whether the code is what the cluster is, by Terraform's own plan. */
export const verify = action({
  name: "verify",
  says: "Prove that the code changes nothing: plan it with terraform or tofu, and grade every resource.",
  input: { ...connectionOptions, out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR" }), ...planningOptions },
  async run(input, context): Promise<Outcome<VerifyReport>> {
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    try {
      const { grading, ...report } = await gradeWorkspace(root, "verify", input, context);
      return { exit: exitOf(grading), report: { ...report, proven: exitOf(grading) === exit.done, ...grading } };
    } catch (error) {
      if (!isPmpcError(error) || !unproven.includes(error.code)) throw error;
      const missing = { workspace: root, proven: false, resources: [], problems: [error.message], complete: false, remedy: error.hint };
      return { exit: exit.failed, report: missing };
    }
  },
});
