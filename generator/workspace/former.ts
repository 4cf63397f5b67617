import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { inBatches } from "./batch";
import { basePath, baseFolders } from "./base";
import { format, formatPath, readFormat, unreadable } from "./format";
import { hashContent } from "./hash";
import { checkPath } from "./path";
import { writeText } from "./text";

/** What pmpc kept before it kept texts: the hash of what it wrote, by path. */
export interface FormerManifest {
  readonly owned: ReadonlyMap<string, string>;
  readonly once: ReadonlyMap<string, string>;
}

/** The manifest of a workspace that an older pmpc wrote; undefined if it has none. */
export async function readFormerManifest(root: string): Promise<FormerManifest | undefined> {
  const path = join(root, formatPath);
  const manifest = await readFormat(root);
  if (manifest?.version !== 1) return undefined;
  const section = (name: string) => {
    const entries = Object.entries((manifest[name] ?? {}) as object);
    if (!entries.every((entry): entry is [string, string] => typeof entry[1] === "string")) throw unreadable(path);
    for (const [file] of entries) checkPath(file);
    return new Map(entries);
  };
  return { owned: section("owned"), once: section("once") };
}

/**
 * Gives an older workspace its base texts: what is on the disk if it was not edited, else what is generated again from what
 * was seen last, believed where its hash is that of the manifest. Without either the file is the user's, and has no base.
 */
export async function replaceFormerManifest(root: string, { owned, once }: FormerManifest, again: ReadonlyMap<string, string>): Promise<void> {
  await inBatches([...owned], async ([path, hash]) => {
    const found = await readFile(join(root, path), "utf8").catch(() => undefined);
    const text = [found, again.get(path)].find((one) => one !== undefined && hashContent(one) === hash);
    if (text !== undefined) await writeText(root, basePath(path), text);
  });
  // That they were written once is all that counts of these.
  await inBatches([...once.keys()], async (path) => writeText(root, `${baseFolders.once}/${path}`, (await readFile(join(root, path), "utf8").catch(() => undefined)) ?? ""));
  await writeText(root, formatPath, format);
}
