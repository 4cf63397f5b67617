import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { finishSteps } from "../../../generator/workspace/step";
import { runsTypeScript } from "../../support/typescript";

const steps = [
  { do: "write", path: "a.txt", content: "new a" },
  { do: "write", path: "guests/b.txt", content: "new b" },
  { do: "remove", path: "old/c.txt" },
  { do: "write", path: ".proxmox/names.jsonl", content: "new names" },
];
const stepModule = join(__dirname, "../../../generator/workspace/step.ts");

/** Does the steps in another process, which kills itself before one of its renames: the first two are of the journal and the list. */
const killedAt = (root: string, rename: number) => `
  const fs = require("node:fs");
  const { renameSync, rmSync } = fs;
  let at = 0;
  const pass = (original) => (...args) => (String(args[0]).includes("stage") && args[1] !== undefined && typeof args[1] !== "object" || String(args[0]).endsWith("c.txt") ? ++at === ${rename} && process.kill(process.pid, "SIGKILL") : 0, original(...args));
  fs.renameSync = pass(renameSync);
  fs.rmSync = pass(rmSync);
  require(${JSON.stringify(stepModule)}).runSteps(${JSON.stringify(root)}, ${JSON.stringify(steps)}, new Map());
`;

describe("steps whose process is killed", () => {
  let root: string;
  const read = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined);
  const all = () => [...steps.map(({ path }) => read(path))];
  const [before, after] = [["old a", undefined, "old c", undefined], ["new a", "new b", undefined, "new names"]];

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "pmpc-steps-"));
    mkdirSync(join(root, "old"));
    writeFileSync(join(root, "a.txt"), "old a");
    writeFileSync(join(root, "old/c.txt"), "old c");
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const kill = (rename: number) => {
    const { signal, stderr } = spawnSync(process.execPath, [...runsTypeScript, "-e", killedAt(root, rename)], { encoding: "utf8", cwd: join(__dirname, "../../..") });
    expect(signal, stderr).to.equal("SIGKILL");
  };

  for (const rename of [1, 2, 3, 4, 5, 6]) {
    it(`are done whole or not at all: before its ${rename}. change`, async () => {
      kill(rename);
      const finished = await finishSteps(root);
      expect(all()).to.deep.equal(rename <= 2 ? before : after);
      expect(finished?.written.length).to.equal(rename <= 2 ? undefined : 7 - rename);
      expect(await finishSteps(root)).to.equal(undefined);
      if (rename > 2) expect(readdirSync(join(root, ".proxmox"))).to.deep.equal(["names.jsonl"]);
    });
  }

  it("are left as they are where somebody has changed a file since", async () => {
    kill(4);
    mkdirSync(join(root, "guests"), { recursive: true });
    writeFileSync(join(root, "guests/b.txt"), "mine");
    expect(await finishSteps(root)).to.deep.equal({ written: [], changed: ["guests/b.txt"] });
    expect(all()).to.deep.equal(["new a", "mine", "old c", undefined]);
    expect(await finishSteps(root)).to.equal(undefined);
  });

  it("lead nowhere out of the workspace, by a name or by a link", async () => {
    const outside = mkdtempSync(join(tmpdir(), "pmpc-outside-"));
    try {
      mkdirSync(join(root, ".proxmox/tmp/stage"), { recursive: true });
      symlinkSync(outside, join(root, "link"));
      for (const path of ["../x", "/tmp/pmpc-x", ".proxmox/../../x", "link/x", ".git/hooks/x"]) {
        writeFileSync(join(root, ".proxmox/tmp/stage/0"), "evil");
        writeFileSync(join(root, ".proxmox/tmp/stage/steps.json"), JSON.stringify([{ do: "write", path }]));
        expect(await finishSteps(root), path).to.equal(undefined);
      }
      expect(readdirSync(outside)).to.deep.equal([]);
    } finally {
      rmSync(outside, { recursive: true });
    }
  });
});
