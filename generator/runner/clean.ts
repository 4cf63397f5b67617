import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { sweepTemporary } from "../temporary/folder";
import { isRunning } from "../workspace/process";
import { listRuns, stateOf } from "./record";

/** Removes what commands that were killed left behind. Only who has the workspace's lock may do so. */
export function cleanUp(root: string): void {
  for (const folder of listRuns(root)) if (stateOf(folder).is === "not begun") remove(folder);
  const [own, work] = [join(root, ".proxmox"), join(root, ".proxmox/terraform")];
  for (const stack of namesIn(work)) for (const left of ["pmpc.tfplan", "pmpc.push.tfstate", "pmpc.peek"]) remove(join(work, stack, left));
  for (const name of namesIn(join(own, "tmp"))) if (/^(app|apart|code)-/.test(name) || name === "stage" || isLeft(name)) remove(join(own, "tmp", name));
  for (const name of namesIn(own)) if (isLeft(name)) remove(join(own, name));
  remove(join(work, "gate.pem"));
  for (const name of namesIn(join(work, "states"))) if (name.endsWith(".part")) remove(join(work, "states", name));
  sweepTemporary();
}

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // What cannot be removed now must not keep the rest from being done.
  }
}

/** What a process writes beside the lock, and half of a text, is named after it. */
function isLeft(name: string): boolean {
  const [, pid] = /^(?:lock\.|text-)(\d+)[.-]/.exec(name) ?? [];
  return pid !== undefined && !isRunning({ pid: Number(pid) });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
