import { execFile } from "node:child_process";

/** Which of some files git has as they are, in its last commit; none where there is no repository, or no git. */
export function committedFiles(root: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return Promise.resolve(new Set());
  // Nothing of the repository's own configuration is run for a look.
  const args = ["--literal-pathspecs", "-c", "core.fsmonitor=false", "-C", root, "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--ignored=matching", "--", ...paths];
  return new Promise((resolve) => {
    execFile("git", args, { maxBuffer: 2 ** 26, env: { ...process.env, GIT_OPTIONAL_LOCKS: "0" } }, (error, stdout) => {
      if (error !== null) return resolve(new Set());
      const dirty = stdout.split("\0").map((line) => line.slice(3)).filter((path) => path !== "");
      // Paths are told from the top of the repository, and folders that are ignored as a whole by their own name.
      resolve(new Set(paths.filter((path) => !dirty.some((one) => one === path || one.endsWith(`/${path}`) || (one.endsWith("/") && (path.startsWith(one) || one.includes(`/${path.split("/")[0]}/`)))))));
    });
  });
}
