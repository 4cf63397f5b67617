import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { basePath, readBase } from "./base";
import { explainDisk } from "../../lib/disk";
import type { FileChange } from "./file";
import { hashContent } from "./hash";
import { runSteps, type Step } from "./step";

/** A change of a text; what gives the same text changes nothing. */
export type Edit = (text: string) => string;

/**
 * Makes the same change to files as they are, edited or not, and to what was generated last for them, so that later imports take
 * it for their own. All files change, or none.
 */
export async function editFiles(root: string, edits: ReadonlyMap<string, Edit>): Promise<readonly FileChange[]> {
  const base = await readBase(root);
  const found = await Promise.all([...edits].sort(([a], [b]) => (a < b ? -1 : 1)).map(async ([path, edit]) => ({ path, edit, text: await readFile(join(root, path), "utf8").catch(missing) })));
  const writes = await Promise.all(
    found.map(async ({ path, edit, text }): Promise<Step[]> => {
      const content = text === undefined ? undefined : edit(text);
      if (content === undefined || content === text) return [];
      return [{ do: "write", path, content, mode: (await stat(join(root, path))).mode & 0o777 }];
    }),
  );
  const bases = found.flatMap(({ path, edit }): Step[] => {
    const text = base.text(path);
    const content = text === undefined ? undefined : edit(text);
    return content === undefined || content === text ? [] : [{ do: "write", path: basePath(path), content }];
  });
  const steps = writes.flat();
  if (steps.length + bases.length === 0) return [];
  const writing = new Map(steps.flatMap((step) => (step.do === "write" ? [[step.path, [hashContent(step.content)]] as const] : [])));
  await runSteps(root, [...steps, ...bases], new Map([...base.writing, ...writing])).catch((error: unknown) => {
    throw explainDisk(error, root);
  });
  return steps.map(({ path }) => ({ path, change: "updated" }));
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
  throw error;
}
