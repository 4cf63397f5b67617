import { PmpcError } from "../../lib/error";
import type { Context } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, type Fact } from "../engine/view";
import { withoutCredentials } from "../gate/environment";
import { startTypeCheck, type TypeCheck, type TypeProblem, type Types } from "../terraform/type-check";
import { sayLong } from "./takes-long";

/** The option of the verbs that have the code's types checked. */
export const typesOption = {
  types: option.flag("Also check the code with the project's own TypeScript, if it is installed (--no-types skips this).", { preset: true }),
};

/** Has the types of a workspace's code checked while the verb does its work, which gets the check; undefined if none is wanted. */
export async function besideTypes<R>(root: string, { types }: { readonly types?: boolean }, { environment, host, signal }: Context, work: (check: TypeCheck | undefined) => Promise<R>): Promise<R> {
  const check = types === false ? undefined : startTypeCheck({ root, environment: withoutCredentials(environment), signal, onLong: sayLong(host, "the check of the code's types") });
  try {
    return await work(check);
  } finally {
    check?.stop();
  }
}

const few = 8;
const command = "npx tsc --noEmit";

/** What a plan says of the types beside the guests: nothing where all is well. */
export function typesFacts({ problems, unchecked }: Types): Fact[] {
  if (unchecked !== undefined) return [fact("types", `not checked: ${unchecked}`, { below: [`${command} checks them`] })];
  if (problems.length === 0) return [];
  return [fact("types", `${count(problems.length, "error")}; the plan is that of the code as it runs, and an apply is refused`, { below: linesOf(problems) })];
}

/** Code that does not mean what it says is not applied. */
export function refuseTypeErrors(types: Types | undefined): void {
  if (types === undefined || types.problems.length === 0) return;
  throw new PmpcError("type-errors", `the code has ${count(types.problems.length, "type error")}: nothing was done`, { hint: [...linesOf(types.problems), "to apply it all the same: --no-types"].join("\n") });
}

function linesOf(problems: readonly TypeProblem[]): string[] {
  const lines = problems.slice(0, few).map(({ file, line, says }) => (file === undefined ? says : `${file}:${line}: ${says}`));
  return problems.length > few ? [...lines, `and ${problems.length - few} more: ${command}`] : lines;
}
