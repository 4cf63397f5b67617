import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";

const run = promisify(execFile);
const folder = join(__dirname, "../../examples");

describe("the examples", function () {
  this.timeout(60_000);

  for (const name of readdirSync(folder)) {
    it(`synthesise: ${name}`, async () => {
      const out = mkdtempSync(join(tmpdir(), "pmpc-example-"));
      try {
        await run(process.execPath, ["--import", "tsx", join(folder, name, "main.ts")], { env: { ...process.env, CDKTF_OUTDIR: out } });
        const [stack] = readdirSync(join(out, "stacks"));
        const json = JSON.parse(readFileSync(join(out, "stacks", stack!, "cdk.tf.json"), "utf8")) as { resource: object };
        expect(Object.keys(json.resource)).to.have.length.above(0);
      } finally {
        rmSync(out, { recursive: true, force: true });
      }
    });
  }
});
