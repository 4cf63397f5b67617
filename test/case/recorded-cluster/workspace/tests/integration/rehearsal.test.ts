// pmpc wrote this file once and will not change it: it is yours.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";

const pmpc = join(dirname(require.resolve("pmpc/package.json")), "dist/bin/pmpc.js");

// What a machine may lack: it says nothing about the code.
const missing = ["terraform-not-found", "terraform-too-old", "init-failed", "no-workspace", "nothing-seen", "run-under-way"];

interface Report {
  readonly passed?: boolean;
  readonly refused?: readonly { readonly address?: string; readonly says: string }[];
  readonly error?: { readonly code: string; readonly message: string };
}

describe("the plan, applied to a simulated twin of the cluster", function () {
  this.timeout(0);

  it("is taken by every guest", function () {
    const skip = (why: string) => {
      console.warn(`      the rehearsal is skipped: ${why}`);
      this.skip();
    };
    // pmpc test rehearses by itself.
    if (process.env.PMPC_RUNS_TESTS) skip("pmpc runs these tests");
    const { stdout, stderr } = spawnSync(process.execPath, [pmpc, "rehearse", "--all-rights", "--json"], { encoding: "utf8", cwd: join(__dirname, "../.."), maxBuffer: 2 ** 28 });
    if (!stdout.trim().startsWith("{")) throw new Error(stderr || "pmpc rehearse said nothing");
    const { passed, refused = [], error } = JSON.parse(stdout) as Report;
    if (error && missing.includes(error.code)) skip(error.message);
    if (error) throw new Error(error.message);
    if (!passed) throw new Error(["the rehearsal did not pass", ...refused.map(({ address, says }) => [address, says].filter(Boolean).join(": "))].join("\n"));
  });
});
