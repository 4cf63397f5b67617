import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { install, newFolder, paths, pmpc, reach, remove, report, synthesise } from "./command";

describe("a folded project", function () {
  let folder: string;
  let simulator: Simulator;
  const path = () => join(folder, "guests/pve.ts");
  const code = () => readFileSync(path(), "utf8");
  const rows = () => (code().match(/^ {2}\{ name: .*$/gm) ?? []).map((row) => /name: "([^"]*)"/.exec(row)![1]);
  const again = (...more: readonly string[]) => report(["import", ...reach(simulator), "--out", folder, "--no-verify", ...more], folder);
  const run = async (...args: readonly string[]) => {
    const { code: exit, stdout, stderr } = await pmpc(args, folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.auditor });
    expect(exit, stdout + stderr).to.be.oneOf([0, 3]);
    return stdout;
  };
  const all = ["k3s-server-1", "k3s-agent-1", "k3s-agent-2"];

  before(async () => {
    folder = newFolder();
    simulator = await startSimulator();
    await again("--fold");
    install(folder, { tsx: false });
    // As after the first apply.
    writeFileSync(path(), code().replace(/^ *adopt: true,\n/gm, ""));
    const names = join(folder, ".proxmox/names.jsonl");
    writeFileSync(names, readFileSync(names, "utf8").replaceAll(',"adopt":true', ""));
    expect((await again()).conflicts).to.deep.equal([]);
    expect(rows()).to.deep.equal(all);
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  it("gets a new guest as a statement beside the table, which stays", async () => {
    await run("create", "vm", "--name", "k3s-agent-3", "--memory", "8GiB");
    expect(rows()).to.deep.equal(all);
    expect(code()).to.contain('new VirtualMachine(cluster, "k3s-agent-3", {').and.contain("boot: BootSource.fromClone(9000)");
    expect((await again()).conflicts).to.deep.equal([]);
    await synthesise(folder);
    await run("delete", "vm", "104");
    remove(join(folder, "cdktf.out"));
  });

  it("loses a row for a guest that is deleted, and has it again in its place", async () => {
    const before = code();
    const config = simulator.cluster.text(111);
    simulator.cluster.edit(111, (text) => `${text.trimEnd()}\nscsi7: local-zfs:vm-111-disk-7,size=1G\n`);
    expect(await run("delete", "vm", "111", "--dry-run")).to.contain("scsi7: local-zfs:vm-111-disk-7, 1G").and.not.contain("as of");
    const blind = await pmpc(["delete", "vm", "111", "--dry-run"], folder, {});
    expect(blind.stdout).to.match(/as of +\d{4}-\d\d-\d\d \d\d:\d\d UTC, when the cluster was read last; it was not asked now: PROXMOX_VE_API_TOKEN is not set/).and.not.contain("scsi7");
    simulator.cluster.edit(111, () => config);
    expect(await run("delete", "vm", "111")).to.contain("is destroyed    scsi0: local-zfs:");
    expect(rows()).to.deep.equal(["k3s-server-1", "k3s-agent-2"]);
    expect((await again()).conflicts).to.deep.equal([]);
    expect(rows()).to.deep.equal(["k3s-server-1", "k3s-agent-2"]);
    await run("delete", "vm", "111", "--undo");
    expect(code()).to.equal(before);
    expect((await again()).conflicts).to.deep.equal([]);
    expect(code()).to.equal(before);
  });

  it("takes a value of a row over from the cluster, by its last word, too", async () => {
    await run("update", "vm", "110", "--cores", "7");
    expect(code()).to.contain('{ name: "k3s-server-1", vmId: 110, cores: 7,');
    await run("sync", ...reach(simulator), "--accept", "vm 110 cores");
    expect(code()).to.contain('{ name: "k3s-server-1", vmId: 110, cores: 2,');
  });

  it("says the balloon with less memory, and takes it along where the cluster's memory is chosen", async () => {
    await run("update", "vm", "112", "--memory", "6GiB");
    expect(rows()).to.deep.equal(["k3s-server-1", "k3s-agent-1"]);
    expect(code()).to.contain("memory: { dedicated: Size.gibibytes(6), floating: Size.gibibytes(6) }");
    simulator.cluster.edit(112, (text) => text.replace(/^memory: .*$/m, "memory: 4096"));
    expect((await again()).conflicts.map(({ of, title }) => `${of} ${title}`)).to.deep.equal(["vm 112 memory.dedicated"]);
    await run("resolve", "vm 112 memory", "--theirs");
    expect(code()).to.match(/"k3s-agent-2", \{[^]*?memory: Size\.gibibytes\(4\),/).and.not.contain("floating: Size.gibibytes(6)");
  });

  it("goes to another cluster, and under other names, and back to an earlier run", async () => {
    const others = [newFolder(), newFolder()] as const;
    try {
      await run("export", join(others[0], "new"), "--endpoint", "https://other:8006");
      await run("export", join(others[1], "new"), "--anonymise");
      for (const one of others) {
        install(join(one, "new"), { tsx: false });
        await synthesise(join(one, "new"));
      }
      expect(paths(others[1]).filter((file) => file.endsWith(".ts") && /k3s-(server|agent)/.test(readFileSync(join(others[1], file), "utf8")))).to.deep.equal([]);
    } finally {
      for (const one of others) remove(one);
    }
    expect((await again("--scope", "all")).conflicts).to.deep.equal([]);
    expect(rows()).to.deep.equal(["k3s-server-1", "k3s-agent-1"]);
    await run("rollback", "first", "--yes");
    expect(rows()).to.deep.equal(all);
    await synthesise(folder);
  });
});
