// What it costs to ask for little: beside Node itself, which does nothing.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ratio, type Rows } from "./measure";

const root = join(__dirname, "../..");
const rounds = 15;

/** Starts Node, and pmpc for its help and for a look at a workspace, in turn; the best of each counts. */
export function benchStart(): Rows {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-bench-"));
  try {
    cpSync(join(root, "test/fixture/workspace/one-cluster"), folder, { recursive: true });
    const pmpc = join(root, "dist/bin/pmpc.js");
    const sides = [["-e", "0"], [pmpc, "--help"], [pmpc, "status", "--out", folder]];
    // The first brings the store to its newest schema.
    for (const args of sides) timeOf(args);
    const best = sides.map(() => Infinity);
    for (let round = 0; round < rounds; round++) for (const [at, args] of sides.entries()) best[at] = Math.min(best[at]!, timeOf(args));
    const [nothing, help, status] = best as [number, number, number];
    return [
      ["node -e 0", `${nothing.toFixed(0)} ms`],
      ["pmpc --help", `${help.toFixed(0)} ms   ${ratio(help, nothing)} node -e 0`],
      ["pmpc status", `${status.toFixed(0)} ms   ${ratio(status, nothing)} node -e 0`],
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function timeOf(args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - start;
}
