import type { FileChange } from "../assignment";
import { newChangeSet } from "../change-set";
import { unfold } from "../unfold";
import type { Bench } from "./bench";
import type { Contested, SharedChange } from "./values";

/**
 * Brings up to date what a table decides for all of its rows: where all of them are to have the same, it changes there; a row that
 * alone is to have something else becomes a statement of its own. What is done neither way is contested. `isLeaving`: rows that go anyway;
 * `staysThere`: comments that a row does not take along.
 */
export function settleShared(bench: Bench, wanted: ReadonlyMap<string, readonly SharedChange[]>, isLeaving: (key: string) => boolean, staysThere: (key: string) => (comment: string) => boolean): { readonly changed: readonly string[]; readonly contested: ReadonlyMap<string, readonly Contested[]> } {
  const taken = newChangeSet();
  const rows = rowsOf(bench, wanted, isLeaving);
  const changed = new Set<string>();
  const alone = new Set<string>();
  for (const [key, list] of wanted) {
    const { siblings, times } = rows(key);
    for (const { changes } of list) {
      const isAll = changes.length > 0 && times.get(print(changes)) === siblings;
      if (!isAll) alone.add(key);
      else if (changes.every(taken.has)) changed.add(key);
      else if (!changes.some(taken.isNear)) {
        taken.add(changes);
        changed.add(key);
      }
    }
  }
  if (taken.all.length > 0) {
    bench.make(taken.all);
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

/** The constructs that the same expression makes. */
interface Rows {
  /** How many stay. */
  readonly siblings: number;
  /** How many of these want a change. */
  readonly times: ReadonlyMap<string, number>;
}

/** What the rows of each table want: counted once, as a table may have thousands. */
function rowsOf({ constructs }: Bench, wanted: ReadonlyMap<string, readonly SharedChange[]>, isLeaving: (key: string) => boolean): (key: string) => Rows {
  const tables = new Map<unknown, { siblings: number; readonly times: Map<string, number> }>();
  for (const [key, list] of constructs) {
    if (isLeaving(key)) continue;
    for (const node of new Set(list.map(({ creation }) => creation.node))) {
      const table = tables.get(node) ?? { siblings: 0, times: new Map<string, number>() };
      tables.set(node, table);
      table.siblings++;
      for (const one of new Set((wanted.get(key) ?? []).map(({ changes }) => print(changes)))) table.times.set(one, (table.times.get(one) ?? 0) + 1);
    }
  }
  const none: Rows = { siblings: 0, times: new Map() };
  return (key) => tables.get(constructs.get(key)?.[0]?.creation.node) ?? none;
}

const print = (changes: readonly FileChange[]) => JSON.stringify(changes.map(({ file, start, end, text }) => [file, start, end, text]).sort());
