import type { FileChange } from "../assignment";
import { unfold } from "../unfold";
import type { Bench } from "./bench";
import { isEqual, isNear, type Contested, type SharedChange } from "./values";

/**
 * Brings up to date what a table decides for all of its rows: where all of them are to have the same, it changes there; a row that
 * alone is to have something else becomes a statement of its own. What is done neither way is contested. `isLeaving`: rows that go anyway;
 * `staysThere`: comments that a row does not take along.
 */
export function settleShared(bench: Bench, wanted: ReadonlyMap<string, readonly SharedChange[]>, isLeaving: (key: string) => boolean, staysThere: (key: string) => (comment: string) => boolean): { readonly changed: readonly string[]; readonly contested: ReadonlyMap<string, readonly Contested[]> } {
  const taken: FileChange[] = [];
  const changed = new Set<string>();
  const alone = new Set<string>();
  for (const [key, list] of wanted) {
    const siblings = siblingsOf(bench, key).filter((one) => !isLeaving(one));
    for (const { changes } of list) {
      const isAll = changes.length > 0 && siblings.every((other) => wanted.get(other)?.some((one) => isSame(one.changes, changes)));
      if (!isAll) alone.add(key);
      else if (changes.every((one) => taken.some((other) => isEqual(one, other)))) changed.add(key);
      else if (!changes.some((one) => taken.some((other) => isNear(one, other)))) {
        taken.push(...changes);
        changed.add(key);
      }
    }
  }
  if (taken.length > 0) {
    bench.make(taken);
    return { changed: [...wanted.keys()], contested: new Map() };
  }
  // One after the other: the rows of a table lie beside each other.
  for (const key of alone) {
    const [instance] = bench.constructs.get(key) ?? [];
    const changes = instance && unfold(bench.project, instance, staysThere(key));
    if (changes === undefined) continue;
    bench.make(changes);
    changed.add(key);
  }
  if (changed.size > 0) return { changed: [...wanted.keys()], contested: new Map() };
  return { changed: [], contested: new Map([...wanted].map(([key, list]) => [key, list.map(({ contested }) => contested)])) };
}

const isSame = (some: readonly FileChange[], others: readonly FileChange[]) => some.length === others.length && some.every((one) => others.some((other) => isEqual(one, other)));

/** The constructs that the same expression makes. */
function siblingsOf({ constructs }: Bench, key: string): readonly string[] {
  const node = constructs.get(key)?.[0]?.creation.node;
  return [...constructs].filter(([, list]) => list.some(({ creation }) => creation.node === node)).map(([other]) => other);
}
