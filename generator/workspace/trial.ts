import { copyFile, cp, lstat, mkdir, readdir, readFile, rm, stat, symlink } from "node:fs/promises";
import { join, relative } from "node:path";
import { exit, PmpcError } from "../../lib/error";
import { explainDisk } from "../../lib/disk";
import { makeTemporary } from "../temporary/folder";
import { readBase } from "./base";
import { inBatches } from "./batch";
import { hashContent } from "./hash";
import { runSteps, type Step } from "./step";
import { isThere } from "./text";

/** What became of the files of a workspace in a copy of it: path → the text before and after; undefined where there is no file. */
export type Trial = ReadonlyMap<string, { readonly before?: string; readonly after?: string }>;

// Neither what is installed, nor what is made again, nor what a copy must not have: the state, the store, the lock, who asked for what.
const left = /^(node_modules|cdktf\.out|\.git|\.terraform|.*\.tfstate.*|\.proxmox\/(terraform|tmp|audit|history|lock.*|state\.db.*))(\/|$)/;

/**
 * Does something in a copy of a workspace, and says what it would do to the workspace itself. `toPlan`: Terraform is to plan there, with a
 * copy of the local state and with the providers that are installed.
 */
export async function tryOut(root: string, work: (copy: string) => Promise<void>, { toPlan = false } = {}): Promise<Trial> {
  const copy = makeTemporary("trial");
  try {
    await cp(root, copy, { recursive: true, filter: async (path) => !left.test(plain(relative(root, path))) && !(await lstat(path)).isSymbolicLink() });
    if (await isThere(join(root, "node_modules"))) await symlink(join(root, "node_modules"), join(copy, "node_modules"), "junction");
    if (toPlan) await bringTerraform(root, copy);
    const before = await textsIn(copy);
    await work(copy);
    const after = await textsIn(copy);
    const paths = [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path)).sort();
    return new Map(paths.map((path) => [path, { before: before.get(path), after: after.get(path) }]));
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function bringTerraform(root: string, copy: string): Promise<void> {
  for (const name of (await readdir(root)).filter((one) => /^terraform\.[^/]+\.tfstate$/.test(one))) await copyFile(join(root, name), join(copy, name));
  const place = ".proxmox/terraform";
  for (const stack of await readdir(join(root, place)).catch(() => [])) {
    const [from, to] = [join(root, place, stack), join(copy, place, stack)];
    if (!(await isThere(join(from, ".terraform/providers")))) continue;
    await mkdir(join(to, ".terraform"), { recursive: true });
    await symlink(join(from, ".terraform/providers"), join(to, ".terraform/providers"), "junction");
    if (await isThere(join(from, ".terraform.lock.hcl"))) await copyFile(join(from, ".terraform.lock.hcl"), join(to, ".terraform.lock.hcl"));
  }
}

/** Does to a workspace what was tried out, all of it or nothing. Refuses where a file has changed since. */
export async function takeOver(root: string, trial: Trial): Promise<void> {
  const now = await inBatches([...trial], async ([path, { before }]) => ((await textAt(join(root, path))) === before ? undefined : path));
  const changed = now.filter((path) => path !== undefined);
  if (changed.length > 0) throw new PmpcError("changed-meanwhile", `${changed.join(", ")} changed while the question was open`, { hint: "nothing was written; run it again", exit: exit.refused });
  const steps = await inBatches([...trial], async ([path, { before, after }]): Promise<Step> => {
    if (after === undefined) return { do: "remove", path };
    return { do: "write", path, content: after, ...(before === undefined ? {} : { mode: (await stat(join(root, path))).mode & 0o777 }) };
  });
  const { writing } = await readBase(root);
  const fresh = steps.flatMap((step) => (step.do === "write" ? [[step.path, [hashContent(step.content)]] as const] : []));
  await runSteps(root, steps, new Map([...writing, ...fresh])).catch((error: unknown) => {
    throw explainDisk(error, root);
  });
}

async function textsIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => plain(relative(folder, join(entry.parentPath, entry.name)))).filter((path) => !left.test(path));
  const texts = await inBatches(paths, async (path) => [path, await readFile(join(folder, path), "utf8")] as const);
  return new Map(texts);
}

const textAt = (path: string) => readFile(path, "utf8").catch(() => undefined);

const plain = (path: string) => path.replaceAll("\\", "/");
