import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { stateFolder } from "./path";

/** A workspace whose settings were deleted, and that git still has. */
export interface LostSettings {
  readonly root: string;
  /** What git is asked to bring back: the settings, or all that a workspace remembers where all of it is gone. */
  readonly path: string;
}

/** Looks for settings that git has and the disk has not, in a folder and, unless told otherwise, those above it; undefined without a repository, or git. */
export function lostSettings(folder: string, settings: string, above = true): LostSettings | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(at) && !existsSync(join(at, settings)) && isTracked(at, settings)) return { root: at, path: existsSync(join(at, stateFolder)) ? settings : stateFolder };
    // Above its top, nothing is of this repository.
    if (!above || dirname(at) === at || existsSync(join(at, ".git"))) return undefined;
  }
}

function isTracked(root: string, path: string): boolean {
  try {
    // Nothing of the repository's own configuration is run for a look.
    execFileSync("git", ["--literal-pathspecs", "-c", "core.fsmonitor=false", "-C", root, "ls-files", "--error-unmatch", "--", path], { stdio: "ignore", env: { ...process.env, GIT_OPTIONAL_LOCKS: "0" } });
    return true;
  } catch {
    return false;
  }
}
