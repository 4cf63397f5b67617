import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { DescribeReport } from "../../generator/action/describe";
import type { ListReport } from "../../generator/action/list";
import type { PowerReport } from "../../generator/action/power";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { junitErrors } from "../support/official-schema";
import { newFolder, pmpc, reach, remove } from "./command";

describe("looking at everything, and powering several", () => {
  let [simulator, folder]: [Simulator, string] = [undefined as never, ""];
  before(async () => {
    simulator = await startSimulator();
    folder = newFolder();
    await pmpc(["import", ...reach(simulator, simulator.tokens.root), "--out", ".", "--no-verify"], folder);
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });
  const run = (...args: string[]) => pmpc(args, folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.root });
  const running = () => simulator.cluster.guests().filter((vmId) => simulator.cluster.isRunning(vmId));

  it("names the guests and does nothing before it is agreed to", async () => {
    const before = running();
    const { code, stderr } = await run("stop", "--filter", "tag=k3s");
    expect([code, stderr]).to.satisfy(([end, text]: [number, string]) => end === 6 && text.includes("k3s-server-1") && text.includes("--yes"));
    expect(running()).to.deep.equal(before);
  });

  it("stops those that a filter chooses, and no others; then starts them again", async () => {
    const before = running();
    const stopped = await run("stop", "--filter", "tag=k3s", "--yes", "--json");
    const report = JSON.parse(stopped.stdout.slice(stopped.stdout.search(/^\{/m))) as PowerReport;
    const meant = report.guests!.filter(({ says }) => says === undefined).map(({ guest: { vmId } }) => vmId);
    expect([stopped.code, meant.length > 1]).to.deep.equal([0, true]);
    expect(running()).to.deep.equal(before.filter((vmId) => !meant.includes(vmId)));
    expect((await run("start", "--filter", "tag=k3s", "--yes")).code).to.equal(0);
    expect(running()).to.deep.equal(before);
  });

  it("refuses a filter that matches nothing, and a guest beside a filter", async () => {
    expect((await run("start", "--filter", "tag=nobody", "--yes")).code).to.equal(5);
    const both = await run("start", "vm", "101", "--filter", "tag=k3s");
    expect([both.code, both.stderr]).to.deep.equal([64, "pmpc: --filter: it chooses several guests, and one is named, too\n  pmpc start vm 104, or pmpc start --filter tag=lab\n"]);
    const neither = await run("start");
    expect([neither.code, neither.stderr.split("\n")[0]]).to.deep.equal([64, "pmpc: vm|container ID is missing"]);
  });

  it("says what is wrong with the words before it asks for a token", async () => {
    for (const verb of ["start", "stop", "shutdown", "reboot"]) {
      for (const [words, says] of [["vm", "expected a number or a name after vm, got nothing"], ["CT/", "expected a number or a name after CT, got nothing"], ["storage local", 'expected one guest, such as vm 104, container 202, or its name, got "storage local"'], ["vm 101 102", 'expected one guest, such as vm 104, container 202, or its name, got "vm 101 102"']] as const) {
        const asked = simulator.requests.length;
        const { code, stderr } = await pmpc([verb, ...words.split(" ")], folder);
        expect([code, stderr.split("\n")[0], simulator.requests.length]).to.deep.equal([64, `pmpc: vm|container ID: ${says}`, asked]);
      }
    }
    for (const verb of ["describe", "diff", "protect", "update", "delete", "forget"]) {
      const { stderr } = await pmpc([verb, "vms"], folder);
      expect(stderr, verb).to.match(/^pmpc: "vms" says no more than the kind\n.*pmpc list vm shows all\n$/);
    }
  });

  it("prints YAML, and knows the names that verbs had before", async () => {
    const { stdout } = await run("list-nodes", "--yaml");
    expect((parse(stdout) as ListReport).resources.map(({ name }) => name)).to.deep.equal(["pve"]);
    expect((await run("test-connection")).code).to.equal((await run("doctor")).code);
  });

  it("describes a storage: who uses it, and where the code names it", async () => {
    const described = JSON.parse((await run("describe", "storage", "local-zfs", "--json")).stdout) as DescribeReport;
    expect(described.usedBy.map(({ what }) => what)).to.include.members(["vm 100"]);
    const [file, line] = described.named![0]!.split(":");
    expect(readFileSync(join(folder, file!), "utf8").split("\n")[Number(line) - 1]).to.contain('Storage.fromName(this, "local-zfs")');
  });

  it("describes a guest: what it uses, and what became of it", async () => {
    simulator.cluster.edit(100, (text) => text.replace(/^cores: .*$/m, "cores: 3"));
    await run("sync", "--store-only");
    const described = JSON.parse((await run("describe", "vm", "100", "--json")).stdout) as DescribeReport;
    expect(described.uses.map(({ what }) => what)).to.include.members(["storage local-zfs", "node pve"]);
    expect(described.history.map(({ says }) => says).join("\n")).to.match(/run \d+: cores 2 → 3/);
  });

  it("writes what pmpc test found as JUnit", async () => {
    await run("test", "--no-rehearse", "--junit", "found.xml");
    const found = readFileSync(join(folder, "found.xml"), "utf8");
    expect(await junitErrors(found)).to.deep.equal([]);
    expect(found).to.match(/<testsuite name="pmpc test" tests="2" failures="0" errors="0" skipped="1">[^]*<testcase classname="pmpc" name="tests"><skipped>[^"<]*packages are not installed/);
  });
});
