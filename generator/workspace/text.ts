import { randomUUID } from "node:crypto";
import { access, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { explainDisk } from "../../lib/disk";
import { passing, stateFolder } from "./path";

/** The text of a file of the workspace; undefined if there is none. */
export async function readText(root: string, path: string): Promise<string | undefined> {
  return readFile(join(root, path), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    // Of a folder in its place Node says no path.
    throw Object.assign(error, { path: error.path ?? join(root, path) });
  });
}

/** Whether there is anything under a path. */
export const isThere = (path: string): Promise<boolean> => access(path).then(() => true, () => false);

/** Whether a file is there, and is of who runs this. */
export async function isOwn(path: string): Promise<boolean> {
  const owner = await stat(path).then(({ uid }) => uid, () => undefined);
  // Windows tells no owner.
  return owner !== undefined && (process.getuid === undefined || owner === process.getuid());
}

/** Writes a file of the workspace whole or not at all. */
export async function writeText(root: string, path: string, content: string): Promise<void> {
  const [target, half] = [join(root, path), await halfOf(root, path)];
  await mkdir(dirname(target), { recursive: true });
  try {
    await writeFile(half, content);
    await rename(half, target);
  } catch (error) {
    // On a full disk, half a file would be in the way of the rest.
    await rm(half, { force: true });
    throw explainDisk(error, root);
  }
}

/** Where a file lies until it is whole: in a workspace, the next command finds there what one that was killed left. */
async function halfOf(root: string, path: string): Promise<string> {
  if (!(await isThere(join(root, stateFolder)))) return join(root, `${path}.tmp`);
  await mkdir(join(root, passing), { recursive: true });
  return join(root, passing, `text-${process.pid}-${randomUUID()}`);
}

/** Removes a file of the workspace, if it is there. */
export const removeText = (root: string, path: string): Promise<void> => rm(join(root, path), { force: true });
