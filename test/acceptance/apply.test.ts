import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { ApplyReport } from "../../generator/action/apply";
import type { ResourceReport } from "../../generator/judge/grading";
import type { PlanReport } from "../../generator/judge/grade-workspace";
import type { WriteReport } from "../../generator/renew/write-report";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { newFolder, paths, pmpc, remove } from "../bin/command";
import { needProvider } from "./terraform";

const recording = join(__dirname, "../fixture/pve/cluster-b.json");

function tests(this: Mocha.Suite, tool: "terraform" | "tofu"): void {
  let folder: string;
  let simulator: Simulator;

  before(async function () {
    await needProvider(this, providerVersion, tool);
  });
  beforeEach(() => {
    folder = newFolder();
  });
  afterEach(async () => {
    await simulator?.close();
    remove(folder);
  });

  async function run<R>(...args: string[]): Promise<{ code: number; report: R & { readonly error?: { readonly code: string; readonly message: string } } }> {
    const { code, stdout, stderr } = await pmpc([...args, "--json"], folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.root, TERRAFORM_BINARY_NAME: tool });
    try {
      return { code, report: JSON.parse(stdout) };
    } catch (cause) {
      throw new Error(stdout + stderr, { cause });
    }
  }
  const importAll = (...more: string[]) => run<WriteReport>("import", "--endpoint", simulator.endpoint, "--fingerprint", simulator.fingerprint256, "--out", ".", ...more);
  const count = (resources: readonly ResourceReport[], grade: string) => resources.filter((one) => one.grade === grade).length;
  const code = () => paths(folder).filter((path) => path.startsWith("guests/")).map((path) => readFileSync(join(folder, path), "utf8")).join("\n");
  const writes = () => simulator.requests.filter(({ method }) => method !== "GET");

  it("is proven, adopts a recorded cluster, settles, and leaves nothing to do", async () => {
    simulator = await startSimulator({ scenario: recording });
    const imported = await importAll();
    expect(imported.report.proof).to.deep.include({ proven: true, imports: 15, unclean: [] });
    expect(imported.report.guests.flatMap(({ repairs }) => repairs)).to.deep.equal([]);
    expect(imported.code).to.equal(0);
    expect((await run<PlanReport>("verify")).code).to.equal(0);

    const first = await run<ApplyReport>("apply");
    expect([first.code, first.report.applied, count(first.report.resources, "clean")]).to.deep.equal([0, true, 15]);
    expect(code()).not.to.match(/adopt|timeout/);

    // The containers' timeouts followed at once, in Terraform's record.
    const second = await run<PlanReport>("plan");
    expect([second.code, count(second.report.resources, "clean")]).to.deep.equal([0, 15]);
    expect((await importAll()).report.proof).to.deep.include({ proven: true, imports: 0, records: 0, unclean: [] });

    const again = await importAll();
    expect(again.report.files.filter(({ change }) => change !== "unchanged")).to.deep.equal([]);
    expect(writes()).to.deep.equal([]);
  });

  // OpenTofu plans as Terraform does, in as many minutes: what differs is tried with both.
  const itOnce = (title: string, play: () => Promise<void>) => tool === "terraform" && it(title, play);
  itOnce("adopts every odd corner, settles, and leaves nothing to do; a locked container settles later", async () => {
    simulator = await startSimulator({ scenario: "odd-corners" });
    const { cluster } = simulator;
    const texts = () => Object.fromEntries(cluster.guests().map((vmId) => [vmId, cluster.text(vmId)]));
    const before = texts();
    const adopting = () => [...code().matchAll(/vmId: (\d+),\n(?: {4}.*\n)*? {4}adopt: true/g)].map(([, vmId]) => Number(vmId));
    expect((await importAll()).report.proof).to.deep.include({ proven: true });
    for (const verb of ["apply", "plan"]) expect([verb, (await run(verb)).code]).to.deep.equal([verb, 0]);
    expect(texts()).to.deep.equal(before);
    const locked = adopting();
    expect(locked.map((vmId) => /^lock: (.*)$/m.exec(cluster.text(vmId))?.[1])).to.deep.equal(["backup", "snapshot"]);

    for (const vmId of locked) cluster.edit(vmId, (text) => text.replace(/^lock: .*\n/m, ""));
    expect((await importAll()).report.proof).to.deep.include({ proven: true, records: 2 });
    expect(adopting()).to.deep.equal([]);
    for (const verb of ["apply", "plan"]) expect([verb, (await run(verb)).code]).to.deep.equal([verb, 0]);
    expect(writes()).to.deep.equal([]);
  });

  itOnce("changes nothing on the cluster, and afterwards sees life go on without touching it", async () => {
    simulator = await startSimulator({ scenario: "office" });
    const { cluster } = simulator;
    const texts = () => Object.fromEntries(cluster.guests().map((vmId) => [vmId, cluster.text(vmId)]));
    const before = texts();
    const some = ["--filter", "vmid=100-125", "--filter", "vmid=500-512"];
    const imported = await importAll(...some);
    expect(imported.report.proof).to.deep.include({ proven: true });
    expect((await run("apply")).code).to.equal(0);
    expect((await run("plan")).code).to.equal(0);
    expect(texts()).to.deep.equal(before);
    expect(writes()).to.deep.equal([]);

    const inCode = imported.report.guests.filter(({ outcome }) => outcome === "imported");
    const [moved, stopped] = inCode.filter(({ key, node }) => key.startsWith("lxc/") && node !== "pve3").map(({ key }) => Number(key.split("/")[1]));
    const [machine, gone, resized, locked] = inCode.filter(({ key, node }) => key.startsWith("qemu/") && node !== "pve3").map(({ key }) => Number(key.split("/")[1]));
    cluster.migrate(moved!, "pve3");
    cluster.stop(stopped!);
    cluster.migrate(machine!, "pve3");
    cluster.remove(gone!);
    cluster.edit(resized!, (text) => text.replace(/^memory: .*$/m, "memory: 768"));
    cluster.edit(locked!, (text) => `lock: backup\nparent: before\n${text}\n\n[before]\n${text}`);

    const { code: exit, report } = await run<PlanReport>("plan");
    const unclean = report.resources.filter(({ grade }) => grade !== "clean");
    expect(unclean.map(({ key, grade }) => `${key} ${grade}`).sort()).to.deep.equal(
      [`lxc/${moved} already there`, `qemu/${gone} create`, `qemu/${resized} needs reboot`].sort(),
    );
    expect(exit).to.equal(2);
    const container = unclean.find(({ grade }) => grade === "already there")!;
    expect(container.reason).to.contain(`container ${moved} has moved to pve3`);
    expect(container.remedy).to.contain("pmpc apply makes Terraform's record of it again");
    expect(unclean.find(({ grade }) => grade === "create")?.reason).to.contain("is not in the cluster");
    const [memory] = unclean.find(({ grade }) => grade === "needs reboot")!.changes;
    expect(memory).to.deep.include({ prop: "memory.dedicated", before: 768, says: "the guest is restarted: memory is given to it at its start" });
    expect((await run("apply", "--yes")).code).to.equal(6);
    expect(writes()).to.deep.equal([]);
  });

  itOnce("protects a guest in the code and on the cluster, changes nothing else, and takes it back", async () => {
    simulator = await startSimulator({ scenario: "homelab" });
    const { cluster } = simulator;
    await importAll("--filter", "vmid=100", "--filter", "vmid=200");
    expect((await run("apply")).code).to.equal(0);
    const before = cluster.text(100);
    expect((await run("protect", "vm", "100")).report.error).to.include({ code: "not-confirmed" });
    expect([cluster.text(100), code().includes("protection")]).to.deep.equal([before, false]);
    expect((await run("protect", "vm", "100", "--yes")).code).to.equal(0);
    expect(cluster.text(100)).to.match(/^protection: 1$/m);
    expect(code()).to.contain("protection: true");
    expect((await run("plan")).code).to.equal(0);
    // What was last read is from before, and takes nothing back.
    expect((await run("generate", "--filter", "vmid=100", "--filter", "vmid=200")).code).to.equal(0);
    expect(code()).to.contain("protection: true");
    expect((await run("plan")).code).to.equal(0);
    await importAll("--filter", "vmid=100", "--filter", "vmid=200");
    expect(code()).to.contain("protection: true");
    expect((await run("unprotect", "--all", "--yes")).code).to.equal(0);
    expect(cluster.text(100)).not.to.match(/^protection: 1$/m);
    expect((await run("plan")).code).to.equal(0);
    expect(writes().every(({ method, address }) => method === "PUT" && /\/(qemu\/100|lxc\/200)\/config$/.test(address))).to.equal(true);
  });

  if (tool === "tofu") {
    it("notes in the state that guests are kept: what leaves the code is forgotten, and destroyed only if pmpc delete took it out", async function () {
      simulator = await startSimulator({ scenario: "homelab" });
      await importAll("--filter", "vmid=100");
      const applied = await run("apply");
      expect([applied.code, applied.report.error]).to.deep.equal([0, undefined]);
      const [path] = paths(folder).filter((one) => one.startsWith("guests/"));
      const before = readFileSync(join(folder, path!), "utf8");
      writeFileSync(join(folder, path!), before.replace(/ {2}new VirtualMachine[^]*?\n {2}\}\);\n/, ""));
      const grades = async () => (await run<PlanReport>("plan")).report.resources.map(({ grade }) => grade);
      expect(await grades()).to.deep.equal(["forget"]);
      writeFileSync(join(folder, path!), before);
      await run("delete", "vm", "100");
      expect(await grades()).to.deep.equal(["destroy"]);
      expect((await run("delete", "vm", "100", "--undo")).code).to.equal(0);
      expect(readFileSync(join(folder, path!), "utf8")).to.equal(before);
      expect(await grades()).to.deep.equal(["clean"]);
    });
  }

  itOnce("says once what keeps it from the whole cluster", async () => {
    simulator = await startSimulator({ scenario: recording });
    await importAll("--no-verify");
    const wrong = { PROXMOX_VE_API_TOKEN: simulator.tokens.root.replace(/.$/, "x"), TERRAFORM_BINARY_NAME: tool };
    const { code: exit, stdout } = await pmpc(["plan"], folder, wrong);
    expect([exit, stdout.replace(/https:\S+/, "URL")]).to.deep.equal([4, "  error       none of 15 resources could be read: URL does not accept the token root@pam!pmpc\n              pmpc doctor says what is wrong with the connection or the credentials\n  plan        nothing\n"]);
    expect((await pmpc(["apply"], folder, wrong)).code).to.equal(4);
    expect((await pmpc(["status", "--offline"], folder)).stdout).to.match(/last plan +\S+ \S+ UTC: not made: none of 15 resources could be read: /);
  });

  itOnce("says which guest the provider cannot read, and still reads the rest", async () => {
    simulator = await startSimulator({ scenario: "office" });
    const imported = await importAll("--filter", "vmid=100-112", "--no-verify");
    const [first] = imported.report.guests.filter(({ outcome, node, key }) => outcome === "imported" && node === "pve1" && key.startsWith("qemu/"));
    const vmId = Number(first!.key.split("/")[1]);
    simulator.cluster.edit(vmId, (text) => text.replace(/^net0: .*$/m, (line) => `${line},trunks=10-20`));
    const { code: exit, report } = await run<PlanReport>("verify");
    expect(exit).to.equal(3);
    const [unread, ...others] = report.resources.filter(({ grade }) => grade !== "clean");
    expect(unread).to.include({ key: first!.key, grade: "not read", cause: "guest" });
    expect(unread?.reason).to.contain('parsing "10-20"');
    expect(others).to.deep.equal([]);
  });
}

// With the real provider, as its user would: a command line, and a cluster.
for (const tool of ["terraform", "tofu"] as const) {
  describe(`an import, applied by ${tool} with the real provider`, function () {
    tests.call(this, tool);
  });
}
