import type { Node } from "../engine/view";
import { unifiedDiff } from "./diff";

/** What becomes of one file. */
export interface FileDiff {
  readonly path: string;
  readonly change: "created" | "updated" | "removed";
  /** As `diff -u` shows it. */
  readonly diff: string;
}

/** The files that change, each with its difference; undefined text: it goes. */
export function diffsOf(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string | undefined>): readonly FileDiff[] {
  return [...after]
    .filter(([path, text]) => before.get(path) !== text)
    .map(([path, text]): FileDiff => ({ path, change: text === undefined ? "removed" : before.has(path) ? "updated" : "created", diff: unifiedDiff(path, before.get(path) ?? "", text ?? "") }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The differences, as they are read. */
export const tellDiffs = (files: readonly FileDiff[]): readonly Node[] => files.map(({ diff }): Node => ({ is: "text", text: diff }));
