import { stat } from "node:fs/promises";
import { join } from "node:path";
import { explainDisk } from "../../lib/disk";
import { readBase } from "./base";
import { checkPaths } from "./path";
import { runSteps, type Step } from "./step";

/** Writes files that belong to their user, all of them or none; what was generated for them last stays what it was. Removes those without a text. */
export async function changeFiles(root: string, files: ReadonlyMap<string, string | undefined>): Promise<void> {
  checkPaths(files.keys());
  const { writing } = await readBase(root);
  const steps = await Promise.all([...files].map(async ([path, content]): Promise<Step> => {
    if (content === undefined) return { do: "remove", path };
    const mode = await stat(join(root, path)).then((one) => one.mode & 0o777, () => undefined);
    return { do: "write", path, content, ...(mode === undefined ? {} : { mode }) };
  }));
  await runSteps(root, steps, writing).catch((error: unknown) => {
    throw explainDisk(error, root);
  });
}
