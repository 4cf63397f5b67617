import type { ArrayExpression } from "@babel/types";
import type { FileChange } from "../assignment";
import { byFile } from "../edit";
import { change } from "../change";
import type { Instance } from "../instance";
import { insertElement } from "../layout";
import { withSource, type Project } from "../project";
import { readSource } from "../source";
import { styleAt } from "../style";
import { rowOf, unfold } from "../unfold";
import type { Bench } from "./bench";
import type { Grammar } from "./grammar";
import { constructsOf, isAsGenerated } from "./side";
import { translate, type Words } from "./words";

/** A construct that is generated for the first time. */
export interface Newcomer {
  readonly key: string;
  readonly instance: Instance;
}

/**
 * Puts a construct that is generated as a row into the table that the user's code has of its neighbours. False where there is none, or where it
 * would not be the same there.
 */
export function arriveAsRow(bench: Bench, { key, instance }: Newcomer, generated: Project, grammar: Grammar, words: Words): boolean {
  const { row } = rowOf(instance) ?? {};
  if (row === undefined) return false;
  const rows = [...constructsOf(generated, grammar)].filter(([, [one]]) => one?.creation.node === instance.creation.node).map(([other]) => other);
  const at = rows.indexOf(key);
  for (const [neighbour, isBefore] of [...rows.slice(0, at).reverse().map((one) => [one, true] as const), ...rows.slice(at + 1).map((one) => [one, false] as const)]) {
    const [twin, ...others] = bench.constructs.get(neighbour) ?? [];
    const place = twin && others.length === 0 ? rowOf(twin)?.row : undefined;
    if (place === undefined) continue;
    const { source, node } = place;
    const list = source.parentOf(node) as ArrayExpression;
    const code = translate(row, words, { scope: undefined, source, at: node.start! });
    if (code === undefined) return false;
    const members = list.elements.filter((one) => one !== null);
    const behind = isBefore ? node : members[members.indexOf(node) - 1];
    const changes: FileChange[] = insertElement(source, list, () => code(0), behind, styleAt(source, list)).map((one) => ({ ...one, file: source.path }));
    const after = bench.wouldBe(changes);
    const [fresh, ...more] = after?.constructs.get(key) ?? [];
    if (after === undefined || fresh === undefined || more.length > 0 || !isAsGenerated({ project: after.project, instance: fresh }, { project: generated, instance })) return false;
    bench.make(changes);
    return true;
  }
  return false;
}

/** Generated code in which some rows are statements of their own. */
export function spelledOut(generated: Project, newcomers: readonly Newcomer[], grammar: Grammar): Project {
  let project = generated;
  for (const { key, instance } of newcomers) {
    if (instance.frames.size === 0) continue;
    const [now] = constructsOf(project, grammar).get(key) ?? [];
    const changes: readonly FileChange[] = (now && unfold(project, now)) ?? [];
    for (const [path, made] of byFile(changes)) {
      const source = readSource(path, change(project.source(path)!.text, made));
      if (source !== undefined) project = withSource(project, source);
    }
  }
  return project;
}
