import type { Project } from "../project";
import { newChangeSet } from "../change-set";
import type { Bench } from "./bench";
import type { Grammar } from "./grammar";
import type { Constructs } from "./side";
import { settleShared } from "./table";
import { bringUpToDate, type Contested, type Held, type SharedChange } from "./values";
import type { Words } from "./words";

const mostRounds = 24;

/** What is merged, and what it is merged into. */
export interface Merged {
  readonly bench: Bench;
  readonly base: Project;
  readonly fresh: Project;
  readonly old: Constructs;
  readonly now: Constructs;
  readonly grammar: Grammar;
  readonly held: ReadonlyMap<string, Held>;
  /** Tells comments of a construct that were not generated for it. */
  readonly isOfUser: (key: string) => (comment: string) => boolean;
}

/** Merges the values of constructs round by round: what is beside each other is changed one after the other. Gives what both sides changed. */
export function mergeValues({ bench, base, fresh, old, now, grammar, held, isOfUser }: Merged, keys: readonly string[], words: Words): ReadonlyMap<string, readonly Contested[]> {
  let contested = new Map<string, readonly Contested[]>();
  let open = keys;
  for (let round = 0; open.length > 0 && round < mostRounds; round++) {
    const own = bench.constructs;
    const taken = newChangeSet();
    const reshaped = new Set<unknown>();
    const busy = new Set<string>();
    const shared = new Map<string, readonly SharedChange[]>();
    const left = new Set(open);
    contested = new Map([...contested].filter(([key]) => !left.has(key)));
    for (const key of open) {
      const [instance] = own.get(key) ?? [];
      if (instance === undefined) continue;
      const [was] = old.get(key) ?? [];
      const three = { base: was && { project: base, instance: was }, fresh: { project: fresh, instance: now.get(key)![0]! }, mine: { project: bench.project, instance } };
      const found = bringUpToDate(three, grammar, words, taken, reshaped, undefined, held.get(key));
      contested.set(key, found.contested);
      if (found.shared.length > 0) shared.set(key, found.shared);
      if (found.later || found.changes.length > 0) busy.add(key);
    }
    // What a table decides waits until each row is as far as it gets alone.
    if (taken.all.length === 0) {
      const settled = settleShared(bench, shared, (key) => old.has(key) && !now.has(key), isOfUser);
      for (const [key, list] of settled.contested) contested.set(key, [...(contested.get(key) ?? []), ...list]);
      if (settled.changed.length === 0) break;
      open = [...settled.changed];
      continue;
    }
    for (const key of shared.keys()) busy.add(key);
    bench.make(taken.all);
    open = [...busy];
  }
  return contested;
}
