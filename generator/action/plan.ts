import { action, option, type Context, type InputOf } from "./action";
import { connectionOptions } from "./connection";
import { exitOf, gradeProject, type Grading } from "./grading";
import { explain, guestsNow, type Known } from "./guest-now";
import { openProject, planningOptions, type Project } from "./project";
import { findRoot, noWorkspace, withSession } from "./session";

export const planOptions = {
  ...connectionOptions,
  out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR" }),
  ...planningOptions,
};

/** `pmpc plan`: what an apply would do, guest by guest, in Proxmox VE's words. */
export const plan = action({
  name: "plan",
  says: "Show what an apply would do to each guest, and change nothing.",
  input: planOptions,
  async run(input, context) {
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    const { grading, ...report } = await gradeWorkspace(root, "plan", input, context);
    return { exit: exitOf(grading), report: { ...report, ...grading } };
  },
});

export interface PlanReport extends Grading {
  readonly workspace: string;
  readonly stack: string;
  readonly by: string;
}

/** Plans a workspace's code, alone, and leaves no plan behind. */
export async function gradeWorkspace(root: string, verb: string, input: InputOf<typeof planOptions>, context: Context): Promise<Omit<PlanReport, keyof Grading> & { readonly grading: Grading }> {
  return withSession(root, verb, context, async ({ store, configuration }) => {
    if (configuration === undefined) throw noWorkspace(root);
    const project = await openProject(root, configuration, input, context);
    try {
      const grading = await gradeWith(project, { store, configuration }, input, context);
      return { workspace: root, stack: project.stack, by: project.version, grading };
    } finally {
      await project.terraform.discard();
    }
  });
}

/** Plans a project, with what the cluster says about guests that Terraform would make, or could not change now. */
export async function gradeWith(project: Project, known: Known, input: InputOf<typeof planOptions>, context: Context): Promise<Grading> {
  try {
    const grading = await gradeProject(project.terraform, input.standstill ?? 60);
    if (grading.resources.every(({ grade, importing }) => grade === "clean" || importing)) return grading;
    const guests = await guestsNow(known, input, context);
    return { ...grading, resources: grading.resources.map((resource) => explain(resource, guests, project)) };
  } finally {
    context.host.progress(undefined);
  }
}
