import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { listRuns, stateOf } from "./record";

/** Milliseconds after which nobody is in the middle of passing on a lock. */
const grace = 60_000;

/** Removes what commands that were killed left behind. Only who has the workspace's lock may do so. */
export function cleanUp(root: string): void {
  for (const folder of listRuns(root)) if (stateOf(folder).is === "not begun") remove(folder);
  const [own, work] = [join(root, ".proxmox"), join(root, ".proxmox/terraform")];
  for (const stack of namesIn(work)) for (const left of ["pmpc.tfplan", "pmpc.push.tfstate", "pmpc.peek"]) remove(join(work, stack, left));
  for (const name of namesIn(join(own, "tmp"))) if (name.startsWith("app-")) remove(join(own, "tmp", name));
  for (const name of namesIn(own)) if (name.startsWith("lock.") && isOld(join(own, name))) remove(join(own, name));
  for (const name of namesIn(join(work, "states"))) if (name.endsWith(".part")) remove(join(work, "states", name));
}

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // What cannot be removed now is no reason to do nothing else.
  }
}

const isOld = (path: string) => Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > grace;

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
