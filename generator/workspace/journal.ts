import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { passing } from "./path";

/** Path → the hashes of what may be there. */
export type Writing = ReadonlyMap<string, readonly string[]>;

// Below a folder that git ignores: what one machine was doing does not concern another.
export const journalPath = `${passing}/writing.json`;

/** What a run was writing when it was interrupted; nothing where all went well, or where the journal itself is damaged. */
export async function readJournal(root: string): Promise<Writing> {
  const text = await readFile(join(root, journalPath), "utf8").catch(() => "{}");
  return new Map(entriesIn(text).filter((entry): entry is [string, string[]] => Array.isArray(entry[1]) && entry[1].every((hash) => typeof hash === "string")));
}

export function printJournal(writing: Writing): string {
  return JSON.stringify(Object.fromEntries(writing));
}

function entriesIn(text: string): [string, unknown][] {
  try {
    return Object.entries(JSON.parse(text) as object);
  } catch {
    return [];
  }
}
