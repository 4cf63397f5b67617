import { lstat, readFile } from "node:fs/promises";
import { join } from "node:path";
import { baseFolders, readTexts } from "./base";
import { inBatches } from "./batch";
import { readCode } from "./code";
import { stateFolder } from "./path";

/** What pmpc remembers of the code in files beside its own texts, all of them in git. */
const memory: readonly string[] = ["names", "cluster", "forgotten", "deleted", "findings"].map((name) => `${stateFolder}/${name}.jsonl`);

/** Whether a file is pmpc's memory of what it wrote, and nothing that people read. */
export const isMemory = (path: string): boolean => memory.includes(path) || path.startsWith(`${baseFolders.owned}/`);

/**
 * All texts that make the code what it is: the project's TypeScript, every other file that pmpc rewrites, and what it remembers of them.
 * Path → text, sorted. What a workspace is about (its configuration, its state, its audit log) is not among them.
 */
export async function readWhole(root: string): Promise<ReadonlyMap<string, string>> {
  const [code, owned] = [await readCode(root), await readTexts(root, "owned")];
  const bases = [...owned].map(([path, text]) => [`${baseFolders.owned}/${path}`, text] as const);
  const others = [...[...owned.keys()].filter((path) => !code.has(path)), ...memory];
  const texts = await inBatches(others, async (path) => [path, await textOf(join(root, path))] as const);
  const found = texts.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const]));
  return new Map([...code, ...bases, ...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function textOf(path: string): Promise<string | undefined> {
  const isFile = await lstat(path).then((stats) => stats.isFile(), () => false);
  return isFile ? readFile(path, "utf8") : undefined;
}
