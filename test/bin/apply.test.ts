import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { ApplyReport } from "../../generator/action/apply";
import type { ResourceReport } from "../../generator/judge/grading";
import type { PlanReport } from "../../generator/judge/grade-workspace";
import type { WriteReport } from "../../generator/renew/write";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { openStore } from "../../generator/store/open";
import { attachProvider, type AttachedProvider } from "../support/terraform-provider/server";
import { schema, terraformPath } from "../support/terraform";
import { makeCommands } from "../support/command";
import { home, install, newFolder, pmpc, reach, remove } from "./command";

const without = terraformPath === undefined ? " (skipped: neither terraform nor tofu is installed)" : "";

// The provider here has a schema and nothing behind it: what it imports has nothing but an id, what it is told it keeps.
describe(`a plan, applied${without}`, () => {
  let folder: string;
  let simulator: Simulator;
  let provider: AttachedProvider;

  before(async function () {
    if (terraformPath === undefined) this.skip();
    provider = await attachProvider("bpg/proxmox", schema);
  });
  after(() => provider?.close());
  beforeEach(async () => {
    folder = newFolder();
    simulator = await startSimulator({ scenario: "homelab" });
  });
  afterEach(async () => {
    await simulator.close();
    remove(folder);
  });

  async function run<R = WriteReport>(...args: string[]): Promise<{ code: number; report: R & { readonly error?: { readonly code: string; readonly message: string; readonly hint?: string } } }> {
    const environment = { TF_REATTACH_PROVIDERS: provider.reattach, TF_CLI_CONFIG_FILE: "/dev/null", PROXMOX_VE_API_TOKEN: simulator.tokens.auditor };
    const { code, stdout, stderr } = await pmpc([...args, "--json"], folder, environment);
    try {
      return { code, report: JSON.parse(stdout) };
    } catch (cause) {
      throw new Error(stdout + stderr, { cause });
    }
  }
  const two = ["--filter", "vmid=100", "--filter", "vmid=200"];
  const importTwo = (...more: string[]) => run("import", ...reach(simulator), "--out", ".", ...two, ...more);
  const code = () => readFileSync(join(folder, "guests/pve.ts"), "utf8");
  const edit = (change: (text: string) => string) => writeFileSync(join(folder, "guests/pve.ts"), change(code()));
  const graded = ({ resources }: { readonly resources: readonly ResourceReport[] }) => resources.map(({ key, grade }) => `${key} ${grade}`);

  it("finds in the self-check what the table does not know, ignores just that, and says so", async () => {
    const { code: exit, report } = await importTwo();
    expect(report.proof).to.deep.include({ proven: true, imports: 2, unclean: [] });
    expect(exit).to.equal(0);
    const repaired = report.guests.filter(({ repairs }) => repairs.length > 0);
    expect(repaired.map(({ key }) => key)).to.deep.equal(["qemu/100", "lxc/200"]);
    const memory = repaired[0]!.repairs.find(({ path }) => path === "memory");
    expect(memory?.why).to.match(/^the provider reads nothing and plans /);
    expect(code()).to.contain('"memory", // the provider reads nothing and plans');
    expect(readFileSync(join(folder, "docs/import-report.md"), "utf8")).to.contain("## Repaired");
    // What was found once is known: nothing is written, and nothing has to be found again.
    const again = await importTwo();
    expect(again.report.files.filter(({ change }) => change !== "unchanged")).to.deep.equal([]);
    expect(again.report.proof).to.deep.include({ proven: true });
    expect((await run("generate", ...two)).report.files.filter(({ change }) => change !== "unchanged")).to.deep.equal([]);
  });

  it("is kept in the store, with the code that it was made from, before anything of it is done", async () => {
    await importTwo();
    const before = code();
    await run("apply");
    const store = await openStore(join(folder, ".proxmox/state.db"), { version: "0.1.0" });
    try {
      const deeds = await store.deeds({ endpoint: simulator.endpoint, cluster: "pve" });
      const first = deeds.at(-1)!;
      expect(first).to.include({ verb: "apply", runId: 1 });
      expect((first.plan as ResourceReport[]).map(({ key, importing }) => [key, importing])).to.deep.include(["qemu/100", true]);
      expect((await store.deedCode(first.id)).get("guests/pve.ts")).to.equal(before);
    } finally {
      await store.close();
    }
  });

  it("takes the imports into the state, and settles: now, and after every later import", async () => {
    await importTwo();
    const { code: exit, report } = await run<ApplyReport>("apply");
    expect(exit).to.equal(0);
    expect(report).to.deep.include({ applied: true });
    expect(report.settled.map(({ path, change }) => [path, change])).to.deep.equal([["guests/pve.ts", "updated"]]);
    expect(code()).not.to.contain("adopt");
    const second = await run<PlanReport>("plan");
    expect([second.code, ...graded(second.report)]).to.deep.equal([0, "lxc/200 clean", "qemu/100 clean"]);
    expect((await run<ApplyReport>("apply")).report).to.deep.include({ applied: false, settled: [] });
    for (const args of [["import", ...two], ["import", "--no-verify", ...two], ["generate", ...two]]) {
      const { report: later } = await run(...args);
      expect(later.files.filter(({ change }) => change !== "unchanged"), args.join(" ")).to.deep.equal([]);
    }
  });

  it("does not apply code whose types are wrong, unless that is asked for", async () => {
    await importTwo();
    install(folder);
    symlinkSync(join(home, "node_modules/typescript"), join(folder, "node_modules/typescript"), "junction");
    const main = join(folder, "main.ts");
    const right = readFileSync(main, "utf8");
    writeFileSync(main, `${right}export const wrong: string = 5 * 5;\n`);
    const refused = await run<ApplyReport>("apply");
    expect(refused.code).to.equal(1);
    expect(refused.report.error).to.deep.include({ code: "type-errors", message: "the code has 1 type error: nothing was done" });
    expect(refused.report.error?.hint).to.match(/^main\.ts:\d+: Type 'number' is not assignable to type 'string'\.\nto apply it all the same: --no-types$/);
    const asked = await run<ApplyReport>("apply", "--no-types");
    expect([asked.code, asked.report.applied, asked.report.types]).to.deep.equal([0, true, undefined]);
    writeFileSync(main, right);
    expect((await run<ApplyReport>("apply")).code).to.equal(0);
  });

  it("shows a plan with what the project's compiler has found by then, and waits for nothing more", async () => {
    await importTwo();
    install(folder);
    const compiler = join(folder, "node_modules/typescript");
    mkdirSync(compiler);
    writeFileSync(join(compiler, "package.json"), '{ "bin": { "tsc": "tsc.js" } }');
    writeFileSync(join(compiler, "tsc.js"), "console.log(\"main.ts(7,3): error TS2322: Type 'number' is not assignable.\"); process.exitCode = 2;");
    const wrong = await run<PlanReport>("plan");
    expect([wrong.code, wrong.report.types]).to.deep.equal([1, { problems: [{ file: "main.ts", line: 7, says: "Type 'number' is not assignable." }] }]);
    expect(graded(wrong.report)).to.deep.equal(["lxc/200 clean", "qemu/100 clean"]);
    writeFileSync(join(compiler, "tsc.js"), "setInterval(() => undefined, 1000);");
    const slow = await run<PlanReport>("plan");
    expect([slow.code, slow.report.types]).to.deep.equal([0, { problems: [], unchecked: "the plan was done first" }]);
    const plain = await pmpc(["plan"], folder, { TF_REATTACH_PROVIDERS: provider.reattach, TF_CLI_CONFIG_FILE: "/dev/null", PROXMOX_VE_API_TOKEN: simulator.tokens.auditor });
    expect(plain.stdout).to.match(/types +not checked: the plan was done first\n +npx tsc --noEmit checks them/);
  });

  it("settles a locked container when nothing locks it any more, and not again when something does", async () => {
    const lock = () => simulator.cluster.edit(200, (text) => `lock: backup\n${text}`);
    const unlock = () => simulator.cluster.edit(200, (text) => text.replace(/^lock: .*\n/m, ""));
    lock();
    await importTwo();
    await run("apply");
    expect(code().match(/adopt: true/g)).to.have.lengthOf(1);
    expect((await run("plan")).code).to.equal(0);
    unlock();
    await importTwo();
    expect(code()).not.to.contain("adopt");
    await run("apply");
    lock();
    const settled = code();
    await importTwo();
    expect(code()).to.equal(settled);
  });

  it("knows from Terraform's state alone what is settled, and what it is called", async () => {
    await importTwo();
    await run("apply");
    const settled = code();
    // Nothing is left of what pmpc remembers but how the cluster is reached.
    for (const name of readdirSync(join(folder, ".proxmox"))) if (name !== "config.yml") rmSync(join(folder, ".proxmox", name), { recursive: true });
    simulator.cluster.rename(100, "another-name");
    const { report } = await importTwo();
    expect(report.files.filter(({ change }) => change === "conflict").map(({ path }) => path)).to.include("guests/pve.ts");
    const offered = readFileSync(join(folder, "guests/pve.ts.new"), "utf8");
    expect(offered).not.to.contain("adopt");
    const ids = (text: string) => [...text.matchAll(/new \w+\(\w+, "([^"]+)"/g)].map(([, id]) => id);
    expect(ids(offered)).to.deep.equal(ids(settled));
  });

  it("goes on where the folder has been moved", async () => {
    await importTwo();
    await run("apply");
    const moved = `${folder}-moved`;
    renameSync(folder, moved);
    folder = moved;
    expect(graded((await run<PlanReport>("plan")).report)).to.deep.equal(["lxc/200 clean", "qemu/100 clean"]);
  });

  it("takes in what its own state has lost, and leaves the code as it is", async () => {
    await importTwo();
    await run("apply");
    const settled = code();
    rmSync(join(folder, "terraform.pve.tfstate"));
    expect((await importTwo()).report.proof).to.deep.include({ proven: true, imports: 2 });
    expect((await run<PlanReport>("plan")).report.adopted).to.have.members(["qemu/100", "lxc/200"]);
    expect((await run<ApplyReport>("apply")).report).to.deep.include({ applied: true, settled: [] });
    expect(graded((await run<PlanReport>("plan")).report)).to.deep.equal(["lxc/200 clean", "qemu/100 clean"]);
    expect(code()).to.equal(settled);
  });

  it("makes no second state in a clone, and says where the first one is", async () => {
    await importTwo();
    await run("apply");
    const clone = newFolder();
    try {
      // What git takes along: everything but what its ignore file names.
      cpSync(folder, clone, { recursive: true, filter: (path) => !/tfstate|state\.db|\.proxmox\/(terraform|tmp)$/.test(path) });
      const elsewhere = folder;
      folder = clone;
      const planned = await run<PlanReport>("plan");
      expect([planned.code, ...graded(planned.report)]).to.deep.equal([0, "lxc/200 clean", "qemu/100 clean"]);
      expect(planned.report.adopted).to.have.lengthOf(2);
      const before = code();
      const refused = await run("apply", "--yes");
      expect([refused.code, refused.report.error?.code]).to.deep.equal([6, "second-state"]);
      expect(refused.report.error?.message).to.contain(`:${elsewhere}`);
      expect(refused.report.error?.hint).to.contain("pmpc import --backend").and.to.contain("--new-state");
      await run("import", ...reach(simulator), "--out", ".");
      expect(code()).not.to.contain("adopt: true,\n    name");
      const first = (text: string) => /new [^]*?\n {2}\}\);/.exec(text)![0];
      expect(first(code())).to.equal(first(before));
      expect((await run<ApplyReport>("apply", "--new-state", "--allow-changes", "--yes")).code).to.equal(0);
    } finally {
      remove(clone);
    }
  });

  it("settles the code in place, where somebody edited it, too", async () => {
    await importTwo();
    edit((text) => `// mine\n${text}`);
    const { report } = await run<ApplyReport>("apply");
    expect(report.settled).to.deep.equal([{ path: "guests/pve.ts", change: "updated" }]);
    expect(code()).to.match(/^\/\/ mine/).and.not.contain("adopt: true");
  });

  it("moves Terraform's record where a construct has another name in the code", async () => {
    await importTwo();
    await run("apply");
    edit((text) => text.replace('"opnsense"', '"firewall"').replace('vmId: 100,', 'vmId: 100,\n    name: "opnsense",'));
    const { report, code: exit } = await run<PlanReport>("plan");
    expect([exit, ...graded(report)]).to.deep.equal([0, "lxc/200 clean", "qemu/100 clean"]);
    expect(report.renamed).to.deep.equal([{ key: "qemu/100", from: "proxmox_virtual_environment_vm.opnsense", to: "proxmox_virtual_environment_vm.firewall" }]);
  });

  it("is refused where it holds more than imports", async () => {
    await importTwo();
    const [, stack] = /node: (\w+)\.pve,/.exec(code())!;
    edit((text) => text.replace(/\n\}\n$/, `\n  new Container(${stack}, "extra", { vmId: 900, node: ${stack}.pve, rootDisk: { storage: "local", size: Size.gibibytes(4) } });\n}\n`));
    expect((await run<PlanReport>("plan")).report.resources.find(({ grade }) => grade === "create")).to.include({ name: "extra" }).and.not.have.property("reason");
    const refused = await run<ApplyReport>("apply", "--yes");
    expect(refused.code).to.equal(6);
    expect(refused.report.error).to.deep.include({ code: "more-than-imports" });
    expect(code()).to.contain("adopt: true");
    const allowed = await run<ApplyReport>("apply", "--yes", "--allow-changes");
    expect([allowed.code, allowed.report.applied]).to.deep.equal([0, true]);
  });

  it("changes a guest only when somebody says yes, and destroys one only when it is named", async () => {
    await importTwo();
    await run("apply");
    await run("apply");
    edit((text) => text.replace(/\n +ignoreChanges: \[\n(?: {6}.*\n)* {4}\],/, "").replace(/memory: [^\n]*/, "memory: Size.gibibytes(6),"));
    const planned = await run<PlanReport>("plan");
    const change = planned.report.resources.flatMap(({ changes }) => changes).find(({ attribute }) => attribute.startsWith("memory"));
    expect(planned.code).to.equal(2);
    expect(change).to.nested.include({ "after[0].dedicated": 6144, prop: "memory" });
    const unasked = await run("apply");
    expect([unasked.code, unasked.report.error?.code]).to.deep.equal([6, "not-confirmed"]);
    expect((await run("apply", "--yes")).code).to.equal(0);

    writeFileSync(join(folder, "guests/pve.ts"), code().replace(/\n {2}new Container\([\s\S]*?\n {2}\}\);\n/, "\n"));
    const gone = await run<PlanReport>("plan");
    expect(graded(gone.report)).to.deep.equal(["lxc/200 destroy", "qemu/100 clean"]);
    const unnamed = await run("apply", "--yes");
    expect(unnamed.code).to.equal(6);
    expect(unnamed.report.error?.hint).to.match(/--confirm \S+/);
    expect((await run("apply", "--yes", "--confirm", "nobody")).code).to.equal(6);
    expect((await run("apply", "--yes", "--confirm", "container 200")).code).to.equal(0);
  });

  it("leaves a locked container's record for later, and refuses to change a locked guest", async () => {
    await importTwo();
    await run("apply");
    edit((text) => text.replace(/\n +ignoreChanges: \[\n(?: {6}.*\n)* {4}\],/g, ""));
    expect((await run("apply", "--yes")).code).to.equal(0);
    expect((await run("plan")).code).to.equal(0);

    simulator.cluster.edit(200, (text) => `lock: backup\n${text}`);
    edit((text) => text.replace(/memory: [^\n]*/, "memory: Size.gibibytes(6),").replace(/(new Container\(.*\n)/, "$1    timeoutDelete: 90,\n"));
    const { code: exit, report } = await run<ApplyReport>("apply", "--yes");
    expect([exit, report.applied]).to.deep.equal([3, true]);
    expect(report.resources.find(({ key }) => key === "lxc/200")).to.deep.include({ grade: "state only", locked: "backup" });
    const left = await run<PlanReport>("plan");
    expect([left.code, ...graded(left.report)]).to.deep.equal([2, "lxc/200 state only", "qemu/100 clean"]);
    simulator.cluster.edit(200, (text) => text.replace("lock: backup\n", ""));
    expect((await run("apply")).code).to.equal(0);
    expect((await run("plan")).code).to.equal(0);

    simulator.cluster.edit(100, (text) => `lock: migrate\n${text}`);
    edit((text) => text.replace("Size.gibibytes(6)", "Size.gibibytes(5)"));
    const refused = await run("apply", "--yes");
    expect([refused.code, refused.report.error?.message]).to.deep.equal([6, "vm 100 opnsense: it is locked (migrate), and Proxmox VE changes nothing of it"]);
    expect(refused.report.error?.hint).to.contain("qm unlock 100");
  });

  it("lets go of a guest and brings it back", async () => {
    await importTwo();
    await run("apply");
    const released = await run<{ readonly back: string }>("forget", "container", "200");
    expect([released.code, released.report.back]).to.deep.equal([0, "pmpc forget container 200 --undo"]);
    expect(code()).not.to.contain("new Container");
    expect(readFileSync(join(folder, "cluster.ts"), "utf8")).to.match(/this\.forget\("proxmox_virtual_environment_container\.[^"]+"\); \/\/ lxc\/200: let go/);
    expect(graded((await run<PlanReport>("plan")).report).sort()).to.deep.equal(["lxc/200 forget", "qemu/100 clean"]);
    // What leaves the state is asked about.
    expect((await run("apply")).report.error).to.include({ code: "not-confirmed" });
    expect((await run("apply", "--yes")).code).to.equal(0);
    // An import does not bring it back; asking for it does.
    const again = await importTwo();
    expect(again.report.guests.find(({ key }) => key === "lxc/200")).to.include({ outcome: "released" });
    await run("forget", "container", "200", "--undo");
    expect(code()).to.contain("new Container");
    expect(readFileSync(join(folder, "cluster.ts"), "utf8")).not.to.contain("forget(");
    expect(graded((await run<PlanReport>("plan")).report)).to.include("lxc/200 clean");
  });

  it("lets go of a guest that has gone, and proves that nothing else changes", async () => {
    await importTwo();
    await run("apply");
    simulator.cluster.remove(200);
    const refused = await importTwo();
    expect([refused.code, refused.report.error?.code]).to.deep.equal([6, "many-gone"]);
    expect(code()).to.contain("new Container");
    const { code: exit, report } = await importTwo("--confirm");
    expect([exit, report.proof?.proven, report.proof?.records, report.proof?.unclean]).to.deep.equal([0, true, 1, []]);
    expect(graded((await run<PlanReport>("plan")).report).sort()).to.deep.equal(["lxc/200 forget", "qemu/100 clean"]);
    expect((await run("apply", "--yes")).code).to.equal(0);
    expect(graded((await run<PlanReport>("plan")).report)).to.deep.equal(["qemu/100 clean"]);
  });

  it("says what it cannot forget", async () => {
    await importTwo();
    expect((await run("forget", "vm", "101")).code).to.equal(5);
    expect((await run("forget", "web")).code).to.equal(64);
    expect((await run("forget")).code).to.equal(64);
  });

  it("recognises a guest that Terraform would make a second time, and says what to do instead", async () => {
    await importTwo();
    await run("apply");
    const [, stack] = /node: (\w+)\.pve,/.exec(code())!;
    // Nobody imported container 201: its number was taken by somebody who did not look.
    edit((text) => text.replace(/\n\}\n$/, `\n  new Container(${stack}, "extra", { vmId: 201, node: ${stack}.pve, rootDisk: { storage: "local", size: Size.gibibytes(4) } });\n}\n`));
    const { code: exit, report } = await run<PlanReport>("plan");
    const container = report.resources.find(({ key }) => key === "lxc/201");
    expect(exit).to.equal(2);
    expect(container).to.include({ grade: "already there" });
    expect(container?.reason).to.contain("container 201 is on pve");
    expect(container?.remedy).to.contain("give the code another vmId");
    expect((await run("apply", "--yes", "--allow-changes")).code).to.equal(6);
  });

  it("is not asked for where the self-check is not wanted, and says how to prove it where nothing is at hand", async () => {
    expect((await importTwo("--no-verify")).report).not.to.have.property("proof");
    const bare = { TERRAFORM_BINARY_NAME: "no-such-terraform" };
    const { code: exit, stdout } = await pmpc(["import", ...reach(simulator), "--out", ".", ...two], folder, bare);
    expect(exit).to.equal(0);
    expect(stdout).to.match(/not proven +neither terraform nor tofu is on the PATH\n +to prove it: .*pmpc verify/);
    const verified = await pmpc(["verify"], folder, bare);
    expect(verified.code).to.equal(1);
    expect(verified.stdout).to.contain("not proven");
  });

  it("says which Terraform the code is too new for", async () => {
    const commands = makeCommands();
    const says = (version: string) => ({ TERRAFORM_BINARY_NAME: commands.add("terraform", `echo Terraform v${version}`) });
    try {
      const old = await pmpc(["import", ...reach(simulator), "--out", ".", ...two], folder, says("1.4.6"));
      expect(old.stdout).to.match(/not proven +Terraform v1\.4\.6 does not know import blocks\n +to prove it: install version 1\.5 or newer.*then: pmpc verify/);
      await run("forget", "container", "200");
      const newer = await pmpc(["plan"], folder, says("1.5.7"));
      expect(newer).to.include({ code: 1, stderr: "pmpc: Terraform v1.5.7 does not know removed blocks\n  install version 1.7 or newer, or say where it is: TERRAFORM_BINARY_NAME\n" });
    } finally {
      commands.remove();
    }
  });

  it("writes the code where no registry can be reached, and says so", async () => {
    const nowhere = { HOME: folder, XDG_DATA_HOME: folder, XDG_DATA_DIRS: folder, TF_CLI_CONFIG_FILE: "/dev/null", HTTPS_PROXY: "http://127.0.0.1:1", https_proxy: "http://127.0.0.1:1", NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" };
    const imported = await pmpc(["import", ...reach(simulator), "--out", "home", ...two], folder, nowhere);
    expect(imported.code, imported.stderr).to.equal(0);
    expect(imported.stdout).to.match(/not proven +\S+ init failed: .*connection refused\n +to prove it: make the provider bpg\/proxmox reachable/);
    const planned = await pmpc(["plan"], join(folder, "home"), nowhere);
    expect(planned.code).to.equal(1);
    expect(planned.stderr).to.match(/^pmpc: \S+ init failed: .*connection refused\n {2}make the provider bpg\/proxmox reachable: [^\n]+\n$/);
  });
});
