import type { Name } from "./names";
import { readLines, writeLines, type Line } from "./lines";
import { stateFolder } from "./path";

/** A guest that its user took out of the code to have it destroyed; the key is the guest's. */
export interface Deleted extends Line {
  /** Its construct's id. */
  readonly id: string;
  readonly name: string;
  /** Where its code was, and what it said: for anyone who wants it back. */
  readonly file: string;
  readonly text: string;
  /** It was a statement of its own, which can be put back. */
  readonly whole: boolean;
  /** Else the list or object that it was a member of, by its name, how many members came before it, and the comment behind it. */
  readonly member?: { readonly of: string; readonly at: number; readonly remark?: string };
  /** What was remembered of it, where an import had written it. */
  readonly remembered?: Name;
  /** The test of it, which would fail without it. */
  readonly test?: { readonly path: string; readonly text: string };
}

/** In git, so that no clone's import brings it back before an apply has destroyed it. */
export const deletedPath = `${stateFolder}/deleted.jsonl`;

export const readDeleted = (root: string): Promise<ReadonlyMap<string, Deleted>> => readLines<Deleted>(root, deletedPath);

export const writeDeleted = (root: string, deleted: Iterable<Deleted>): Promise<void> => writeLines(root, deletedPath, deleted);
