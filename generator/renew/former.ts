import { formerClasses } from "../../lib/schema/cluster/former";
import { renameImports } from "../edit/rename";
import { basePath, readTexts } from "../workspace/base";
import { readCode } from "../workspace/code";
import { writeText } from "../workspace/text";

/** Classes and their props by their former names; undefined where several took the place of one. */
const names: ReadonlyMap<string, string | undefined> = new Map(
  [...formerClasses].flatMap(([former, now]) => {
    const single = /^\w+$/.test(now) ? now : undefined;
    return [[former, single] as const, [`${former}Props`, single === undefined ? undefined : `${single}Props`] as const];
  }),
);

/** Gives the classes of an older pmpc the names that they have now, in the code of a workspace and in what pmpc remembers of it. Says what a person has to decide. */
export async function renameFormer(root: string): Promise<readonly string[]> {
  const code = await readCode(root);
  const open: string[] = [];
  for (const [path, text] of [...code, ...(await rememberedIn(root, "owned")), ...(await rememberedIn(root, "once"))]) {
    const renamed = path.endsWith(".ts") ? renameImports(path, text, names, "pmpc") : undefined;
    if (renamed === undefined) continue;
    if (renamed.text !== text) await writeText(root, path, renamed.text);
    // What pmpc remembers says the same once more.
    if (code.has(path)) open.push(...renamed.open.map(({ name, line }) => `${path}:${line}: ${name} is ${formerClasses.get(name.replace(/Props$/, ""))!} now: write what you mean`));
  }
  return open;
}

const rememberedIn = async (root: string, kind: "owned" | "once") => [...(await readTexts(root, kind))].map(([path, text]) => [basePath(path, kind), text] as const);
