import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The first line of a tool's `--version`; undefined where it is not on the PATH. */
export async function findTool(name: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(name, ["--version"], { timeout: 10_000 });
    return stdout.split("\n")[0]?.trim();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : "found, but --version fails";
  }
}
