import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { runsTypeScript } from "../../support/typescript";

describe("CDK Terrain in the place of cdktf", () => {
  it("passes every test of the constructs", async () => {
    const { resolve } = createRequire(__filename);
    resolve("cdktn");
    const mocha = resolve("mocha/bin/mocha.js");
    const constructs = join(__dirname, "../../constructs");
    const hook = join(__dirname, "../../support/cdktn.cjs");
    // What has types alone for its subject says the same as before.
    const args = [mocha, "--ignore", join(constructs, "surface.test.ts"), "--no-config", "--require", hook, ...runsTypeScript, "--timeout=0", "--reporter=json", join(constructs, "*.test.ts")];
    const { stdout } = await promisify(execFile)(process.execPath, args).catch((failed) => failed);
    const { stats, failures } = JSON.parse(stdout);
    expect(failures).to.deep.equal([]);
    expect(stats.passes).to.be.greaterThan(0);
  });
});
