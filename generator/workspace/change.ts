import { stat } from "node:fs/promises";
import { join } from "node:path";
import { explainDisk } from "../../lib/disk";
import { basePath, readBase } from "./base";
import { hashContent } from "./hash";
import { checkPaths } from "./path";
import { runSteps, type Step } from "./step";

/**
 * Writes files that belong to their user, all of them or none; what was generated for them last stays what it was. Removes those without a
 * text. `generated` is what later imports take for their own, of files that they renew; `memory` is pmpc's own files that change with them.
 */
export async function changeFiles(root: string, files: ReadonlyMap<string, string | undefined>, generated: ReadonlyMap<string, string> = new Map(), memory: ReadonlyMap<string, string> = new Map()): Promise<void> {
  checkPaths(new Set([...files.keys(), ...generated.keys()]));
  const { writing } = await readBase(root);
  const steps = await Promise.all([...files].map(async ([path, content]): Promise<Step> => {
    if (content === undefined) return { do: "remove", path };
    const mode = await stat(join(root, path)).then((one) => one.mode & 0o777, () => undefined);
    return { do: "write", path, content, ...(mode === undefined ? {} : { mode }) };
  }));
  const bases = [...generated].map(([path, content]): Step => ({ do: "write", path: basePath(path), content }));
  const begun = new Map([...generated].map(([path, content]) => [path, [hashContent(content)]] as const));
  const memories = [...memory].map(([path, content]): Step => ({ do: "write", path, content }));
  await runSteps(root, [...memories, ...steps, ...bases], new Map([...writing, ...begun])).catch((error: unknown) => {
    throw explainDisk(error, root);
  });
}
