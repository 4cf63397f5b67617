import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { startRun, type StartOptions } from "../../../generator/runner/start";
import { thrown } from "../../support/thrown";

describe("a run", () => {
  it("does not begin on a full disk, and says so", async function () {
    const root = mkdtempSync(join(tmpdir(), "pmpc-full-"));
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", root], { stdio: "ignore" });
    } catch {
      rmSync(root, { recursive: true });
      this.test!.title += " (skipped: nothing may be mounted here)";
      return this.skip();
    }
    try {
      const error = await thrown(Promise.resolve().then(() => startRun({ root } as StartOptions)));
      expect(error).to.include({ code: "disk-full" });
      expect(error.message).to.equal(`the disk of ${root} has 8 MiB left: an apply could fail to save its state`);
      expect(readdirSync(root)).to.deep.equal([]);
    } finally {
      execFileSync("umount", [root]);
      rmSync(root, { recursive: true });
    }
  });
});
