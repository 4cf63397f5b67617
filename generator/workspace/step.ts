import { mkdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { inBatches } from "./batch";
import { journalPath, printJournal, type Writing } from "./journal";
import { foldersOf, stateFolder } from "./path";

/** One change to a disk, done whole or not at all. Paths are relative to the workspace. */
export type Step =
  | { readonly do: "write"; readonly path: string; readonly content: string; readonly mode?: number }
  /** Deletes a file, and the folders that this leaves empty. */
  | { readonly do: "remove"; readonly path: string };

const stage = `${stateFolder}/tmp/stage`;

/**
 * Does the steps in their order. All content is on the disk before the first file changes, and then nothing comes between:
 * a full disk changes nothing, and a crash has little time to find some files old and some new. What is being written is in a
 * journal meanwhile.
 */
export async function runSteps(root: string, steps: readonly Step[], writing: Writing): Promise<void> {
  const clear = (folder: string) => rm(join(root, folder), { recursive: true, force: true });
  if (steps.length === 0) return clear(dirname(stage));
  await clear(stage);
  await mkdir(join(root, stage), { recursive: true });
  try {
    await stageAll(root, steps);
    await writeFile(join(root, stage, "writing.json"), printJournal(writing), { flush: true });
    renameSync(join(root, stage, "writing.json"), join(root, journalPath));
    steps.forEach((step, index) => (step.do === "write" ? move(stagedAt(root, index), join(root, step.path)) : remove(root, step.path)));
    await clear(dirname(stage));
  } finally {
    await clear(stage);
  }
}

async function stageAll(root: string, steps: readonly Step[]): Promise<void> {
  await inBatches(steps, async (step, index) => {
    if (step.do !== "write") return;
    await writeFile(stagedAt(root, index), step.content, { flush: true });
    if (step.mode !== undefined) await chmod(stagedAt(root, index), step.mode);
  });
}

const stagedAt = (root: string, index: number) => join(root, stage, String(index));

function move(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}

function remove(root: string, path: string): void {
  rmSync(join(root, path), { force: true });
  removeEmpty([...foldersOf(path)].reverse().map((folder) => join(root, folder)));
}

/** Removes folders, innermost first, up to the first that something is in. */
export function removeEmpty(folders: readonly string[]): void {
  try {
    for (const folder of folders) rmdirSync(folder);
  } catch {
    // The rest is in use.
  }
}
