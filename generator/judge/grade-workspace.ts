import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { openCluster } from "../gate/live";
import { undecidedIn } from "../workspace/code";
import type { Context } from "../engine/action";
import { option, type InputOf } from "../engine/option";
import type { Types } from "../terraform/type-check";
import type { Adoption } from "./adoption";
import { refusalOf } from "../session/caution";
import { type Connecting, type ConnectionInput, connectionOptions, connectionQuestions, writeTokenIn } from "../connect/connection";
import { gradeProject, type Grading } from "./grading";
import { explain, withGuestsNow, type GuestsNow, type Known } from "./guest-now";
import { openPlanningGate, reachCluster, type Recorded } from "./planning-gate";
import { openProject, planningOptions, type Project } from "./project";
import { noWorkspace, withWorkspace } from "../session/session";
import { placeOf, readLineage } from "../workspace/lineage";
import { inAnotherState } from "./which-state";
import { type Following, followQuestions } from "../session/earlier-run";

/** The options of every verb that plans. */
export const planOptions = {
  ...connectionOptions,
  out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
  ...planningOptions,
};

/** What may be asked for a plan. */
export const planQuestions = [...connectionQuestions, ...followQuestions] as const;

export interface PlanReport extends Grading {
  readonly workspace: string;
  readonly stack: string;
  /** `Terraform v1.11.4` */
  readonly by: string;
  /** What pmpc itself takes into the state, because this state lacks it and its code is settled. */
  readonly adopted: readonly ResourceKey[];
  /** What has another name in the code now; Terraform's record follows. */
  readonly renamed: Adoption["renamed"];
  /** Files that list what both the user and the cluster have changed, and what is not decided yet; undefined if there are none. */
  readonly undecided?: readonly string[];
  /** What the project's own TypeScript says of the code; undefined if it was not asked. */
  readonly types?: Types;
}

/** Decides what a plan is made against: a recorded run, and then the cluster is not asked, or the cluster as it is now. */
export type Choice = (known: Known) => Promise<Recorded | undefined>;

/** Plans a workspace's code, alone, and leaves no plan behind. */
export async function gradeWorkspace(
  root: string,
  verb: string,
  input: InputOf<typeof planOptions>,
  context: Context<Connecting | Following>,
  choose: Choice = async () => undefined,
): Promise<Omit<PlanReport, keyof Grading> & { readonly grading: Grading }> {
  return withWorkspace(root, verb, context, async ({ store, configuration }) => {
    if (configuration === undefined) throw noWorkspace(root);
    return gradeFolder({ root, store, configuration }, input, context, choose);
  });
}

/** Plans the code of a folder, by somebody who works in the workspace already. */
export async function gradeFolder({ root, store, configuration }: Known, input: InputOf<typeof planOptions>, context: Context<Connecting | Following>, choose: Choice = async () => undefined): ReturnType<typeof gradeWorkspace> {
  const from = await choose({ root, store, configuration });
  const cluster = from === undefined ? await reachCluster(configuration, input, context) : openCluster(undefined);
  const gate = await openPlanningGate(root, cluster, context, from);
  try {
    const project = await openProject(root, configuration, input, context, gate);
    try {
      const grading = await gradeWith(project, { root, store, configuration, cluster }, input, context);
      const undecided = await undecidedIn(root);
      const elsewhere = inAnotherState(project, await readLineage(root), placeOf(root));
      if (elsewhere !== undefined) context.host.notify({ code: "state-elsewhere", says: `${elsewhere.says}: an apply is refused here\n${elsewhere.remedy}`, data: { adopted: project.adoption.adopted.length } });
      return { ...factsOf(root, project), ...(undecided.length > 0 ? { undecided } : {}), grading };
    } finally {
      await project.terraform.discard();
    }
  } finally {
    await gate.close();
    cluster.close();
  }
}

/** What a report says of a project. */
export const factsOf = (root: string, { stack, version, adoption: { adopted, renamed } }: Project): Omit<PlanReport, keyof Grading> => ({ workspace: root, stack, by: version, adopted, renamed });

/**
 * Plans a project, with what the cluster says about guests that Terraform would make, take in, or could not change now. Refuses to plan
 * anything for a guest that has the number of another one.
 */
export async function gradeWith(project: Project, known: Known, input: InputOf<typeof planOptions> & { readonly only?: readonly string[] }, context: Context<Connecting>): Promise<Grading> {
  try {
    const { adopted } = project.adoption;
    if (adopted.length > 0) await withGuestsNow(known, input, context, (guests) => checkAdopted(project, guests));
    const grading = await gradeProject(project.terraform, input.standstill ?? 60, input.only, project.configOf, tokensOf(input, context));
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

/** By whom an apply is made, as Proxmox VE names tokens and users. */
const tokensOf = (input: ConnectionInput, context: Context<Connecting>): readonly string[] =>
  [input.apiToken, context.environment.PROXMOX_VE_API_TOKEN, writeTokenIn(input, context)].flatMap((token) => (token === undefined || token === "" ? [] : [token.split("=")[0]!])).concat(input.username ?? []);

/** Guests are taken in where they are now, and only where they are the ones that were written. */
async function checkAdopted({ adoption, terraform }: Project, guests: GuestsNow): Promise<void> {
  const strangers = await guests.strangers(adoption.adopted.filter((key) => parseGuestKey(key) !== undefined));
  if (strangers.length > 0) throw refusalOf(strangers);
  const imports = adoption.imports.flatMap(({ to, id }, at) => {
    const key = adoption.adopted[at]!;
    if (parseGuestKey(key) === undefined) return [{ to, id }];
    const now = guests.there.get(key);
    return now === undefined ? [] : [{ to, id: `${now.node}/${id.split("/").at(-1)!}` }];
  });
  await terraform.add({ ...adoption, imports });
}
