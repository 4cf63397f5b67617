import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { StateDocument } from "./state-document";

const kept = 20;

/** A copy of a state, as it was before an apply. */
export interface StateCopy {
  /** The file's name: `2026-11-29T05-17-00Z.12.tfstate`. */
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly serial: number;
}

/** Copies a state into a folder, for its owner alone, because it holds what the cluster holds; the oldest copies go. */
export async function copyState(folder: string, state: StateDocument, now: Date): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = `${now.toISOString().replace(/\.\d+Z$/, "Z").replaceAll(":", "-")}.${state.serial ?? 0}.tfstate`;
  const path = join(folder, name);
  try {
    await writeFile(`${path}.part`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
    await rename(`${path}.part`, path);
  } catch (error) {
    await rm(`${path}.part`, { force: true });
    throw error;
  }
  const copies = await listCopies(folder);
  for (const { name: old } of copies.slice(kept)) await rm(join(folder, old), { force: true });
}

/** The copies in a folder, the newest first. */
export async function listCopies(folder: string): Promise<readonly StateCopy[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .flatMap((name) => {
      const [, date, time, serial] = /^(\d{4}-\d\d-\d\d)T(\d\d-\d\d-\d\d)Z\.(\d+)\.tfstate$/.exec(name) ?? [];
      return date === undefined ? [] : [{ name, at: `${date}T${time!.replaceAll("-", ":")}Z`, serial: Number(serial) }];
    })
    .sort((a, b) => (a.at === b.at ? b.serial - a.serial : a.at < b.at ? 1 : -1));
}

/** Reads a copy. */
export async function readCopy(folder: string, { name }: StateCopy): Promise<StateDocument> {
  return JSON.parse(await readFile(join(folder, name), "utf8")) as StateDocument;
}
