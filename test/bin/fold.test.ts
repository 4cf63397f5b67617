import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { install, newFolder, pmpc, reach, remove, report, synthesise } from "./command";

describe("pmpc import --fold", function () {
  let folder: string;
  let simulator: Simulator;
  const path = () => join(folder, "guests/pve.ts");
  const code = () => readFileSync(path(), "utf8");
  const again = (...more: readonly string[]) => report(["import", ...reach(simulator), "--out", folder, "--no-verify", ...more], folder);
  const rows = () => code().match(/^ {2}\{ name: .*$/gm) ?? [];
  const nameIn = (row: string) => /name: "([^"]*)"/.exec(row)![1];
  const run = async (...args: readonly string[]) => {
    const { code: exit, stdout, stderr } = await pmpc(args, folder);
    expect(exit, stdout + stderr).to.equal(0);
    return stdout;
  };

  before(async () => {
    folder = newFolder();
    simulator = await startSimulator();
    await again();
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  it("says the three k3s machines as one function and three rows, and Terraform is given the same to the byte", async () => {
    install(folder, { tsx: false });
    const text = async () => readFileSync(join(await synthesise(folder), "cdk.tf.json"), "utf8");
    const [before, lines] = [await text(), code().split("\n").length];
    expect((await again("--fold")).warnings.join()).not.to.contain("one by one");
    expect(rows().map(nameIn)).to.deep.equal(["k3s-server-1", "k3s-agent-1", "k3s-agent-2"]);
    expect(code()).to.contain("for (const machine of k3sMachines) k3sMachine(cluster, machine);").and.contain("memory: Size.gibibytes(8), macAddress: \"BC:24:11:30:11:0B\"");
    expect(code()).not.to.contain('new VirtualMachine(cluster, "k3s');
    expect(code().split("\n").length).to.be.below(lines - 40);
    expect(await text()).to.equal(before);
  });

  it("keeps a table as it is when nothing changed, also when its guests were not read", async () => {
    const before = code();
    expect((await again()).files.filter(({ change }) => change !== "unchanged")).to.deep.equal([]);
    await again("--filter", "vmid=100");
    expect(code()).to.equal(before);
  });

  it("changes a value in its row", async () => {
    await run("update", "vm", "111", "--memory", "12GiB");
    expect(rows()[1]).to.contain("memory: Size.gibibytes(12)");
    expect(rows()[2]).to.contain("memory: Size.gibibytes(8)");
    simulator.cluster.edit(111, (text) => text.replace(/^memory: .*$/m, "memory: 12288"));
    expect((await again()).conflicts).to.deep.equal([]);
  });

  it("takes what changed on the cluster into the rows of code that somebody has edited", async () => {
    writeFileSync(path(), code().replace(/^(.*k3s-agent-2.*)$/m, "$1 // the slow one"));
    simulator.cluster.edit(112, (text) => text.replace(/^cores: .*$/m, "cores: 3"));
    expect((await again()).conflicts).to.deep.equal([]);
    expect(rows()[2]).to.match(/cores: 3,.* \}, \/\/ the slow one$/);
  });

  it("changes in one place what changed for all of them", async () => {
    for (const vmId of [110, 111, 112]) simulator.cluster.edit(vmId, (text) => text.replace(/^onboot: .*$/m, "onboot: 0"));
    expect((await again()).conflicts).to.deep.equal([]);
    expect(rows()).to.have.length(3);
    expect(/function k3sMachine[^]*?\n\}/.exec(code())![0]).not.to.contain("onBoot");
  });

  it("says a guest that no longer fits alone, and the others as before", async () => {
    simulator.cluster.edit(111, (text) => text.replace(/^startup: .*$/m, "startup: order=9"));
    expect((await again()).conflicts).to.deep.equal([]);
    expect(rows().map(nameIn)).to.deep.equal(["k3s-server-1", "k3s-agent-2"]);
    expect(code()).to.match(/new VirtualMachine\(cluster, "k3s-agent-1", \{\n {4}vmId: 111,[^]*?startup: \{ order: 9 \}/).and.contain("// the slow one");
  });

  it("says a row alone that is to have what the table decides", async () => {
    await run("update", "vm", "112", "--protection");
    expect(rows().map(nameIn)).to.deep.equal(["k3s-server-1"]);
    expect(code()).to.match(/new VirtualMachine\(cluster, "k3s-agent-2", \{\n {4}vmId: 112,[^]*?protection: true/);
  });

  it("takes a row out for a guest that is to be destroyed, or that is forgotten", async () => {
    await run("forget", "vm", "110");
    expect(rows()).to.deep.equal([]);
    expect((await again()).conflicts).to.deep.equal([]);
  });

  it("synthesises still, and writes guests one by one with --no-fold", async () => {
    await synthesise(folder);
    const fresh = newFolder();
    try {
      const at = async (...more: readonly string[]) => report(["import", ...reach(simulator), "--out", fresh, "--no-verify", ...more], fresh);
      await at();
      const plain = readFileSync(join(fresh, "guests/pve.ts"), "utf8");
      await at("--fold");
      await at("--no-fold");
      expect(readFileSync(join(fresh, "guests/pve.ts"), "utf8")).to.equal(plain);
    } finally {
      remove(fresh);
    }
  });
});

describe("pmpc import --fold of a cluster in which other things refer to guests and storages", function () {
  let folder: string;
  let simulator: Simulator;
  before(async () => {
    folder = newFolder();
    simulator = await startSimulator({ scenario: "office" });
    await report(["import", ...reach(simulator, simulator.tokens.root), "--out", folder, "--no-verify", "--scope", "cluster"], folder);
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  it("has rows that leave values out, refers to guests and storages as it did before, and Terraform is given the same to the byte", async () => {
    install(folder, { tsx: false });
    const text = async () => readFileSync(join(await synthesise(folder), "cdk.tf.json"), "utf8");
    const others = () => ["members", "pools", "storage"].map((name) => readFileSync(join(folder, `cluster/${name}.ts`), "utf8"));
    const [before, said] = [await text(), others()];
    const { warnings } = await report(["import", ...reach(simulator, simulator.tokens.root), "--out", folder, "--no-verify", "--fold"], folder);
    expect(warnings.join()).not.to.contain("one by one");
    const code = ["pve1", "pve2", "pve3"].map((node) => readFileSync(join(folder, `guests/${node}.ts`), "utf8")).join("\n");
    expect(code.match(/^ {2}for \(const \w+ of \w+\) /gm)!.length).to.be.greaterThan(8);
    expect(code).to.match(/^ {2}\w+\?: string;$|^ {2}readonly \w+\?: string;$/m);
    expect(others()).to.deep.equal(said);
    expect(await text()).to.equal(before);
  });
});
