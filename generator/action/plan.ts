import { action, type Context } from "../engine/action";
import { option, type InputOf } from "../engine/option";
import { connectionOptions } from "./connection";
import { exitOf, gradeProject, type Grading } from "./grading";
import type { ResourceKey } from "../../lib/pve/address";
import type { Adoption } from "./adoption";
import { refusalOf } from "./caution";
import { explain, withGuestsNow, type GuestsNow, type Known } from "./guest-now";
import { rememberPlan } from "./last";
import { sumOf, viewPlan } from "./plan-view";
import { openProject, planningOptions, type Project } from "./project";
import { findRoot, noWorkspace, withWorkspace } from "./session";
import { besideTypes, typesOption } from "./types";
import type { Types } from "../terraform/type-check";
import { exit, worstExit } from "../../lib/error";

export const planOptions = {
  ...connectionOptions,
  out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
  ...planningOptions,
};

/** `pmpc plan`: what an apply would do, guest by guest, in Proxmox VE's words. */
export const plan = action({
  name: "plan",
  summary: "Show what an apply would do to each guest",
  topic: "code onto cluster",
  effect: "reads",
  says: "Show what an apply would do to each guest, and change nothing.",
  input: { ...planOptions, ...typesOption },
  async run(input, context) {
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    return besideTypes(root, input, context, async (check) => {
      const { grading, ...report } = await gradeWorkspace(root, "plan", input, context);
      await rememberPlan(root, "plan", sumOf(grading.resources), context.now());
      // The plan is not waited for longer than it takes.
      const types = await check?.now();
      return { exit: worstExit(exitOf(grading), types !== undefined && types.problems.length > 0 ? exit.failed : exit.done), report: { ...report, ...grading, types } };
    });
  },
  view: viewPlan,
});

export interface PlanReport extends Grading {
  readonly workspace: string;
  readonly stack: string;
  readonly by: string;
  /** Guests that pmpc itself takes into the state, because this state lacks them and their code is settled. */
  readonly adopted: readonly ResourceKey[];
  /** Guests that have another name in the code now; Terraform's record follows. */
  readonly renamed: Adoption["renamed"];
  /** What the project's own TypeScript says of the code; undefined where nobody asked. */
  readonly types?: Types;
}

/** Plans a workspace's code, alone, and leaves no plan behind. */
export async function gradeWorkspace(root: string, verb: string, input: InputOf<typeof planOptions>, context: Context): Promise<Omit<PlanReport, keyof Grading> & { readonly grading: Grading }> {
  return withWorkspace(root, verb, context, async ({ store, configuration }) => {
    if (configuration === undefined) throw noWorkspace(root);
    const project = await openProject(root, configuration, input, context);
    try {
      const grading = await gradeWith(project, { root, store, configuration }, input, context);
      return { ...factsOf(root, project), grading };
    } finally {
      await project.terraform.discard();
    }
  });
}

/** What a report says of a project. */
export const factsOf = (root: string, { stack, version, adoption: { adopted, renamed } }: Project): Omit<PlanReport, keyof Grading> => ({ workspace: root, stack, by: version, adopted, renamed });

/**
 * Plans a project, with what the cluster says about guests that Terraform would make, take in, or could not change now. Refuses to plan
 * anything for a guest that has the number of another one.
 */
export async function gradeWith(project: Project, known: Known, input: InputOf<typeof planOptions> & { readonly only?: readonly string[] }, context: Context): Promise<Grading> {
  try {
    const { adopted } = project.adoption;
    if (adopted.length > 0) await withGuestsNow(known, input, context, (guests) => checkAdopted(project, guests));
    const grading = await gradeProject(project.terraform, input.standstill ?? 60, input.only);
    if (grading.resources.every(({ grade }) => grade === "clean")) return grading;
    return await withGuestsNow(known, input, context, async (guests) => {
      const touched = grading.resources.flatMap(({ key, grade }) => (key === undefined || grade === "clean" || grade === "forget" ? [] : [key]));
      const strangers = await guests.strangers(touched);
      if (strangers.length > 0) throw refusalOf(strangers);
      return { ...grading, resources: await Promise.all(grading.resources.map((resource) => explain(resource, guests, project))) };
    });
  } finally {
    context.host.idle();
  }
}

/** Guests are taken in where they are now, and only where they are the ones that were written. */
async function checkAdopted({ adoption, terraform }: Project, guests: GuestsNow): Promise<void> {
  const strangers = await guests.strangers(adoption.adopted);
  if (strangers.length > 0) throw refusalOf(strangers);
  const imports = adoption.imports.flatMap(({ to, id }, at) => {
    const now = guests.there.get(adoption.adopted[at]!);
    return now === undefined ? [] : [{ to, id: `${now.node}/${id.split("/").at(-1)!}` }];
  });
  await terraform.add({ ...adoption, imports });
}
