import { readdir } from "node:fs/promises";
import { conflictMark } from "../../lib/conflict-mark";
import { exit, PmpcError } from "../../lib/error";
import { inBatches } from "./batch";
import { decide, type Decision } from "./decide";
import { explainDisk } from "../../lib/disk";
import type { FileChange, GeneratedFile } from "./file";
import { format, formatPath, readFormat } from "./format";
import { lookAt } from "./look";
import type { Merged } from "./merged";
import { baseFolders, readBase } from "./base";
import { checkPaths, stateFolder } from "./path";
import { runSteps } from "./step";
import { readText } from "./text";
import { pathsOfInterest, viewWorkspace } from "./view";

/**
 * Brings the files of a workspace up to date, and says what became of each, sorted by path.
 * A file that somebody edited is neither overwritten nor removed: it becomes what was `merged` for it. Raises `path-refused`
 * where something that was not merged is in the way.
 * Interrupted anywhere, the next call finishes the work. Nothing is touched where nothing changes.
 */
export async function writeFiles(root: string, files: readonly GeneratedFile[], merged?: Merged): Promise<readonly FileChange[]> {
  const { changes, steps, writing } = await planFiles(root, files, merged);
  await runSteps(root, steps, writing).catch((error: unknown) => {
    throw explainDisk(error, root);
  });
  return changes;
}

/** Says what writing these files will do, and does nothing yet. */
export async function planFiles(root: string, files: readonly GeneratedFile[], merged?: Merged): Promise<Decision> {
  checkPaths([...files.map(({ path }) => path), ...[...(merged?.keys() ?? [])].filter((path) => !files.some((one) => one.path === path))]);
  const base = await readBase(root);
  const sights = await lookAt(root, [...pathsOfInterest(files, base, merged), ...Object.values(baseFolders).map((folder) => `${folder}/x`)]);
  const { steps, ...decision } = decide(files, viewWorkspace(files, base, sights), merged);
  const known = (await readFormat(root)) !== undefined;
  return { ...decision, steps: known || steps.length === 0 ? steps : [{ do: "write", path: formatPath, content: format }, ...steps] };
}

/** The files that pmpc wrote, that are still there, and that somebody has edited since. */
export async function editedFiles(root: string): Promise<ReadonlySet<string>> {
  const { owned } = await readBase(root);
  const sights = await lookAt(root, [...owned.keys()]);
  return new Set([...owned].filter(([path, hash]) => {
    const sight = sights.get(path);
    return sight?.is === "other" || (sight?.is === "file" && sight.hash !== hash);
  }).map(([path]) => path));
}

/** Files that pmpc wrote in which git left a conflict, each with the line of its first mark: `ansible/inventory/hosts.yml:7`. */
export async function markedFiles(root: string, edited: Iterable<string>): Promise<readonly string[]> {
  const { once } = await readBase(root);
  const paths = [...new Set([...edited, ...once.keys()])].sort();
  const texts = await inBatches(paths, (path) => readText(root, path));
  return paths.flatMap((path, at) => {
    const line = conflictMark(texts[at] ?? "");
    return line === undefined ? [] : [`${path}:${line}`];
  });
}

// What may lie in a folder before pmpc comes: its own state from an import that was interrupted, and what systems leave about.
const ignored: readonly string[] = [stateFolder, ".git", ".DS_Store"];

/** Refuses a folder that holds anything and is not a workspace. One that is not there yet is fine. */
export async function checkRoot(root: string): Promise<void> {
  const entries = await readdir(root).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    if (error.code === "ENOTDIR") throw new PmpcError("folder-not-empty", `${root} is a file, and a workspace is a folder`, { exit: exit.refused });
    throw explainDisk(error, root);
  });
  const { owned, once, writing } = await readBase(root);
  const foreign = entries.filter((entry) => !ignored.includes(entry)).sort();
  if (foreign.length === 0 || owned.size + once.size + writing.size > 0) return;
  throw new PmpcError(
    "folder-not-empty",
    `${root} is not empty and is not a workspace: it holds ${foreign.slice(0, 3).join(", ")}${foreign.length > 3 ? ", …" : ""}`,
    {
      hint: "name another folder with --out; an empty one, one that does not exist yet, or a workspace that pmpc made",
      exit: exit.refused,
    },
  );
}
