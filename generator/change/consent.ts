import { createHash } from "node:crypto";
import { exit, PmpcError } from "../../lib/error";
import type { ResourceKey } from "../../lib/pve/address";
import type { Context } from "../engine/action";
import { isUnanswered } from "../engine/host";
import type { Grade } from "../terraform/grade";
import { quoteWord } from "../engine/line";
import { changeRows } from "../judge/change-rows";
import type { ResourceReport } from "../judge/grading";
import { labelOf, undecidedHelp } from "../judge/plan-view";

/** What an apply takes away, and what goes with it where it is a guest. */
const losses: Readonly<Partial<Record<Grade, readonly [what: string, more: string]>>> = {
  "becomes a template": ["would be stopped and become a template", ", which never runs again"],
  "loses a disk": ["would lose a disk", ""],
  replace: ["would be replaced", ": destroyed with its disks, and created again"],
  destroy: ["would be destroyed", ", with its disks"],
};
// These leave the state as it is, too, but for what only Terraform itself knows.
const silent: readonly Grade[] = ["clean", "state only"];

/** The guests among resources. */
export const keysOf = (resources: readonly ResourceReport[]): readonly ResourceKey[] => resources.flatMap(({ key }) => key ?? []);

/** Names what a plan does to resources: the same plan has the same name. */
export function hashOf(resources: readonly ResourceReport[]): string {
  const said = resources.map(({ address, grade, importing, changes }) => [address, grade, importing, changes.map(({ attribute, before, after }) => [attribute, before, after])]);
  return createHash("sha256").update(JSON.stringify(said)).digest("hex").slice(0, 16);
}

/** What is lost with its disks is named by anyone who wants it lost, one by one. */
export async function confirmLosses(todo: readonly ResourceReport[], confirmed: readonly string[], { host }: Context<"lose-guest">): Promise<void> {
  for (const resource of todo.filter(({ grade }) => Object.hasOwn(losses, grade))) {
    const label = labelOf(resource);
    const isGuest = resource.key !== undefined;
    const names = [resource.name, isGuest ? label.split(" ").slice(0, 2).join(" ") : label, resource.address];
    if (confirmed.some((name) => names.includes(name))) continue;
    const [what, more] = losses[resource.grade]!;
    const says = `${label} ${what}${isGuest ? more : ""}${resource.changes.filter(({ grade }) => grade === "loses a disk").map((one) => ` (${one.prop}: ${one.says})`).join("")}. Its name, to go on`;
    const typed = await host.ask({ code: "lose-guest", says, about: keysOf([resource]), plan: hashOf([resource]), data: { grade: resource.grade } }).catch((error: unknown) => {
      if (!isUnanswered(error)) throw error;
      throw new PmpcError("not-confirmed", `${label} ${what}`, { hint: `if that is meant: --confirm ${isGuest ? resource.name : quoteWord(label)}`, exit: exit.refused });
    });
    if (!names.includes(typed)) throw new PmpcError("not-confirmed", `"${typed}" is not ${resource.name}: nothing was done`, { exit: exit.refused });
  }
}

/** @param more lines that are shown beside the changes */
export async function confirmChanges(todo: readonly ResourceReport[], { host }: Context<"apply">, more: readonly string[] = []): Promise<void> {
  const changing = todo.filter(({ grade }) => !silent.includes(grade));
  if (changing.length === 0) return;
  const lines = changing.map((one) => `  ${one.grade.padEnd(12)} ${labelOf(one)}${rowsOf(one).map((row) => `\n                 ${row}`).join("")}`);
  const amount = (grade: string) => changing.filter((one) => one.grade === grade).length;
  const grades = Object.fromEntries(changing.map(({ grade }) => [grade, amount(grade)]));
  if (await host.confirm({ code: "apply", says: `${[...lines, ...more].join("\n")}\nApply?`, about: keysOf(changing), plan: hashOf(todo), data: { grades } })) return;
  throw new PmpcError("not-confirmed", "nothing was done", { hint: "--yes applies what pmpc plan shows", exit: exit.refused });
}

/** What changes of one resource, its values one below the other. */
function rowsOf(resource: ResourceReport): readonly string[] {
  const rows = changeRows(resource);
  const [props, changes] = [0, 1].map((at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows.map(([prop, change, says]) => `${prop.padEnd(props!)}  ${change.padEnd(changes!)}  ${says}`.trimEnd());
}

/** What is told beside the changes while there are values that both the user and the cluster have changed. */
export const undecidedLines = (files: readonly string[]): readonly string[] => (files.length === 0 ? [] : [`  not decided  ${files.join(", ")}`, ...undecidedHelp.map((line) => `               ${line}`)]);
