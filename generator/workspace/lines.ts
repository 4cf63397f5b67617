import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { exit, PmpcError } from "../../lib/error";
import { refuseConflict } from "./base";
import { readText, writeText } from "./text";

/** What has a line of its own in a file, under its key. */
export interface Line {
  /** `qemu/101` */
  readonly key: string;
}

/**
 * Reads a file of one JSON object on each line, which git merges line by line; in a workspace without it nothing.
 * Two lines of one key are what a merge leaves of two different truths, and only a person knows which holds.
 */
export async function readLines<T extends Line>(root: string, path: string): Promise<ReadonlyMap<string, T>> {
  const text = (await readText(root, path)) ?? "";
  refuseConflict(join(root, path), text);
  const lines = new Map<string, T>();
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line === "") continue;
    const read = parseLine<T>(line);
    if (read === undefined) throw wrong(root, path, at, "is not a line in the form that pmpc writes");
    const other = lines.get(read.key);
    if (other !== undefined && JSON.stringify(other) !== JSON.stringify(read)) throw wrong(root, path, at, `speaks of ${read.key}, and another line does so, too`);
    lines.set(read.key, read);
  }
  return lines;
}

/** The text of such a file, sorted by key: numbers in it count as numbers. */
export function printLines<T extends Line>(lines: Iterable<T>): string {
  const sorted = [...lines].sort((a, b) => byNumber.compare(a.key, b.key) || (a.key < b.key ? -1 : 1));
  return sorted.map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** Writes such a file. Nothing is touched where nothing changes. */
export async function writeLines<T extends Line>(root: string, path: string, lines: Iterable<T>): Promise<void> {
  const text = printLines(lines);
  const before = await readFile(join(root, path), "utf8").catch(() => undefined);
  if (text !== (before ?? "")) await writeText(root, path, text);
}

const byNumber = new Intl.Collator("en", { numeric: true });

function parseLine<T extends Line>(text: string): T | undefined {
  try {
    const line = JSON.parse(text) as Partial<T> | null;
    return typeof line?.key === "string" ? (line as T) : undefined;
  } catch {
    return undefined;
  }
}

function wrong(root: string, path: string, at: number, what: string): PmpcError {
  return new PmpcError("memory-unreadable", `${join(root, path)}:${at + 1} ${what}`, {
    hint: `restore the file from version control: git checkout -- ${path}\nafter a merge, keep the correct line and delete the other`,
    exit: exit.refused,
  });
}
