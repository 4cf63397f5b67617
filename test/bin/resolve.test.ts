import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { newFolder, pmpc, reach, remove, report } from "./command";

describe("pmpc resolve", () => {
  let folder: string;
  let simulator: Simulator;
  const code = () => readFileSync(join(folder, "guests/pve.ts"), "utf8");
  const list = () => join(folder, "guests/pve.ts.conflict");

  before(async () => {
    folder = newFolder();
    simulator = await startSimulator();
    await report(["import", ...reach(simulator), "--out", folder, "--no-verify"], folder);
    writeFileSync(join(folder, "guests/pve.ts"), code().replace("memory: Size.gibibytes(6)", "memory: Size.gibibytes(7)").replace("memory: Size.gibibytes(12)", "memory: Size.gibibytes(4 * 3)").replace('["home", "iot"]', '["home", "mine"]'));
    for (const vmId of [101, 103]) simulator.cluster.edit(vmId, (text) => text.replace(/^memory: .*$/gm, "memory: 8192"));
    await report(["import", ...reach(simulator), "--out", folder, "--no-verify"], folder);
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  it("lists what is open, changes nothing, and ends with 2 where nobody can be asked", async () => {
    const before = code();
    const { code: exit, stdout } = await pmpc(["resolve"], folder);
    expect(exit).to.equal(2);
    expect(stdout).to.match(/conflict +2 +guests\/pve\.ts:\d+ {2}vm 101 {2}memory\n +cluster {2}Size\.gibibytes\(8\)\n +yours {4}Size\.gibibytes\(7\)\n +guests\/pve\.ts:\d+ {2}vm 103 {2}memory\n/);
    expect(code()).to.equal(before);
  });

  it("says what is open where something else was named", async () => {
    const { code: exit, stderr } = await pmpc(["resolve", "vm", "100", "--mine"], folder);
    expect(exit).to.equal(5);
    expect(stderr).to.contain('"vm 100" names no open conflict').and.contain("vm 101 memory (guests/pve.ts)");
  });

  it("takes the cluster's value into the code, just there, and leaves the other one open", async () => {
    const before = code();
    expect((await pmpc(["resolve", "vm", "101", "memory", "--theirs"], folder)).code).to.equal(2);
    expect(code()).to.equal(before.replace("Size.gibibytes(7)", "Size.gibibytes(8)"));
    expect(readFileSync(list(), "utf8")).to.contain("vm 103").and.not.contain("vm 101");
  });

  it("says what to do by hand about a value that the user computes, and nothing is lost", async () => {
    const before = code();
    const { code: exit, stderr } = await pmpc(["resolve", "guests/pve.ts", "--theirs"], folder);
    expect(exit).to.equal(6);
    expect(stderr).to.contain("vm 103 memory cannot be set by pmpc").and.match(/change it in guests\/pve\.ts:\d+ \(the cluster has Size\.gibibytes\(8\)\), then: pmpc resolve vm 103 memory --mine/);
    expect(code()).to.equal(before);
  });

  it("keeps the code, after which nothing is open, and the next import has no conflict", async () => {
    const before = code();
    expect((await pmpc(["resolve", "--mine"], folder)).code).to.equal(0);
    expect(existsSync(list())).to.equal(false);
    expect(code()).to.equal(before).and.to.contain("4 * 3").and.to.contain('"mine"');
    expect((await report(["import", ...reach(simulator), "--out", folder, "--no-verify"], folder)).exit).to.equal(0);
    expect(code()).to.equal(before);
  });
});
