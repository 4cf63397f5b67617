import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { tmpdir } from "node:os";
import { makeTemporary, sweepTemporary } from "../../../generator/temporary/folder";

describe("a folder for temporary files", () => {
  const made: string[] = [];

  afterEach(() => {
    for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
  });

  it("is removed once its process was killed, and not before", async () => {
    const program = `console.log(require("./generator/temporary/folder").makeTemporary("trial")); setInterval(() => {}, 1000)`;
    const child = spawn(process.execPath, ["--require", "sucrase/register/ts", "--eval", program], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const [theirs, mine] = [line.toString().trim(), makeTemporary("trial")];
    made.push(theirs, mine);
    mkdirSync(join(theirs, "deep"));
    writeFileSync(join(theirs, "deep/secret"), "");
    sweepTemporary();
    expect(existsSync(theirs)).to.equal(true);
    child.kill("SIGKILL");
    await once(child, "exit");
    sweepTemporary();
    expect(existsSync(theirs)).to.equal(false);
    expect(existsSync(mine)).to.equal(true);
  });

  it("stays where its process runs on another machine, or it is no folder of pmpc's", async () => {
    const child = spawn(process.execPath, ["--eval", ""]);
    await once(child, "exit");
    const [, here] = /^pmpc-trial-([0-9a-f]+)-\d+-/.exec(basename(makeTemporary("trial"))) ?? [];
    const [target, elsewhere, link] = [join(tmpdir(), "pmpc-target"), join(tmpdir(), `pmpc-trial-000000-${child.pid}-abcdef`), join(tmpdir(), `pmpc-trial-${here}-${child.pid}-abcdef`)];
    made.push(target, elsewhere, link);
    for (const path of [target, elsewhere]) mkdirSync(path);
    writeFileSync(join(target, "x"), "");
    symlinkSync(target, link);
    sweepTemporary();
    expect([elsewhere, link, join(target, "x")].filter((path) => !existsSync(path))).to.deep.equal([]);
  });
});
