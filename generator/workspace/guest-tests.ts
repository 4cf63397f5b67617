import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Former } from "./back";
import { deletedPath, readDeleted } from "./deleted";
import { isThere, readText } from "./text";

const folder = "tests/guests";

/** What becomes of the tests of single guests where the code goes back. */
export interface TestsBack {
  /** Tests that went with a guest that comes back. */
  readonly back: ReadonlyMap<string, string>;
  /** Tests of a guest that no code is of then: they are the user's, and would fail. */
  readonly stale: readonly string[];
}

/** Looks at the tests that `pmpc create` wrote and `pmpc delete` took along. `files` is what changes, `now` what there is. */
export async function testsBack(root: string, now: ReadonlyMap<string, string>, then: Former, files: Former): Promise<TestsBack> {
  const remembered = then.get(deletedPath) ?? "";
  const taken = [...(await readDeleted(root)).values()].flatMap(({ key, test }) => (test === undefined || remembered.includes(`"key":${JSON.stringify(key)}`) ? [] : [test]));
  const missing = await Promise.all(taken.map(async (test) => ((await isThere(join(root, test.path))) ? [] : [[test.path, test.text] as const])));
  const names = await readdir(join(root, folder)).catch(() => []);
  const before = codeOf(now);
  const after = codeOf(new Map([...now, ...files]));
  const stale = await Promise.all(names.filter((name) => name.endsWith(".test.ts")).map(async (name) => {
    const text = (await readText(root, `${folder}/${name}`)) ?? "";
    const ids = [...text.matchAll(/\.has[A-Z]\w*\(\s*("(?:[^"\\]|\\.)*")/g)].map(([, id = ""]) => id);
    return ids.some((id) => before.includes(id) && !after.includes(id)) ? [`${folder}/${name}`] : [];
  }));
  return { back: new Map(missing.flat()), stale: stale.flat().sort() };
}

const codeOf = (texts: Former) => [...texts].filter(([path]) => path.endsWith(".ts") && !path.startsWith(".")).map(([, text]) => text ?? "").join("\n");
