import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { conflictMark } from "../../lib/conflict-mark";
import { exit, PmpcError } from "../../lib/error";
import { inBatches } from "./batch";
import { readFormat } from "./format";
import { hashContent } from "./hash";
import { readJournal, type Writing } from "./journal";
import { checkPath, stateFolder } from "./path";

/**
 * What pmpc generated last for each file of a workspace, as a text beside the others in git: a clone knows what is edited, and
 * later imports know what to merge from. By path, as hashes.
 */
export interface Base {
  /** Files that pmpc rewrites, and the new versions it put beside edited ones. */
  readonly owned: ReadonlyMap<string, string>;
  /** Files that pmpc wrote a first time and leaves alone since. */
  readonly once: ReadonlyMap<string, string>;
  /** What a run that was interrupted was writing: it may be on the disk, and is then pmpc's. */
  readonly writing: Writing;
  /** The text that was generated last for a path that pmpc rewrites. */
  text(path: string): string | undefined;
}

/** The two folders of base texts. */
export const baseFolders = { owned: `${stateFolder}/base`, once: `${stateFolder}/once` } as const;

/** Where the base text of a file lies. */
export const basePath = (path: string, kind: keyof typeof baseFolders = "owned") => `${baseFolders[kind]}/${path}`;

/** Reads what was generated last; in a new workspace nothing. */
export async function readBase(root: string): Promise<Base> {
  await readFormat(root);
  const [owned, once, writing] = [await readTexts(root, "owned"), await readTexts(root, "once"), await readJournal(root)];
  return { owned: hashes(owned), once: hashes(once), writing, text: (path) => owned.get(path) };
}

/** The texts themselves: path → text. */
export async function readTexts(root: string, kind: keyof typeof baseFolders): Promise<ReadonlyMap<string, string>> {
  const folder = join(root, baseFolders[kind]);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
    throw error;
  });
  // A link is never pmpc's: the folder comes from a repository, and is trusted no more than others.
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll("\\", "/"));
  for (const path of paths) checkPath(path);
  const texts = await inBatches(paths.sort(), (path) => readFile(join(folder, path), "utf8"));
  for (const [at, text] of texts.entries()) refuseConflict(`${baseFolders[kind]}/${paths[at]!}`, text);
  return new Map(paths.map((path, at) => [path, texts[at]!]));
}

const hashes = (texts: ReadonlyMap<string, string>) => new Map([...texts].map(([path, text]) => [path, hashContent(text)]));

/** Refuses a file in which git left a conflict: what pmpc remembers decides what becomes of guests. */
export function refuseConflict(path: string, text: string, remedy = `take one of the two sides, then import again:\n  git checkout --theirs ${stateFolder} && git add ${stateFolder}`): void {
  const line = conflictMark(text);
  if (line === undefined) return;
  throw new PmpcError("merge-conflict", `${path}:${line} has a conflict that git left in it`, { hint: remedy, exit: exit.refused });
}
