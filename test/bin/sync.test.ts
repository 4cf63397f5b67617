import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { newFolder, pmpc, reach, remove, report } from "./command";

describe("pmpc sync", () => {
  let folder: string;
  let simulator: Simulator;
  const code = () => readFileSync(join(folder, "guests/pve.ts"), "utf8");
  const sync = (...args: readonly string[]) => pmpc(["sync", ...args, ...reach(simulator)], folder);

  before(async () => {
    folder = newFolder();
    simulator = await startSimulator();
    await report(["import", ...reach(simulator), "--out", folder, "--no-verify"], folder);
    writeFileSync(join(folder, "guests/pve.ts"), code().replace("memory: Size.gibibytes(6)", "memory: Size.gibibytes(7)"));
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  it("writes no code with --store-only, as it did before", async () => {
    const before = code();
    simulator.cluster.edit(103, (text) => text.replace(/^cores: .*$/m, "cores: 5"));
    expect((await sync("--store-only")).code).to.be.oneOf([0, 3]);
    expect(code()).to.equal(before);
  });

  it("merges what changed into the code, and says once that it does", async () => {
    const before = code();
    const first = await sync();
    expect(first).to.include({ code: 0 });
    expect(first.stdout).to.contain("guests/pve.ts, with what you have edited").and.contain("pmpc sync --store-only only reads");
    expect(code()).to.equal(before.replace("cpu: { cores: 6", "cpu: { cores: 5"));
    expect((await sync()).stdout).not.to.contain("--store-only");
  });

  it("takes a value over that only the user has changed, where it is asked for, and nothing else", async () => {
    const before = code().replace('["home", "iot"]', '["home", "mine"]');
    writeFileSync(join(folder, "guests/pve.ts"), before);
    const { code: exit, stdout } = await sync("--accept", "vm", "101", "memory");
    expect(exit).to.equal(0);
    expect(stdout).to.match(/accepted +guests\/pve\.ts:\d+ {2}memory: Size\.gibibytes\(7\) → Size\.gibibytes\(6\)/);
    expect(code()).to.equal(before.replace("Size.gibibytes(7)", "Size.gibibytes(6)"));
  });

  it("ends a conflict that way, too", async () => {
    const before = code().replace("memory: Size.gibibytes(6)", "memory: Size.gibibytes(3)");
    writeFileSync(join(folder, "guests/pve.ts"), before);
    simulator.cluster.edit(101, (text) => text.replace(/^memory: .*$/gm, "memory: 9216"));
    expect((await sync()).code).to.equal(2);
    expect((await sync("--accept", "vm", "101", "memory")).code).to.equal(0);
    expect(code()).to.equal(before.replace("Size.gibibytes(3)", "Size.gibibytes(9)"));
    expect(existsSync(join(folder, "guests/pve.ts.conflict"))).to.equal(false);
  });

  it("is content with a value that agrees already, in any word for it", async () => {
    const before = code();
    for (const [word, prop] of [["cores", "cpu.cores"], ["cpu", "cpu"], ["net0", "networkDevices[0]"], ["description", "description"]] as const) {
      const { code: exit, stdout, stderr } = await sync("--accept", "vm", "101", word);
      expect([exit, stderr], word).to.deep.equal([0, ""]);
      expect(stdout, word).to.contain(`nothing: the code of vm 101 says of ${prop} what the cluster has`);
    }
    expect(code()).to.equal(before);
  });

  it("is content with a value that the same run has merged", async () => {
    simulator.cluster.edit(103, (text) => text.replace(/^cores: .*$/m, "cores: 7"));
    const { code: exit, stdout } = await sync("--accept", "vm", "103", "cores");
    expect(exit).to.equal(0);
    expect(stdout).to.contain("guests/pve.ts").and.contain("says of cpu.cores what the cluster has");
    expect(code()).to.contain("cpu: { cores: 7");
  });

  it("says that there is no such value, and what differs", async () => {
    const { code: exit, stderr } = await sync("--accept", "vm", "101", "colour");
    expect(exit).to.equal(5);
    expect(stderr).to.contain('a virtual machine has no setting "colour"').and.contain("what differs: tags");
  });

  it("merges into a file whose edits the cluster has, too, by now", async () => {
    const other = newFolder();
    const give = (memory: number) => simulator.cluster.edit(101, (text) => text.replace(/^memory: .*$/gm, `memory: ${memory}`));
    try {
      give(9216);
      await report(["import", ...reach(simulator), "--out", other, "--no-verify"], other);
      const path = join(other, "guests/pve.ts");
      writeFileSync(path, readFileSync(path, "utf8").replace("Size.gibibytes(9)", "Size.gibibytes(8)"));
      give(8192);
      simulator.cluster.edit(103, (text) => text.replace(/^cores: .*$/m, "cores: 4"));
      const { code: exit, stderr } = await pmpc(["sync", ...reach(simulator)], other);
      expect([exit, stderr]).to.deep.equal([0, ""]);
      expect(readFileSync(path, "utf8")).to.contain("memory: Size.gibibytes(8)").and.contain("cpu: { cores: 4");
    } finally {
      remove(other);
    }
  });
});
