import { diff3Merge } from "node-diff3";

/** A text that was merged line by line, and the lines that both changed: they are as the user has them. */
export interface MergedLines {
  readonly text: string;
  readonly conflicts: readonly { readonly line: number; readonly base: string; readonly fresh: string; readonly mine: string }[];
}

/** Merges texts that are no code. */
export function mergeLines(base: string, fresh: string, mine: string): MergedLines {
  const end = mine.includes("\r\n") ? "\r\n" : "\n";
  const lines = (text: string) => text.split(/\r?\n/);
  const merged: string[] = [];
  const conflicts: { line: number; base: string; fresh: string; mine: string }[] = [];
  for (const { ok, conflict } of diff3Merge(lines(mine), lines(base), lines(fresh), { excludeFalseConflicts: true })) {
    if (ok) merged.push(...ok);
    if (!conflict) continue;
    conflicts.push({ line: merged.length + 1, base: conflict.o.join("\n"), fresh: conflict.b.join("\n"), mine: conflict.a.join("\n") });
    merged.push(...conflict.a);
  }
  return { text: merged.join(end), conflicts };
}
