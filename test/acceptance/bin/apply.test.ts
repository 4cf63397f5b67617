import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import type { ApplyReport } from "../../../generator/action/apply";
import type { ResourceReport } from "../../../generator/judge/grading";
import type { PlanReport } from "../../../generator/judge/grade-workspace";
import { openStore } from "../../../generator/store/open";
import { terraformPath } from "../../support/terraform";
import { install } from "../../bin/command";
import { graded, openPlanned, two, without, type Planned } from "./planned";

describe(`a plan, applied${without}`, () => {
  let stage: Planned;
  before(async function () {
    if (terraformPath === undefined) return this.skip();
    stage = await openPlanned();
  });
  after(() => stage?.close());

  it("takes the imports into the state, and settles: now, and after every later import", async () => {
    await stage.at("imported");
    const before = stage.code();
    const { code: exit, report } = await stage.run<ApplyReport>("apply");
    expect(exit).to.equal(0);
    expect(report).to.deep.include({ applied: true });
    expect(report.settled.map(({ path, change }) => [path, change])).to.deep.equal([["guests/pve.ts", "updated"]]);
    expect(stage.code()).not.to.contain("adopt");
    await expectKept(before);
    const second = await stage.run<PlanReport>("plan");
    expect([second.code, ...graded(second.report)]).to.deep.equal([0, "lxc/200 clean", "qemu/100 clean"]);
    expect((await stage.run<ApplyReport>("apply")).report).to.deep.include({ applied: false, settled: [] });
    for (const args of [["import", ...two], ["generate", ...two]]) {
      const { report: later } = await stage.run(...args);
      expect(later.files.filter(({ change }) => change !== "unchanged"), args.join(" ")).to.deep.equal([]);
    }
  });

  it("is told while something is not decided, in the plan and where it is agreed to", async () => {
    await stage.at("imported");
    writeFileSync(join(stage.folder, "guests/pve.ts.conflict"), "vm 100  memory  (line 9)\n");
    expect((await stage.run<PlanReport>("plan")).report.undecided).to.deep.equal(["guests/pve.ts.conflict"]);
    rmSync(join(stage.folder, "guests/pve.ts.conflict"));
    expect((await stage.run<PlanReport>("plan")).report).not.to.have.property("undecided");
  });

  /** An apply is kept in the store, with the code that it was made from. */
  async function expectKept(code: string): Promise<void> {
    const store = await openStore(join(stage.folder, ".proxmox/state.db"), { version: "0.1.0" });
    try {
      const deeds = await store.deeds({ endpoint: stage.simulator.endpoint, cluster: "pve" });
      const first = deeds.at(-1)!;
      expect(first).to.include({ verb: "apply", runId: 1 });
      expect((first.plan as ResourceReport[]).map(({ key, importing }) => [key, importing])).to.deep.include(["qemu/100", true]);
      expect((await store.deedCode(first.id)).get("guests/pve.ts")).to.equal(code);
    } finally {
      await store.close();
    }
  }

  /** Puts a compiler into the project that finds what is said, or nothing. */
  function compiler(script: string): void {
    install(stage.folder);
    const folder = join(stage.folder, "node_modules/typescript");
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), '{ "bin": { "tsc": "tsc.js" } }');
    writeFileSync(join(folder, "tsc.js"), script);
  }
  const problem = "console.log(\"main.ts(7,3): error TS2322: Type 'number' is not assignable to type 'string'.\"); process.exitCode = 2;";

  it("does not apply code whose types are wrong, unless that is asked for", async () => {
    await stage.at("imported");
    compiler(problem);
    // The project's own tests have a test of their own.
    const refused = await stage.run<ApplyReport>("apply", "--no-test");
    expect(refused.code).to.equal(1);
    expect(refused.report.error).to.deep.include({ code: "type-errors", message: "the code has 1 type error: nothing was done", hint: "main.ts:7: Type 'number' is not assignable to type 'string'.\nto apply it all the same: --no-types" });
    const asked = await stage.run<ApplyReport>("apply", "--no-test", "--no-types");
    expect([asked.code, asked.report.applied, asked.report.types]).to.deep.equal([0, true, undefined]);
    writeFileSync(join(stage.folder, "node_modules/typescript/tsc.js"), "");
    expect((await stage.run<ApplyReport>("apply", "--no-test")).code).to.equal(0);
  });

  it("shows a plan with what the project's compiler finds, however long that takes, and ends with it", async () => {
    await stage.at("imported");
    // It ends after the plan, which is remembered last.
    const last = join(stage.folder, ".proxmox/terraform/last.json");
    mkdirSync(dirname(last), { recursive: true });
    rmSync(last, { force: true });
    compiler(`const { existsSync, watch } = require("node:fs");
      const looking = watch(${JSON.stringify(dirname(last))}, look);
      function look() { if (existsSync(${JSON.stringify(last)})) { looking.close(); ${problem} } }
      look();`);
    const wrong = await stage.run<PlanReport>("plan");
    expect([wrong.code, wrong.report.types]).to.deep.equal([1, { problems: [{ file: "main.ts", line: 7, says: "Type 'number' is not assignable to type 'string'." }] }]);
    expect(graded(wrong.report)).to.deep.equal(["lxc/200 clean", "qemu/100 clean"]);
  });

  it("settles a locked container when nothing locks it any more, and not again when something does", async () => {
    const lock = () => stage.simulator.cluster.edit(200, (text) => `lock: backup\n${text}`);
    const unlock = () => stage.simulator.cluster.edit(200, (text) => text.replace(/^lock: .*\n/m, ""));
    await stage.at("nothing");
    lock();
    await stage.importTwo();
    await stage.run("apply");
    expect(stage.code().match(/adopt: true/g)).to.have.lengthOf(1);
    expect((await stage.run("plan")).code).to.equal(0);
    unlock();
    await stage.importTwo();
    expect(stage.code()).not.to.contain("adopt");
    await stage.run("apply");
    lock();
    const settled = stage.code();
    await stage.importTwo();
    expect(stage.code()).to.equal(settled);
  });

  it("settles the code in place, where somebody edited it, too", async () => {
    await stage.at("imported");
    stage.edit((text) => `// mine\n${text}`);
    const { report } = await stage.run<ApplyReport>("apply");
    expect(report.settled).to.deep.equal([{ path: "guests/pve.ts", change: "updated" }]);
    expect(stage.code()).to.match(/^\/\/ mine/).and.not.contain("adopt: true");
  });

  it("is refused where it holds more than imports", async () => {
    await stage.at("imported");
    const [, stack] = /node: (\w+)\.pve,/.exec(stage.code())!;
    stage.edit((text) => text.replace(/\n\}\n$/, `\n  new Container(${stack}, "extra", { vmId: 900, node: ${stack}.pve, rootDisk: { storage: "local", size: Size.gibibytes(4) } });\n}\n`));
    expect((await stage.run<PlanReport>("plan")).report.resources.find(({ grade }) => grade === "create")).to.include({ name: "extra" }).and.not.have.property("reason");
    const refused = await stage.run<ApplyReport>("apply", "--yes");
    expect(refused.code).to.equal(6);
    expect(refused.report.error).to.deep.include({ code: "more-than-imports" });
    expect(stage.code()).to.contain("adopt: true");
    const allowed = await stage.run<ApplyReport>("apply", "--yes", "--allow-changes");
    expect([allowed.code, allowed.report.applied]).to.deep.equal([0, true]);
  });

  it("changes a guest only when somebody says yes, and destroys one only when it is named", async () => {
    await stage.at("bare");
    stage.edit((text) => text.replace(/memory: [^\n]*/, "memory: Size.gibibytes(6),"));
    const planned = await stage.run<PlanReport>("plan");
    const change = planned.report.resources.flatMap(({ changes }) => changes).find(({ attribute }) => attribute.startsWith("memory"));
    expect(planned.code).to.equal(2);
    expect(change).to.include({ prop: "memory.dedicated", after: 6144 });
    const unasked = await stage.run("apply");
    expect([unasked.code, unasked.report.error?.code]).to.deep.equal([6, "not-confirmed"]);
    expect((await stage.run("apply", "--yes")).code).to.equal(0);

    writeFileSync(join(stage.folder, "guests/pve.ts"), stage.code().replace(/\n {2}new Container\([\s\S]*?\n {2}\}\);\n/, "\n"));
    const gone = await stage.run<PlanReport>("plan");
    expect(graded(gone.report)).to.deep.equal(["lxc/200 destroy", "qemu/100 clean"]);
    const unnamed = await stage.run("apply", "--yes");
    expect(unnamed.code).to.equal(6);
    expect(unnamed.report.error?.hint).to.match(/--confirm \S+/);
    expect((await stage.run("apply", "--yes", "--confirm", "nobody")).code).to.equal(6);
    expect((await stage.run("apply", "--yes", "--confirm", "container 200")).code).to.equal(0);
  });

  it("leaves a locked container's record for later, and refuses to change a locked guest", async () => {
    await stage.at("bare");
    expect((await stage.run("plan")).code).to.equal(0);

    stage.simulator.cluster.edit(200, (text) => `lock: backup\n${text}`);
    stage.edit((text) => text.replace(/memory: [^\n]*/, "memory: Size.gibibytes(6),").replace(/(new Container\(.*\n)/, "$1    timeoutDelete: 90,\n"));
    const { code: exit, report } = await stage.run<ApplyReport>("apply", "--yes");
    expect([exit, report.applied]).to.deep.equal([3, true]);
    expect(report.resources.find(({ key }) => key === "lxc/200")).to.deep.include({ grade: "state only", locked: "backup" });
    const left = await stage.run<PlanReport>("plan");
    expect([left.code, ...graded(left.report)]).to.deep.equal([2, "lxc/200 state only", "qemu/100 clean"]);
    stage.simulator.cluster.edit(200, (text) => text.replace("lock: backup\n", ""));
    expect((await stage.run("apply")).code).to.equal(0);
    expect((await stage.run("plan")).code).to.equal(0);

    stage.simulator.cluster.edit(100, (text) => `lock: migrate\n${text}`);
    stage.edit((text) => text.replace("Size.gibibytes(6)", "Size.gibibytes(5)"));
    const refused = await stage.run("apply", "--yes");
    expect([refused.code, refused.report.error?.message]).to.deep.equal([6, "vm 100 opnsense: it is locked (migrate), and Proxmox VE changes nothing of it"]);
    expect(refused.report.error?.hint).to.contain("qm unlock 100");
  });
});
