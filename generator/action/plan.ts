import { isPmpcError } from "../../lib/error";
import { parseGuestKey, printGuestName, type ResourceKey } from "../../lib/pve/address";
import type { StateStore } from "../store/state-store";
import { action, option, type Context, type InputOf } from "./action";
import type { Configuration } from "./configuration";
import { connect, connectionOptions } from "./connection";
import { exitOf, gradeProject, type Grading, type ResourceReport } from "./grading";
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

interface Known {
  readonly store: StateStore;
  readonly configuration: Configuration;
}

/** Plans a project, with what the cluster says about guests that Terraform would make. */
export async function gradeWith(project: Project, known: Known, input: InputOf<typeof planOptions>, context: Context): Promise<Grading> {
  try {
    const grading = await gradeProject(project.terraform, input.standstill ?? 60);
    if (!grading.resources.some(({ grade }) => grade === "create")) return grading;
    const nodes = await nodesOf(known, input, context);
    return { ...grading, resources: grading.resources.map((resource) => (resource.grade === "create" ? explainCreation(resource, nodes, project) : resource)) };
  } finally {
    context.host.progress(undefined);
  }
}

/** A guest that Terraform would make may be there: the provider looks for a container only where it was, and forgets it. */
function explainCreation(resource: ResourceReport, nodes: ReadonlyMap<ResourceKey, string>, { folder }: Project): ResourceReport {
  const { key, address } = resource;
  const guest = key === undefined ? undefined : parseGuestKey(key);
  const node = key === undefined ? undefined : nodes.get(key);
  if (!guest) return resource;
  const name = printGuestName(guest);
  if (node === undefined) {
    return { ...resource, reason: `${name} is not in the cluster; an apply makes a new one, with empty disks`, remedy: "if it was removed on purpose: pmpc import takes it out of the code" };
  }
  const moved = guest.type === "lxc" ? "; it has moved, and the provider takes a container that has moved for deleted" : "";
  return {
    ...resource,
    grade: "already there",
    reason: `${name} is on ${node}, and not where Terraform's state has it${moved}`,
    remedy: `instead of making it twice:\n  terraform -chdir=${folder} state rm '${address}'   (where the state still has it)\n  pmpc import && pmpc apply`,
  };
}

/** Where every guest is: as the cluster says now, else as it was seen last. */
async function nodesOf({ store, configuration }: Known, input: InputOf<typeof planOptions>, context: Context): Promise<ReadonlyMap<ResourceKey, string>> {
  const now = input.apiToken !== undefined || input.username !== undefined ? await askCluster(input, configuration, context) : undefined;
  if (now) return now;
  const run = await store.latestRun();
  const seen = run === undefined ? [] : await store.resources(run.id);
  return new Map(seen.flatMap(({ key, node }) => (node !== undefined && parseGuestKey(key) ? [[key, node] as const] : [])));
}

async function askCluster(input: InputOf<typeof planOptions>, configuration: Configuration, context: Context): Promise<ReadonlyMap<ResourceKey, string> | undefined> {
  try {
    const { client } = await connect(input, configuration, context);
    try {
      const { data } = await client.get("/cluster/resources?type=vm");
      const rows = Array.isArray(data) ? (data as readonly Readonly<Record<string, unknown>>[]) : undefined;
      return rows && new Map(rows.map(({ type, vmid, node }) => [`${String(type)}/${String(vmid)}`, String(node)]));
    } finally {
      client.close();
    }
  } catch (error) {
    if (!isPmpcError(error)) throw error;
    return undefined;
  }
}
