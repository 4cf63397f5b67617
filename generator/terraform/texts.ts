import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { synthesise, type AppOptions } from "./app";

type Texts = ReadonlyMap<string, string>;

/**
 * Synthesises several versions of code, path → text, each in the same place beside the workspace `root`, whose packages they use. Gives
 * what comes of each to the byte: stack → configuration.
 */
export async function synthesiseTexts(versions: readonly Texts[], { root, ...options }: Omit<AppOptions, "outdir">): Promise<readonly Texts[]> {
  const place = join(root, ".proxmox/tmp");
  await mkdir(place, { recursive: true });
  const folder = await mkdtemp(join(place, "code-"));
  const results: Texts[] = [];
  try {
    for (const texts of versions) {
      for (const [path, text] of texts) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), text);
      }
      const stacks = await synthesise({ ...options, root: folder, outdir: join(folder, "out") });
      results.push(new Map(await Promise.all(stacks.map(async ({ name, folder: written }) => [name, await readFile(join(written, "code.json"), "utf8")] as const))));
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
