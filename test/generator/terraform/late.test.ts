import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { home, node } from "../../bin/command";

/** An app that zips a folder where it is told so; says whether it has loaded what zips. cdktf does that in a process of its own. */
const app = `
const { App, TerraformStack, TerraformAsset, AssetType } = require("cdktf");
const app = new App({ outdir: process.argv[1] });
const stack = new TerraformStack(app, "home");
if (process.argv[2] === "zip") new TerraformAsset(stack, "files", { path: process.argv[1], type: AssetType.ARCHIVE, assetHash: "1" });
app.synth();
console.log(Object.keys(require.cache).some((path) => /node_modules.archiver.index\\.js$/.test(path)));
`;

for (const packageOfCdktf of ["cdktf", "cdktn"]) {
  describe(`an app that pmpc runs, with ${packageOfCdktf}`, () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "pmpc-late-"));
      writeFileSync(join(folder, "a.txt"), "hello");
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    const run = async (...args: string[]) => {
      const hooks = ["generator/terraform/late.js"].map((path) => join(home, "dist", path)).concat(packageOfCdktf === "cdktn" ? join(home, "test/support/cdktn.cjs") : []);
      const { code, stdout, stderr } = await node([...hooks.flatMap((path) => ["--require", path]), "--eval", app, folder, ...args], home);
      expect(code, stderr).to.equal(0);
      return stdout.trim();
    };

    it("does not load what zips folders", async () => expect(await run()).to.equal("false"));

    it("zips one all the same", async () => {
      expect(await run("zip")).to.equal("false");
      expect(readFileSync(join(folder, "stacks/home/assets/files/1/archive.zip")).subarray(0, 2).toString()).to.equal("PK");
    });
  });
}
