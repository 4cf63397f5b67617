import { lstat, readFile, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { exit, PmpcError } from "../../lib/error";
import { inBatches } from "./batch";
import { hashContent } from "./hash";
import { foldersOf } from "./path";

/** What is on the disk under a path. */
export type Sight =
  | { readonly is: "nothing" }
  | { readonly is: "file"; readonly hash: string; readonly mode: number }
  /** A folder, a link, a device: never pmpc's. */
  | { readonly is: "other" };

/** Looks at each path in a workspace. Refuses those that a link would lead out of it, or that a file is in the way of. */
export async function lookAt(root: string, paths: readonly string[]): Promise<ReadonlyMap<string, Sight>> {
  const folders = [...new Set(paths.flatMap(foldersOf))];
  await inBatches(folders, (folder) => checkFolder(root, folder));
  return new Map(await inBatches(paths, async (path) => [path, await look(join(root, path))] as const));
}

async function checkFolder(root: string, folder: string): Promise<void> {
  const path = join(root, folder);
  const stats = await statsOf(path);
  if (stats === undefined || stats.isDirectory()) return;
  if (!stats.isSymbolicLink())
    throw new PmpcError("path-refused", `${path} is a file, and pmpc needs a folder there`, { hint: "move it away", exit: exit.refused });
  const target = await realpath(path).catch(() => undefined);
  if (target?.startsWith((await realpath(root)) + sep)) return;
  throw new PmpcError("path-refused", `${path} is a link that points outside of the workspace, and pmpc writes only inside`, {
    hint: "replace it with a folder",
    exit: exit.refused,
  });
}

async function look(path: string): Promise<Sight> {
  const stats = await statsOf(path);
  if (stats === undefined) return { is: "nothing" };
  if (!stats.isFile()) return { is: "other" };
  return { is: "file", hash: hashContent(await readFile(path)), mode: stats.mode & 0o777 };
}

async function statsOf(path: string) {
  return lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });
}
