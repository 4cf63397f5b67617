import { cpSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { ApplyReport } from "../../../generator/action/apply";
import type { PlanReport } from "../../../generator/judge/grade-workspace";
import { terraformPath } from "../../support/terraform";
import { newFolder, reach, remove } from "../../bin/command";
import { graded, openPlanned, without, type Planned } from "./planned";

describe(`what is remembered of a guest, and forgotten${without}`, () => {
  let stage: Planned;
  before(async function () {
    if (terraformPath === undefined) return this.skip();
    stage = await openPlanned();
  });
  after(() => stage?.close());

  it("knows from Terraform's state alone what is settled, and what it is called", async () => {
    await stage.at("adopted");
    const settled = stage.code();
    // Nothing is left of what pmpc remembers but how the cluster is reached.
    for (const name of readdirSync(join(stage.folder, ".proxmox"))) if (name !== "config.yml") rmSync(join(stage.folder, ".proxmox", name), { recursive: true });
    stage.simulator.cluster.rename(100, "another-name");
    const { report } = await stage.importTwo();
    expect(report.files.filter(({ change }) => change === "merged").map(({ path }) => path)).to.include("guests/pve.ts");
    const offered = readFileSync(join(stage.folder, "guests/pve.ts"), "utf8");
    expect(offered).to.contain('name: "another-name"').and.not.to.contain("adopt");
    const ids = (text: string) => [...text.matchAll(/new \w+\(\w+, "([^"]+)"/g)].map(([, id]) => id);
    expect(ids(offered)).to.deep.equal(ids(settled));
  });

  it("lets go of everything, and leaves the cluster as it is", async () => {
    await stage.at("adopted");
    const before = stage.simulator.cluster.guests().map((vmId) => stage.simulator.cluster.text(vmId));
    const { report } = await stage.run<{ readonly guest: string }>("forget", "--all");
    expect(report.guest).to.equal("2 guests");
    expect((await stage.run("forget", "--all"))).to.deep.include({ code: 0 }).and.to.have.nested.property("report.guest", "nothing");
    expect(stage.code()).not.to.match(/new (VirtualMachine|Container)\(/);
    const applied = await stage.run<ApplyReport>("apply", "--yes");
    expect(applied.report.applied, JSON.stringify(applied.report.error)).to.equal(true);
    expect(graded((await stage.run<PlanReport>("plan")).report)).to.deep.equal([]);
    expect(readFileSync(join(stage.folder, "terraform.pve.tfstate"), "utf8")).not.to.contain('"vm_id"');
    expect(stage.simulator.cluster.guests().map((vmId) => stage.simulator.cluster.text(vmId))).to.deep.equal(before);
  });

  it("goes on where the folder has been moved", async () => {
    await stage.at("adopted");
    const moved = `${stage.folder}-moved`;
    renameSync(stage.folder, moved);
    const { report } = await stage.runIn<PlanReport>(moved, "plan");
    renameSync(moved, stage.folder);
    expect(graded(report)).to.deep.equal(["lxc/200 clean", "qemu/100 clean"]);
  });

  it("takes in what its own state has lost, and leaves the code as it is", async () => {
    await stage.at("adopted");
    const settled = stage.code();
    rmSync(join(stage.folder, "terraform.pve.tfstate"));
    expect((await stage.importTwo()).report.proof).to.deep.include({ proven: true, imports: 2 });
    expect((await stage.run<PlanReport>("plan")).report.adopted).to.have.members(["qemu/100", "lxc/200"]);
    expect((await stage.run<ApplyReport>("apply")).report).to.deep.include({ applied: true, settled: [] });
    expect(graded((await stage.run<PlanReport>("plan")).report)).to.deep.equal(["lxc/200 clean", "qemu/100 clean"]);
    expect(stage.code()).to.equal(settled);
  });

  it("makes no second state in a clone, and says where the first one is", async () => {
    await stage.at("adopted");
    const clone = newFolder();
    const code = () => readFileSync(join(clone, "guests/pve.ts"), "utf8");
    try {
      // What git takes along: everything but what its ignore file names.
      cpSync(stage.folder, clone, { recursive: true, filter: (path) => !/tfstate|state\.db|\.proxmox\/(terraform|tmp)$/.test(path) });
      const planned = await stage.runIn<PlanReport>(clone, "plan");
      expect([planned.code, ...graded(planned.report)]).to.deep.equal([0, "lxc/200 clean", "qemu/100 clean"]);
      expect(planned.report.adopted).to.have.lengthOf(2);
      const before = code();
      const refused = await stage.runIn(clone, "apply", "--yes");
      expect([refused.code, refused.report.error?.code]).to.deep.equal([6, "second-state"]);
      expect(refused.report.error?.message).to.contain(`:${stage.folder}`);
      expect(refused.report.error?.hint).to.contain("pmpc import --backend").and.to.contain("--new-state");
      await stage.runIn(clone, "import", ...reach(stage.simulator), "--out", ".");
      expect(code()).not.to.contain("adopt: true,\n    name");
      const first = (text: string) => /new [^]*?\n {2}\}\);/.exec(text)![0];
      expect(first(code())).to.equal(first(before));
      expect((await stage.runIn<ApplyReport>(clone, "apply", "--new-state", "--allow-changes", "--yes")).code).to.equal(0);
    } finally {
      remove(clone);
    }
  });

  it("moves Terraform's record where a construct has another name in the code", async () => {
    await stage.at("adopted");
    stage.edit((text) => text.replace('"opnsense"', '"firewall"').replace('vmId: 100,', 'vmId: 100,\n    name: "opnsense",'));
    const { report, code: exit } = await stage.run<PlanReport>("plan");
    expect([exit, ...graded(report)]).to.deep.equal([0, "lxc/200 clean", "qemu/100 clean"]);
    expect(report.renamed).to.deep.equal([{ key: "qemu/100", from: "proxmox_virtual_environment_vm.opnsense", to: "proxmox_virtual_environment_vm.firewall" }]);
  });

  it("lets go of a guest and brings it back", async () => {
    await stage.at("adopted");
    const released = await stage.run<{ readonly back: string }>("forget", "container", "200");
    expect([released.code, released.report.back]).to.deep.equal([0, "pmpc forget container 200 --undo"]);
    expect(stage.code()).not.to.contain("new Container");
    expect(readFileSync(join(stage.folder, "cluster.ts"), "utf8")).to.match(/this\.forget\("proxmox_virtual_environment_container\.[^"]+"\); \/\/ lxc\/200: forgotten/);
    expect(graded((await stage.run<PlanReport>("plan")).report).sort()).to.deep.equal(["lxc/200 forget", "qemu/100 clean"]);
    // What leaves the state is asked about.
    expect((await stage.run("apply")).report.error).to.include({ code: "not-confirmed" });
    expect((await stage.run("apply", "--yes")).code).to.equal(0);
    // An import does not bring it back; asking for it does.
    const again = await stage.importTwo();
    expect(again.report.guests.find(({ key }) => key === "lxc/200")).to.include({ outcome: "released" });
    await stage.run("forget", "container", "200", "--undo");
    expect(stage.code()).to.contain("new Container");
    expect(readFileSync(join(stage.folder, "cluster.ts"), "utf8")).not.to.contain("forget(");
    expect(graded((await stage.run<PlanReport>("plan")).report)).to.include("lxc/200 clean");
  });

  it("lets go of a guest that has gone, and proves that nothing else changes", async () => {
    await stage.at("adopted");
    stage.simulator.cluster.remove(200);
    const refused = await stage.importTwo();
    expect([refused.code, refused.report.error?.code]).to.deep.equal([6, "many-gone"]);
    expect(stage.code()).to.contain("new Container");
    const { code: exit, report } = await stage.importTwo("--confirm");
    expect([exit, report.proof?.proven, report.proof?.records, report.proof?.unclean]).to.deep.equal([0, true, 1, []]);
    expect(graded((await stage.run<PlanReport>("plan")).report).sort()).to.deep.equal(["lxc/200 forget", "qemu/100 clean"]);
    expect((await stage.run("apply", "--yes")).code).to.equal(0);
    expect(graded((await stage.run<PlanReport>("plan")).report)).to.deep.equal(["qemu/100 clean"]);
  });

  it("says what it cannot forget", async () => {
    await stage.at("imported");
    expect((await stage.run("forget", "vm", "101")).code).to.equal(5);
    expect((await stage.run("forget", "web")).code).to.equal(64);
    const nobody = await stage.run("forget");
    expect([nobody.code, nobody.report.error?.message]).to.deep.equal([64, "GUEST is missing"]);
  });

  it("recognises a guest that Terraform would make a second time, and says what to do instead", async () => {
    await stage.at("adopted");
    const [, stack] = /node: (\w+)\.pve,/.exec(stage.code())!;
    // Nobody imported container 201: its number was taken by somebody who did not look.
    stage.edit((text) => text.replace(/\n\}\n$/, `\n  new Container(${stack}, "extra", { vmId: 201, node: ${stack}.pve, rootDisk: { storage: "local", size: Size.gibibytes(4) } });\n}\n`));
    const { code: exit, report } = await stage.run<PlanReport>("plan");
    const container = report.resources.find(({ key }) => key === "lxc/201");
    expect(exit).to.equal(2);
    expect(container).to.include({ grade: "already there" });
    expect(container?.reason).to.contain("container 201 is on pve");
    expect(container?.remedy).to.contain("give the code another vmId");
    expect((await stage.run("apply", "--yes", "--allow-changes")).code).to.equal(6);
  });

  it("recognises a pool that Terraform would make a second time, and refuses to apply that", async () => {
    await stage.at("adopted");
    const [, stack] = /node: (\w+)\.pve,/.exec(stage.code())!;
    stage.edit((text) => text.replace(/^import \{ /m, "import { Pool, ").replace(/\n\}\n$/, `\n  new Pool(${stack}, "mine", { name: "infra" });\n}\n`));
    const { report } = await stage.run<PlanReport>("plan");
    expect(report.resources.find(({ address }) => address.includes("pool.mine"))).to.include({ grade: "already there", reason: "pool infra is on the cluster, and Terraform's state does not have it" });
    expect((await stage.run("apply", "--yes", "--allow-changes")).code).to.equal(6);
  });
});
