import { existsSync, mkdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { chmod, mkdir, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { inBatches } from "./batch";
import { journalPath, printJournal, type Writing } from "./journal";
import { checkPath, foldersOf, passing, stateFolder } from "./path";

/** One change to a disk, done whole or not at all. Paths are relative to the workspace. */
export type Step =
  | { readonly do: "write"; readonly path: string; readonly content: string; readonly mode?: number }
  /** Deletes a file, and the folders that this leaves empty. */
  | { readonly do: "remove"; readonly path: string };

const stage = `${passing}/stage`;
const listPath = `${stage}/steps.json`;

/** A step as the disk remembers it, while its content lies in the stage. */
interface Listed {
  readonly do: Step["do"];
  readonly path: string;
  /** What was at its path before; undefined if nothing was. */
  readonly before?: string;
}

/**
 * Does the steps in their order. All content is on the disk before the first file changes, and then nothing comes between:
 * a full disk changes nothing, and what a crash leaves undone `finishSteps` does. What is being written is in a journal meanwhile.
 */
export async function runSteps(root: string, steps: readonly Step[], writing: Writing): Promise<void> {
  const clear = (folder: string) => rm(join(root, folder), { recursive: true, force: true });
  if (steps.length === 0) return clear(dirname(stage));
  await clear(stage);
  await mkdir(join(root, stage), { recursive: true });
  try {
    await stageAll(root, steps);
    await writeFile(join(root, stage, "writing.json"), printJournal(writing), { flush: true });
    await writeFile(join(root, `${listPath}.part`), JSON.stringify(await listOf(root, steps)), { flush: true });
    renameSync(join(root, stage, "writing.json"), join(root, journalPath));
    // From here on all of it is done, by this process or by the next one.
    renameSync(join(root, `${listPath}.part`), join(root, listPath));
    for (const [index, step] of steps.entries()) take(root, step.do, step.path, index);
    await clear(dirname(stage));
  } finally {
    await clear(stage);
  }
}

/** What became of steps that a killed process had begun. */
export interface Finished {
  readonly written: readonly string[];
  /** Files that somebody has changed since, for which nothing of the rest was done. */
  readonly changed: readonly string[];
}

/** Does what is left of steps whose process was killed; undefined if nothing is left. Only the process that has the workspace's lock may do so. */
export async function finishSteps(root: string): Promise<Finished | undefined> {
  const list = await readList(root);
  const left = list.flatMap((step, index) => ((step.do === "write" ? existsSync(stagedAt(root, index)) : existsSync(join(root, step.path))) ? [{ ...step, index }] : []));
  const now = await inBatches(left, ({ path }) => look(root, path));
  const changed = left.filter(({ before }, at) => now[at] !== before).map(({ path }) => path);
  if (changed.length === 0) for (const { do: what, path, index } of left) take(root, what, path, index);
  // What was written only in part stays in the journal.
  if (list.length > 0) await rm(join(root, changed.length === 0 ? dirname(stage) : stage), { recursive: true, force: true });
  return left.length === 0 ? undefined : { written: changed.length === 0 ? left.map(({ path }) => path) : [], changed };
}

async function readList(root: string): Promise<readonly Listed[]> {
  try {
    const list = JSON.parse(await readFile(join(root, listPath), "utf8")) as readonly Listed[];
    // The folder may come from a repository: nothing leads out of it, by a name or by a link.
    for (const { path } of list) checkPath(path.startsWith(`${stateFolder}/`) ? path.slice(stateFolder.length + 1) : path);
    const real = (await realpath(root)).replaceAll("\\", "/");
    const places = await inBatches(list, ({ path }) => placeOf(root, path));
    return places.every((place) => place === real || place.startsWith(`${real}/`)) ? list : [];
  } catch {
    return [];
  }
}

/** Where the innermost folder of a path really is that is there. */
async function placeOf(root: string, path: string): Promise<string> {
  for (const folder of [...foldersOf(path)].reverse()) {
    const place = await realpath(join(root, folder)).catch(() => undefined);
    if (place !== undefined) return place.replaceAll("\\", "/");
  }
  return (await realpath(root)).replaceAll("\\", "/");
}

const listOf = (root: string, steps: readonly Step[]): Promise<readonly Listed[]> =>
  inBatches(steps, async (step) => {
    const before = await look(root, step.path);
    return { do: step.do, path: step.path, ...(before === undefined ? {} : { before }) };
  });

/** Tells a file apart from what it is once somebody has written it; undefined if nothing is. */
async function look(root: string, path: string): Promise<string | undefined> {
  const found = await stat(join(root, path)).catch(() => undefined);
  return found && `${found.size} ${found.mtimeMs}`;
}

async function stageAll(root: string, steps: readonly Step[]): Promise<void> {
  await inBatches(steps, async (step, index) => {
    if (step.do !== "write") return;
    await writeFile(stagedAt(root, index), step.content, { flush: true });
    if (step.mode !== undefined) await chmod(stagedAt(root, index), step.mode);
  });
}

const stagedAt = (root: string, index: number) => join(root, stage, String(index));

function take(root: string, what: Step["do"], path: string, index: number): void {
  if (what === "write") move(stagedAt(root, index), join(root, path));
  else remove(root, path);
}

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
