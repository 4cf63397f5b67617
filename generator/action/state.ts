import { join } from "node:path";
import { exit, PmpcError } from "../../lib/error";
import { copyState, listCopies, readCopy, type StateCopy } from "../terraform/copy";
import type { StateDocument } from "../terraform/terraform";
import { placeOf, readLineage, writeLineage } from "../workspace/lineage";
import { action, type Context } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts } from "../engine/view";
import { connectionOptions } from "../connect/connection";
import { guestsInState, openProject, planningOptions, stateCopies, type Project } from "../judge/project";
import { findRoot, noWorkspace, withSession } from "../session/session";
import { planQuestions } from "../judge/grade-workspace";

export interface StateReport {
  readonly workspace: string;
  /** `local`, `s3`, `pg` */
  readonly backend: string;
  readonly lineage?: string;
  readonly serial?: number;
  readonly guests: number;
  /** Where the guests were taken into a state first, as this workspace knows it. */
  readonly known?: string;
  /** Earlier states, the newest first: one before each apply. */
  readonly copies: readonly StateCopy[];
  readonly restored?: StateCopy;
  /** Whether there was a state to move; undefined if none was to be moved. */
  readonly moved?: boolean;
}

/** `pmpc state`: where Terraform's state is, its copies, and the way to another place or back. */
export const state = action({
  name: "state",
  summary: "Show Terraform's state and its copies, restore or move it",
  topic: "workspace",
  effect: "writes workspace",
  says: "Show Terraform's state and its copies. Restore a copy, or move the state to the backend in the code.",
  input: {
    ...connectionOptions,
    out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
    stack: planningOptions.stack,
    restore: option.text("Restore a copy: its number in the list, or its name.", { placeholder: "COPY" }),
    move: option.flag("Move the state to the backend in the code."),
  },
  confirms: [...planQuestions, "restore-state"],
  async run(input, context) {
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    return withSession(root, "state", context, async ({ configuration }) => {
      if (configuration === undefined) throw noWorkspace(root);
      const project = await openProject(root, configuration, { ...input, moveState: input.move ?? false }, context);
      try {
        const folder = join(root, stateCopies);
        const restored = input.restore === undefined ? undefined : await restore(input.restore, project, folder, context);
        const now = restored === undefined ? project.state : await project.terraform.state();
        if (input.move) await remember(root, project);
        const known = await readLineage(root);
        const report: StateReport = {
          workspace: root,
          backend: project.code.backend,
          ...(now?.lineage === undefined ? {} : { lineage: now.lineage, serial: now.serial }),
          guests: guestsInState(now).size,
          ...(known === undefined ? {} : { known: known.where ?? known.backend }),
          copies: await listCopies(folder),
          ...(restored === undefined ? {} : { restored }),
          ...(input.move ? { moved: holdsAny(now) } : {}),
        };
        return { exit: exit.done, report };
      } finally {
        context.host.idle();
      }
    });
  },
  view: ({ backend, lineage, serial, guests, known, copies, restored, moved }) => [
    facts(
      fact("state", !lineage ? `none yet (${backend})` : `${backend}, ${count(guests, "guest")}, serial ${serial ?? 0}`),
      !lineage ? undefined : fact("lineage", lineage),
      known === undefined || known === backend ? undefined : fact("first made", known),
      moved === undefined ? undefined : fact("moved", moved ? "to the backend in the code" : "nothing: there is no state yet; the first apply makes it there"),
      restored === undefined ? undefined : fact("restored", `the copy of ${restored.at}`),
    ),
    { is: "table", head: ["COPY", "TAKEN", "SERIAL", "NAME"], rows: copies.map(({ at, serial: number, name }, index) => [String(index + 1), at, String(number), name]), none: "no copies yet: each apply makes one" },
  ],
});

const holdsAny = (state: StateDocument | undefined) => (state?.resources ?? []).length > 0;

/** Names the state that was moved, for every clone to find it. A clone that has none is told where it is. */
async function remember(root: string, { state: now, code }: Project): Promise<void> {
  const [known, here] = [await readLineage(root), placeOf(root)];
  if (now?.lineage && holdsAny(now)) return writeLineage(root, { lineage: now.lineage, backend: code.backend, ...(code.backend === "local" ? { where: here } : {}) });
  if (known === undefined || known.where === here) return;
  throw new PmpcError("no-state", "this checkout has no state that could be moved", { hint: known.where === undefined ? `the workspace names one in ${known.backend}: check its place in main.ts` : `it is that of ${known.where}: with this main.ts, run pmpc state --move there`, exit: exit.refused });
}

/** Puts a copy in the place of the state, which is copied first: what is restored can be taken back. */
async function restore(wanted: string, { state: now, terraform }: Project, folder: string, { host, now: clock }: Context<"restore-state">): Promise<StateCopy> {
  const copies = await listCopies(folder);
  const copy = copies.find(({ name }, at) => name === wanted || String(at + 1) === wanted);
  if (copy === undefined) throw new PmpcError("no-such-copy", `there is no copy "${wanted}" of the state`, { hint: copies.length === 0 ? "there are no copies yet; each apply makes one" : "pmpc state lists the copies", exit: exit.notFound });
  const earlier = await readCopy(folder, copy);
  const question = `The state has ${guestsInState(now).size} guests (serial ${now?.serial ?? 0}). Restore the copy of ${copy.at}, with ${guestsInState(earlier).size} guests?`;
  if (!(await host.confirm({ code: "restore-state", says: question, about: [], data: { copy: copy.name } }))) throw new PmpcError("not-confirmed", "nothing was done", { hint: "--yes restores it", exit: exit.refused });
  if (now !== undefined) await copyState(folder, now, clock());
  await terraform.push(above(earlier, now));
  return copy;
}

/** Terraform takes only what is newer than what it has. */
const above = (earlier: StateDocument, now: StateDocument | undefined): StateDocument => ({ ...earlier, serial: Math.max(now?.serial ?? 0, earlier.serial ?? 0) + 1 });
