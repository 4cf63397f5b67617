import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { HistoryReport } from "../../generator/action/history";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { newFolder, pmpc, reach, remove, type Ended } from "./command";

describe("history", function () {
  let folder: string;
  let simulator: Simulator;
  const run = (...args: string[]): Promise<Ended> => pmpc([...args, "--out", folder], folder);
  const report = async (...args: string[]) => JSON.parse((await run("history", ...args, "--json")).stdout) as HistoryReport;

  before(async () => {
    folder = newFolder();
    simulator = await startSimulator();
    await run("import", ...reach(simulator), "--no-verify");
    const [first] = simulator.cluster.guests();
    simulator.cluster.edit(first!, (text) => text.replace(/^memory:.*$/m, "memory: 3000"));
    simulator.cluster.add("pve", "lxc", 990, "hostname: newcomer\nmemory: 512\nostype: debian\nrootfs: local-lvm:vm-990-disk-0,size=4G\n");
    await run("sync", "--store-only", ...reach(simulator));
    await run("import", ...reach(simulator), "--no-verify");
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  it("lists runs, the newest first: when, by which verb, for whom, and what had changed", async () => {
    const { runs } = await report();
    expect(runs.map(({ name, verb }) => `${name} ${verb}`)).to.deep.equal(["3 import", "2 sync", "1 import"]);
    expect(runs.every(({ person }) => / on /.test(person ?? ""))).to.equal(true);
    expect(runs[1]!.changes).to.deep.equal({ qemu: { changed: 1 }, lxc: { added: 1 } });
    expect((await run("history")).stdout).to.match(/^ *2 +\d{4}-\d\d-\d\d \d\d:\d\d UTC +sync +.*1 vm changed, 1 container added$/m);
    expect((await run("list", "runs")).stdout).to.match(/^ *3 .*import .*no change on the cluster$/m);
  });

  it("says what changed between any two, whichever is named first, and of one alone since the one before", async () => {
    const there = await report("1", "2");
    expect(there.between!.changes.map(({ kind, key, change }) => ({ kind, key, change }))).to.deep.equal([
      { kind: "qemu", key: `qemu/${simulator.cluster.guests()[0]}`, change: "changed" },
      { kind: "lxc", key: "lxc/990", change: "added" },
    ]);
    expect(there.between!.changes[0]!.settings).to.deep.include({ setting: "memory", before: there.between!.changes[0]!.settings[0]!.before, after: "3000" });
    expect((await report("2", "1")).between).to.deep.equal(there.between);
    expect((await report("2")).between).to.deep.equal(there.between);
    expect((await report("first", "last")).between!.changes.map(({ key }) => key)).to.deep.equal(there.between!.changes.map(({ key }) => key));
    const { stdout } = await run("history", "1", "2");
    expect(stdout).to.match(/changed +vm \d+/).and.match(/memory +\d+ → 3000/).and.match(/added +container 990 newcomer/);
  });

  it("says which files of the code changed, and shows how with -v", async () => {
    const { between } = await report("2", "3");
    expect(between!.files!.map(({ path }) => path)).to.include("guests/pve.ts");
    expect((await run("history", "2", "3", "-v")).stdout).to.contain("dedicated: Size.mebibytes(3000)");
    expect((await report("1", "2")).between!.files).to.deep.equal([]);
  });

  it("keeps to guests and kinds that are asked for", async () => {
    expect((await report("1", "2", "--filter", "type=container")).between!.changes.map(({ key }) => key)).to.deep.equal(["lxc/990"]);
    expect((await run("history", "1", "2", "--filter", "tag=no-such-tag")).stderr).to.contain("--filter tag=no-such-tag matches no guest that was read");
    const { code, stderr } = await run("history", "--filter", "type=container");
    expect([code, stderr.split("\n")[0]]).to.deep.equal([64, "pmpc: --filter, --exclude and --kind choose what is compared, and no run was named"]);
    expect((await report("1", "2", "--kind", "vms")).between!.changes).to.have.lengthOf(1);
    expect((await report("1", "2", "--kind", "storages")).between!.changes).to.deep.equal([]);
  });

  it("names by whom, as the audit log and Proxmox VE's list of tasks have it", async () => {
    const vm = simulator.cluster.guests()[0]!;
    await run("stop", "vm", String(vm), ...reach(simulator, simulator.tokens.root));
    simulator.cluster.edit(vm, (text) => text.replace(/^memory:.*$/m, "memory: 2500"));
    await run("sync", "--store-only", ...reach(simulator));
    const { between } = await report("last");
    const [change] = between!.changes.filter(({ key }) => key === `qemu/${vm}`);
    expect(change!.by.map(({ what }) => what)).to.have.members(["stop", "qmstop"]);
    expect(change!.by.find(({ what }) => what === "qmstop")!.who).to.match(/^root@pam/);
    expect((await run("history", "last")).stdout).to.match(/stop by \S+, \d{4}-/);
  });

  it("writes what is shown as files that people read, and nothing secret", async () => {
    const { exported } = await report("--export", "--limit", "2");
    expect(exported).to.include.members([".proxmox/history/run-4.yml", ".proxmox/history/run-3.yml", ".proxmox/history/run-3/guests/pve.ts"]);
    const text = readFileSync(join(folder, ".proxmox/history/run-3.yml"), "utf8");
    expect(text).to.match(/^run: 3$/m).and.match(/^verb: import$/m).and.match(/^virtual machines:$/m);
    expect(readFileSync(join(folder, ".proxmox/history/run-3/guests/pve.ts"), "utf8")).to.contain("new VirtualMachine(");
    expect(existsSync(join(folder, ".proxmox/history/run-1.yml"))).to.equal(false);
  });

  it("names a run that is not there, and what there is", async () => {
    const { code, stderr } = await run("history", "99");
    expect(code).to.equal(5);
    expect(stderr).to.contain('no run "99"').and.contain("the newest run is 4, the oldest 1");
  });

  it("keeps no text of a file that holds a secret", async () => {
    writeFileSync(join(folder, "own.ts"), "// -----BEGIN RSA PRIVATE KEY-----\n// b3BlbnNzaC1rZXk\n// -----END RSA PRIVATE KEY-----\n");
    await run("sync", "--store-only", ...reach(simulator));
    const shown = (await run("history", "last", "-v")).stdout + JSON.stringify(await report("last", "-v"));
    expect(shown).to.contain("own.ts").and.not.contain("b3BlbnNzaC1rZXk");
  });
});
