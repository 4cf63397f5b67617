import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { DiffReport } from "../../generator/action/diff";
import { openStage, type Stage } from "../support/stage";
import { pmpc, reach, type Ended } from "./command";

describe("diff", function () {
  let stage: Stage<"imported">;
  const run = (...args: string[]): Promise<Ended> => pmpc(args, stage.folder);
  const diff = (...args: string[]) => run("diff", ...reach(stage.simulator), ...args);
  const report = async (...args: string[]) => JSON.parse((await diff(...args, "--json")).stdout) as DiffReport;
  const change = (vmId: number, from: RegExp, to: string) => stage.simulator.cluster.edit(vmId, (text) => text.replace(from, to));
  const code = () => join(stage.folder, "guests/pve.ts");
  /** The line of the code that says something, as the report names it. */
  const lineOf = (part: string) => `guests/pve.ts:${readFileSync(code(), "utf8").split("\n").findIndex((line) => line.includes(part)) + 1}`;

  before(async () => {
    stage = await openStage("homelab", { imported: ({ simulator }) => run("import", ...reach(simulator), "--out", ".", "--no-verify") });
  });
  beforeEach(() => stage.at("imported"));
  after(() => stage.close());

  it("is nothing right after an import, and exits with 0", async () => {
    const { code: exit, stdout } = await diff("--exit-code");
    expect(exit).to.equal(0);
    expect(stdout).to.match(/same +15 guests in the code, each as the cluster has it/);
  });

  it("shows the three truths of a key that somebody changed on the cluster, with the code's line", async () => {
    change(100, /^memory:.*$/m, "memory: 3000");
    const { resources } = await report();
    expect(resources.map(({ key, is }) => ({ key, is }))).to.deep.equal([{ key: "qemu/100", is: "differs" }]);
    expect(resources[0]!.declared).to.equal(lineOf('new VirtualMachine(cluster, "opnsense"'));
    expect(resources[0]!.settings).to.deep.equal([{ setting: "memory", cluster: "3000", run: "4096", code: "4096", drift: true, where: lineOf("memory: { dedicated: Size.gibibytes(4)") }]);
    const { code: exit, stdout } = await diff("--exit-code");
    expect(exit).to.equal(2);
    expect(stdout).to.match(/differs +vm 100 opnsense +guests\/pve\.ts:\d+\n +memory +cluster 3000 · last run 4096 · code 4096 +guests\/pve\.ts:\d+$/m);
    expect((await diff()).code, "without --exit-code").to.equal(0);
  });

  it("speaks of what was asked for, and of nothing else", async () => {
    change(100, /^memory:.*$/m, "memory: 3000");
    expect((await diff("vm", "101", "--exit-code")).stdout).to.match(/same +1 guest in the code, each as the cluster has it/);
    expect((await diff("--filter", "tag=k3s")).stdout).to.match(/same +3 guests in the code/);
    expect((await diff("--kind", "containers")).stdout).to.match(/same +6 guests in the code/);
    expect(await diff("--filter", "tag=k3z")).to.include({ code: 5, stdout: "" }).and.to.have.property("stderr").that.contains("--filter tag=k3z matches no guest that was read");
  });

  it("shows what somebody changed in the code, which the cluster and the last run do not know", async () => {
    const text = readFileSync(code(), "utf8");
    writeFileSync(code(), text.replace("memory: { dedicated: Size.gibibytes(4)", "memory: { dedicated: Size.gibibytes(6)"));
    const { resources } = await report();
    expect(resources.map(({ key, settings }) => [key, ...settings.map(({ setting, cluster, run: last, code: said }) => `${setting} ${cluster} ${last} ${said}`)])).to.deep.equal([["qemu/100", "memory 4096 4096 6144"]]);
  });

  it("says nothing of what the code ignores, and of what it says by now only with -v", async () => {
    change(100, /^memory:.*$/m, "memory: 6144");
    const text = readFileSync(code(), "utf8");
    writeFileSync(code(), text.replace("memory: { dedicated: Size.gibibytes(4)", "memory: { dedicated: Size.gibibytes(6)"));
    expect((await diff("--exit-code")).code).to.equal(0);
    expect((await diff("-v")).stdout).to.match(/memory +cluster 6144 · last run 4096 · as the code says/);
    writeFileSync(code(), text.replace("memory: { dedicated: Size.gibibytes(4)", 'ignoreChanges: ["memory"],\n    memory: { dedicated: Size.gibibytes(4)'));
    expect((await diff("--exit-code")).code).to.equal(0);
    expect((await diff("-v")).stdout).to.match(/memory +cluster 6144 · last run 4096 · ignored by the code/);
  });

  it("tells guests that came, went, or are not listed", async () => {
    const { cluster } = stage.simulator;
    cluster.add("pve", "lxc", 990, "hostname: newcomer\nmemory: 512\nostype: debian\nrootfs: local-lvm:vm-990-disk-0,size=4G\n");
    cluster.remove(101);
    const { resources } = await report();
    expect(resources.map(({ key, is }) => `${key} ${is}`)).to.deep.equal(["qemu/101 missing", "lxc/990 new"]);
    expect((await diff("--exit-code")).code).to.equal(2);
  });

  it("tells a setting that code cannot say, where it changed since the last run", async () => {
    stage.simulator.cluster.edit(202, (text) => `${text}lxc.apparmor.profile: unconfined\n`);
    const [container] = (await report()).resources;
    expect(container).to.deep.include({ key: "lxc/202", is: "differs" });
    expect(container!.settings.map(({ drift }) => drift)).to.deep.equal([true]);
  });

  it("names who did something to a guest since", async () => {
    await run("stop", "vm", "100", ...reach(stage.simulator, stage.simulator.tokens.root));
    change(100, /^memory:.*$/m, "memory: 3000");
    const [guest] = (await report()).resources;
    expect(guest!.by.map(({ what }) => what)).to.include("stop");
  });

  it("keeps to one guest, or to those of a filter or kind", async () => {
    change(100, /^memory:.*$/m, "memory: 3000");
    stage.simulator.cluster.edit(202, (text) => text.replace(/^memory:.*$/m, "memory: 999"));
    const keysOf = async (...args: string[]) => (await report(...args)).resources.map(({ key }) => key);
    expect(await keysOf()).to.deep.equal(["qemu/100", "lxc/202"]);
    expect(await keysOf("vm", "100")).to.deep.equal(["qemu/100"]);
    expect(await keysOf("postgres")).to.deep.equal(["lxc/202"]);
    expect(await keysOf("--filter", "type=container")).to.deep.equal(["lxc/202"]);
    expect(await keysOf("--kind", "vms")).to.deep.equal(["qemu/100"]);
    expect(await keysOf("--kind", "storages")).to.deep.equal([]);
    expect((await diff("vm", "4711")).code).to.equal(5);
  });

  it("uses the last run where the cluster cannot be asked, and says so", async () => {
    change(100, /^memory:.*$/m, "memory: 3000");
    const text = readFileSync(code(), "utf8");
    writeFileSync(code(), text.replace("memory: { dedicated: Size.gibibytes(4)", "memory: { dedicated: Size.gibibytes(6)"));
    for (const args of [["--offline"], []]) {
      const { code: exit, stdout } = await run("diff", "--exit-code", ...args);
      expect(exit).to.equal(2);
      expect(stdout).to.match(/memory +cluster 4096 · code 6144/).and.match(/cluster +not read: /).and.match(/compared with what was seen \d{4}-/);
    }
    const unreachable = await run("diff", "--endpoint", "https://127.0.0.1:9", "--api-token", stage.simulator.tokens.auditor, "--json");
    expect((JSON.parse(unreachable.stdout) as DiffReport).offline).to.contain("refused");
  });

  it("compares the cluster with the last run where the code cannot be run, says why, and exits with 3", async () => {
    change(100, /^memory:.*$/m, "memory: 3000");
    writeFileSync(code(), readFileSync(code(), "utf8").replace("export function", "throw new Error('broken'); export function"));
    const { code: exit, stdout } = await diff();
    expect(exit).to.equal(3);
    expect(stdout).to.match(/memory +cluster 3000 · last run 4096/).and.match(/code +could not be run: .*broken/);
  });

  it("writes nothing and changes nothing", async () => {
    change(100, /^memory:.*$/m, "memory: 3000");
    const before = readFileSync(code(), "utf8");
    await diff();
    expect(readFileSync(code(), "utf8")).to.equal(before);
    expect((JSON.parse((await run("list", "runs", "--json")).stdout) as { runs: unknown[] }).runs).to.have.lengthOf(1);
  });
});
