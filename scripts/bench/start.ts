// What it costs to ask for little, in CPU time: beside Node itself, which does nothing.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ratio, type Rows } from "./measure";

const root = join(__dirname, "../..");
const rounds = 15;

/** Starts Node, and pmpc for its help and for a look at a workspace, in turn; the best of each counts. Wanted: help 1.7, status 3; pmpc mcp is ready in 600 ms. */
export function benchStart(): Rows {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-bench-"));
  try {
    cpSync(join(root, "test/fixture/workspace/one-cluster"), folder, { recursive: true });
    const pmpc = join(root, "dist/bin/pmpc.js");
    const sides: readonly (readonly [string, readonly string[]])[] = [
      ["node -e 0", ["-e", "0"]],
      ["pmpc --help", [pmpc, "--help"]],
      ["pmpc status", [pmpc, "status", "--out", folder]],
      ["pmpc import --help", [pmpc, "import", "--help"]],
      // Ready, and left by its client at once.
      ["pmpc mcp", [pmpc, "mcp", "--out", folder]],
    ];
    // The first brings the store to its newest schema.
    for (const [, args] of sides) cpuOf(args);
    const best = sides.map(() => Infinity);
    for (let round = 0; round < rounds; round++) for (const [at, [, args]] of sides.entries()) best[at] = Math.min(best[at]!, cpuOf(args));
    return sides.map(([name], at) => [name, `${best[at]!.toFixed(0)} ms${at === 0 ? "" : `   ${ratio(best[at]!, best[0]!)} node -e 0`}`]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds of CPU that a process of Node used, by all its threads. */
function cpuOf(args: readonly string[]): number {
  const { status, stderr, output } = spawnSync(process.execPath, ["--require", join(__dirname, "cpu.cjs"), ...args], { encoding: "utf8", stdio: ["ignore", "ignore", "pipe", "pipe"] });
  if (status !== 0) throw new Error(stderr);
  return Number(output[3]);
}
