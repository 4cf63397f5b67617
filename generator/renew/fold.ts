import { isPmpcError } from "../../lib/error";
import { constructsOf, isAsGenerated } from "../edit/merge/side";
import { readProject } from "../edit/project";
import { emitProject, type ProjectFacts } from "../emit/cdktf/project";
import type { Plan } from "../plan/plan";
import { synthesiseTexts } from "../terraform/texts";
import type { Context } from "../engine/action";
import { sayLong } from "../judge/takes-long";
import { codeGrammar } from "./grammar";

/** A plan whose tables say the same as its guests one by one, and why others are not written. */
export interface ProvenFold {
  readonly plan: Plan;
  readonly warning?: string;
}

type Texts = ReadonlyMap<string, string>;

/**
 * Checks that tables change nothing: every guest has the values that it has without them, and where they are not those of the last import, both
 * synthesise to the same bytes. `last`: what was generated last. Else the guests are written one by one.
 */
export async function proveFold(plan: Plan, facts: ProjectFacts, last: Texts, root: string, { home, host, environment, signal }: Pick<Context, "home" | "host" | "environment" | "signal">): Promise<ProvenFold> {
  if (!plan.fold) return { plan };
  const alone = { ...plan, fold: false };
  const [folded, unfolded] = [textsOf(plan, facts), textsOf(alone, facts)];
  const changed = [...folded].filter(([path, text]) => text !== unfolded.get(path));
  if (changed.length === 0) return { plan };
  const reason = differs(folded, unfolded) ?? (changed.every(([path, text]) => last.get(path) === text) ? undefined : await synthesisDiffers(folded, unfolded, { root, home, environment, signal, onLong: sayLong(host, "the code that is about to be written") }));
  return reason === undefined ? { plan } : { plan: alone, warning: `the guests are written one by one: ${reason}` };
}

const textsOf = (plan: Plan, facts: ProjectFacts): Texts => new Map(emitProject(plan, facts).map(({ path, content }) => [path, content]));

/** The first guest that a table would say otherwise. */
function differs(folded: Texts, unfolded: Texts): string | undefined {
  const code = (texts: Texts) => readProject(new Map([...texts].filter(([path]) => path.endsWith(".ts") && !path.startsWith("tests/"))));
  const [one, other] = [code(folded), code(unfolded)];
  const [ours, theirs] = [constructsOf(one, codeGrammar), constructsOf(other, codeGrammar)];
  for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
    const [mine = [], base = []] = [ours.get(key), theirs.get(key)];
    if (mine.length !== 1 || base.length !== 1 || !isAsGenerated({ project: one, instance: mine[0]! }, { project: other, instance: base[0]! })) return `a table would say ${key} otherwise`;
  }
  return undefined;
}

async function synthesisDiffers(folded: Texts, unfolded: Texts, options: Parameters<typeof synthesiseTexts>[1]): Promise<string | undefined> {
  try {
    const [ours, theirs] = (await synthesiseTexts([folded, unfolded], options)) as [Texts, Texts];
    return ours.size === theirs.size && [...ours].every(([name, text]) => theirs.get(name) === text) ? undefined : "with tables the code synthesises to something else";
  } catch (error) {
    if (isPmpcError(error) && error.code !== "interrupted") return `whether tables change anything could not be checked: ${error.message}`;
    throw error;
  }
}
