import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { inBatches } from "./batch";
import { conflictSuffix } from "./path";

const foreign = /^(node_modules|cdktf\.out|dist|coverage|\..*)$/;

const source = /(?<!\.(?:d|test|spec))\.tsx?$/;
const conflicts = new RegExp(`\\.tsx?\\${conflictSuffix}$`);

/** The project's own TypeScript: path → text, sorted. Neither what is installed, nor what is made from it, nor what only tests it. */
export async function readCode(root: string): Promise<ReadonlyMap<string, string>> {
  const paths = (await below(root, "", source)).sort();
  const texts = await inBatches(paths, (path) => readFile(join(root, path), "utf8"));
  return new Map(paths.map((path, at) => [path, texts[at]!]));
}

/** The files that list values which both the user and the cluster have changed, and which are not decided yet. */
export const undecidedIn = async (root: string): Promise<readonly string[]> => (await below(root, "", conflicts)).sort();

async function below(root: string, folder: string, wanted: RegExp): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return foreign.test(entry.name) ? [] : below(root, path, wanted);
      return entry.isFile() && wanted.test(entry.name) ? [path] : [];
    }),
  );
  return found.flat();
}
