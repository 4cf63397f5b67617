import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { makeCommands } from "../../support/command";
import { terraformPath } from "../../support/terraform";
import { pmpc, reach } from "../../bin/command";
import { openPlanned, two, without, type Planned } from "./planned";

describe(`the self-check of an import${without}`, () => {
  let stage: Planned;
  before(async function () {
    if (terraformPath === undefined) return this.skip();
    stage = await openPlanned();
  });
  after(() => stage?.close());
  beforeEach(() => stage.at("nothing"));

  it("finds in the self-check what the table does not know, ignores just that, and says so", async () => {
    const { code: exit, report } = await stage.importTwo();
    expect(report.proof).to.deep.include({ proven: true, imports: 2, unclean: [] });
    expect(exit).to.equal(0);
    const repaired = report.guests.filter(({ repairs }) => repairs.length > 0);
    expect(repaired.map(({ key }) => key)).to.deep.equal(["qemu/100", "lxc/200"]);
    const memory = repaired[0]!.repairs.find(({ path }) => path === "memory");
    expect(memory?.why).to.match(/^the provider reads nothing and plans /);
    expect(stage.code()).to.contain('"memory", // the provider reads nothing and plans');
    expect(readFileSync(join(stage.folder, "docs/import-report.md"), "utf8")).to.contain("## Repaired");
    // What was found once is known: nothing is written, and nothing has to be found again.
    const again = await stage.importTwo();
    expect(again.report.files.filter(({ change }) => change !== "unchanged")).to.deep.equal([]);
    expect(again.report.proof).to.deep.include({ proven: true });
    expect((await stage.run("generate", ...two)).report.files.filter(({ change }) => change !== "unchanged")).to.deep.equal([]);
  });

  it("ignores it in a file that somebody has edited, too, and nothing of what they have changed", async () => {
    await stage.importTwo("--no-verify");
    stage.edit((text) => text.replace(/^ {2}new VirtualMachine/m, '  // Kim: the first one\n$&').replace(/(vmId: 200,\n)/, '$1    protection: true,\n'));
    const { report } = await stage.importTwo();
    expect(report.guests.filter(({ repairs }) => repairs.length > 0).map(({ key }) => key)).to.deep.equal(["qemu/100", "lxc/200"]);
    expect(report.proof!.unclean.map(({ key, changes }) => [key, changes.map(({ prop }) => prop)])).to.deep.equal([["lxc/200", ["protection"]]]);
    expect(report.conflicts).to.deep.equal([]);
    expect(stage.code()).to.contain('"memory", // the provider reads nothing and plans').and.contain("// Kim: the first one").and.contain("protection: true").and.not.contain('"protection"');
  });

  it("is not asked for where the self-check is not wanted, and says how to prove it where nothing is at hand", async () => {
    expect((await stage.importTwo("--no-verify")).report).not.to.have.property("proof");
    const bare = { TERRAFORM_BINARY_NAME: "no-such-terraform" };
    const { code: exit, stdout } = await pmpc(["import", ...reach(stage.simulator), "--out", ".", ...two], stage.folder, bare);
    expect(exit).to.equal(0);
    expect(stdout).to.match(/not proven +neither terraform nor tofu is on the PATH\n +to prove it: .*pmpc verify/);
    const verified = await pmpc(["verify"], stage.folder, bare);
    expect(verified.code).to.equal(1);
    expect(verified.stdout).to.contain("not proven");
  });

  it("says which Terraform the code is too new for", async () => {
    const commands = makeCommands();
    const says = (version: string) => ({ TERRAFORM_BINARY_NAME: commands.add("terraform", `echo Terraform v${version}`) });
    try {
      const old = await pmpc(["import", ...reach(stage.simulator), "--out", ".", ...two], stage.folder, says("1.4.6"));
      expect(old.stdout).to.match(/not proven +Terraform v1\.4\.6 does not know import blocks\n +to prove it: install version 1\.5 or newer.*then: pmpc verify/);
      await stage.run("forget", "container", "200");
      const newer = await pmpc(["plan"], stage.folder, says("1.5.7"));
      expect(newer).to.include({ code: 1, stderr: "pmpc: Terraform v1.5.7 does not know removed blocks\n  install version 1.7 or newer, or set TERRAFORM_BINARY_NAME to its path\n" });
    } finally {
      commands.remove();
    }
  });

  it("writes the code where no registry can be reached, and says so", async () => {
    const nowhere = { HOME: stage.folder, XDG_DATA_HOME: stage.folder, XDG_DATA_DIRS: stage.folder, TF_CLI_CONFIG_FILE: "/dev/null", HTTPS_PROXY: "http://127.0.0.1:1", https_proxy: "http://127.0.0.1:1", NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" };
    const imported = await pmpc(["import", ...reach(stage.simulator), "--out", "home", ...two], stage.folder, nowhere);
    expect(imported.code, imported.stderr).to.equal(0);
    expect(imported.stdout).to.match(/not proven +\S+ init failed: .*connection refused\n +to prove it: make the provider bpg\/proxmox reachable/);
    const planned = await pmpc(["plan"], join(stage.folder, "home"), nowhere);
    expect(planned.code).to.equal(1);
    expect(planned.stderr).to.match(/^pmpc: \S+ init failed: .*connection refused\n {2}make the provider bpg\/proxmox reachable: [^\n]+\n$/);
  });
});
