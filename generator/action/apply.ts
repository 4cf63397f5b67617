import { exit, isPmpcError, PmpcError } from "../../lib/error";
import { parseGuestKey, printGuestName } from "../../lib/pve/address";
import type { Grade } from "../terraform/grade";
import type { Terraform } from "../terraform/terraform";
import type { FileChange } from "../workspace/file";
import { action, option, type Context, type Outcome } from "./action";
import { gradeProject, type Grading, type ResourceReport } from "./grading";
import { gradeWith, planOptions, type PlanReport } from "./plan";
import { guestsInState, openProject } from "./project";
import { findRoot, noWorkspace, withSession } from "./session";
import { settle } from "./settle";

export interface ApplyReport extends PlanReport {
  readonly applied: boolean;
  /** Files whose import blocks went, because what they import is in the state. */
  readonly settled: readonly FileChange[];
}

/** `pmpc apply`: does what `pmpc plan` shows, and nothing else. */
export const apply = action({
  name: "apply",
  says: "Apply the plan. After an import it takes the guests into Terraform's state, and refuses everything else.",
  input: {
    ...planOptions,
    allowChanges: option.flag("Right after an import: also what is no import."),
    confirm: option.list("Guests that may be replaced or destroyed, by name: --confirm web01.", { placeholder: "NAME" }),
  },
  async run(input, context): Promise<Outcome<ApplyReport>> {
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    return withSession(root, "apply", context, async ({ store, configuration }) => {
      if (configuration === undefined) throw noWorkspace(root);
      const project = await openProject(root, configuration, input, context);
      const { terraform } = project;
      try {
        const grading = await gradeWith(project, { store, configuration }, input, context);
        refuseUnsafe(grading, input.allowChanges ?? false);
        const [later, todo] = [grading.resources.filter(isLater), grading.resources.filter((one) => isWork(one) && !isLater(one))];
        await confirmLosses(todo, input.confirm ?? [], context);
        await confirmChanges(todo, context);
        if (later.length > 0 && todo.length > 0) await planOnly(todo, terraform, input.standstill ?? 60);
        if (todo.length > 0) await applyNow(terraform, context);
        context.host.progress(undefined);
        const adopted = guestsInState(await terraform.state());
        const settled = await settle({ root, store, configuration, adopted }, context);
        return { exit: later.length > 0 ? exit.partial : exit.done, report: { workspace: root, stack: project.stack, by: project.version, ...grading, applied: todo.length > 0, settled } };
      } finally {
        context.host.progress(undefined);
        await terraform.discard();
      }
    });
  },
});

/** Applies the plan; who interrupts that is told what goes on. */
async function applyNow(terraform: Terraform, { host, signal }: Context): Promise<void> {
  const tell = () => host.warn("interrupted: what has begun is brought to its end, and nothing else is begun");
  signal.addEventListener("abort", tell, { once: true });
  try {
    await terraform.apply();
  } finally {
    signal.removeEventListener("abort", tell);
  }
}

/** Plans again without what waits; throws where that is not what was shown. */
async function planOnly(todo: readonly ResourceReport[], terraform: Terraform, standstill: number): Promise<void> {
  const { resources, complete } = await gradeProject(terraform, standstill, todo.map(({ address }) => address));
  const shown = new Map(todo.map(({ address, grade }) => [address, grade]));
  const others = resources.filter(({ address, grade }) => grade !== "clean" && shown.get(address) !== grade);
  if (complete && others.length === 0) return;
  throw new PmpcError("plan-changed", `the plan changed while it was made: ${others.map((one) => `${labelOf(one)} (${one.grade})`).join(", ") || "it is not complete"}`, { hint: "pmpc plan shows it", exit: exit.refused });
}

// Where a lock holds up Terraform's own record, that can wait, and all else need not.
const isLater = ({ grade, locked }: ResourceReport) => grade === "state only" && locked !== undefined;
const isWork = ({ grade, importing }: ResourceReport) => importing || grade !== "clean";

// These leave the cluster as it is.
const harmless: readonly Grade[] = ["clean", "state only", "forget"];

const few = 5;

/** Refuses what nobody can want, and beside imports everything that is more than that. */
function refuseUnsafe({ resources, problems, remedy, complete }: Grading, allowChanges: boolean): void {
  const impossible = resources.filter(({ grade, locked }) => grade === "refused" || grade === "already there" || (locked !== undefined && grade !== "state only"));
  if (impossible.length > 0 || problems.length > 0 || !complete) {
    const [first, ...others] = impossible;
    const more = others.length > few ? [`and ${others.length - few} more: pmpc plan shows them`] : [];
    throw new PmpcError("plan-refused", first ? `${labelOf(first)}: ${first.reason ?? first.changes.find(({ grade }) => grade === "refused")?.says ?? first.grade}` : (problems[0] ?? "the plan is not complete"), {
      hint: [first?.remedy ?? remedy, ...others.slice(0, few).map((one) => `${labelOf(one)}: ${one.reason ?? one.grade}`), ...more, ...problems.slice(first ? 0 : 1)].filter(Boolean).join("\n") || "pmpc plan shows it",
      exit: exit.refused,
    });
  }
  const changing = resources.filter(({ grade }) => !harmless.includes(grade));
  if (allowChanges || changing.length === 0 || !resources.some(({ importing }) => importing)) return;
  throw new PmpcError("more-than-imports", `the plan imports guests, and would change ${changing.map((one) => `${labelOf(one)} (${one.grade})`).join(", ")}`, {
    hint: "import first, change afterwards: undo the change in the code, or import again; --allow-changes does both at once",
    exit: exit.refused,
  });
}

/** What is lost with its disks is named by whoever wants it lost, one by one. */
async function confirmLosses(todo: readonly ResourceReport[], confirmed: readonly string[], { host }: Context): Promise<void> {
  for (const resource of todo.filter(({ grade }) => grade === "replace" || grade === "destroy")) {
    const names = [resource.name, labelOf(resource).split(" ").slice(0, 2).join(" "), resource.address];
    if (confirmed.some((name) => names.includes(name))) continue;
    const says = `${labelOf(resource)} would be ${resource.grade === "replace" ? "destroyed and made again" : "destroyed"}, with its disks. Its name, to go on`;
    const typed = await host.ask({ says, option: "--confirm" }).catch((error: unknown) => {
      if (!isPmpcError(error)) throw error;
      throw new PmpcError("not-confirmed", `${labelOf(resource)} would be ${resource.grade === "replace" ? "replaced" : "destroyed"}`, { hint: `if that is meant: --confirm ${resource.name}`, exit: exit.refused });
    });
    if (!names.includes(typed)) throw new PmpcError("not-confirmed", `"${typed}" is not ${resource.name}: nothing was done`, { exit: exit.refused });
  }
}

async function confirmChanges(todo: readonly ResourceReport[], { host }: Context): Promise<void> {
  const changing = todo.filter(({ grade }) => !harmless.includes(grade));
  if (changing.length === 0) return;
  const lines = changing.map((one) => `  ${one.grade.padEnd(12)} ${labelOf(one)}${one.changes.map(({ prop, says }) => `\n                 ${prop}: ${says}`).join("")}`);
  if (await host.confirm(`${lines.join("\n")}\nApply?`)) return;
  throw new PmpcError("not-confirmed", "nothing was done", { hint: "--yes applies what pmpc plan shows", exit: exit.refused });
}

/** `vm 101 web01` */
export function labelOf({ key, name, address }: ResourceReport): string {
  const guest = key === undefined ? undefined : parseGuestKey(key);
  return guest ? `${printGuestName(guest)} ${name}` : address;
}
