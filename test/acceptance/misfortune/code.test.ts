import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { PlanReport } from "../../../generator/judge/grade-workspace";
import { remove } from "../../bin/command";
import { clean, grades, machine, playMisfortunes } from "./life";

playMisfortunes("code that is edited, filtered or older", [
  {
    title: "a construct that was renamed in the code: Terraform's record moves along",
    async play(life) {
      life.write("guests/one.ts", (text) => text.replace('"web"', '"front"').replace("vmId: 110,", 'vmId: 110,\n    name: "web",'));
      const { report } = await life.run<PlanReport>("plan");
      expect([grades(report), report.renamed.map(({ key }) => key)]).to.deep.equal([[], ["qemu/110"]]);
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      await clean(life)();
    },
  },
  {
    title: "a construct that was deleted from the code: nothing is destroyed without its name",
    async play(life) {
      life.write("guests/one.ts", (text) => text.replace(/\n {2}new VirtualMachine\(\w+, "web"[^]*?\n {2}\}\);\n/, "\n"));
      expect(await life.plan()).to.deep.equal(["qemu/110 destroy"]);
      expect((await life.run("apply", "--yes")).report.error).to.include({ code: "not-confirmed" });
    },
  },
  {
    title: "a construct that was deleted from the code, and whose loss is confirmed: that one, and no other",
    async play(life) {
      life.write("guests/one.ts", (text) => text.replace(/\n {2}new VirtualMachine\(\w+, "web"[^]*?\n {2}\}\);\n/, "\n"));
      expect((await life.run("apply", "--yes", "--confirm", "web")).code).to.equal(0);
      expect(life.cluster.guests()).to.deep.equal([111, 112, 120, 121]);
      return [110];
    },
  },
  {
    title: "a conflict that an apply decides, and one that is none: neither is asked about any more",
    async play(life) {
      const code = (change: (text: string) => string) => life.write("guests/one.ts", change);
      code((text) => text.replace("swap: Size.mebibytes(512)", "swap: Size.mebibytes(0)").replace(/(vmId: 110,[^]*?cores: )2/, (_, before: string) => `${before}3`));
      life.cluster.edit(110, (text) => text.replace("cores: 2", "cores: 4"));
      life.cluster.edit(121, (text) => text.replace("swap: 512", "swap: 0"));
      const { code: exit, report } = await life.import();
      // No swap is generated as nothing, which is what the user says.
      expect([exit, report.conflicts.map(({ of, title }) => `${of} ${title}`)]).to.deep.equal([2, ["vm 110 cpu.cores"]]);
      expect(life.read("guests/one.ts.conflict")).to.contain("vm 110").and.not.contain("swap");
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      expect((await life.run<{ readonly conflicts: readonly object[] }>("resolve")).report.conflicts).to.deep.equal([]);
      expect(existsSync(join(life.folder, "guests/one.ts.conflict"))).to.equal(false);
      return [110];
    },
  },
  {
    title: "older code with a newer state: what the code does not have yet is not destroyed",
    async play(life) {
      const older = mkdtempSync(join(tmpdir(), "pmpc-older-"));
      cpSync(life.folder, older, { recursive: true, filter: (path) => !/tfstate|\/terraform$/.test(path) });
      life.cluster.add("one", "qemu", 113, machine(113, "later"));
      await life.import();
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      for (const name of ["guests", "cluster.ts", ".proxmox/names.jsonl", ".proxmox/base"]) {
        rmSync(join(life.folder, name), { recursive: true, force: true });
        cpSync(join(older, name), join(life.folder, name), { recursive: true });
      }
      remove(older);
      expect(await life.plan()).to.deep.equal(["qemu/113 destroy"]);
      expect((await life.run("apply", "--yes")).code).to.equal(6);
    },
  },
  {
    title: "filters that leave guests out, one import after another",
    async play(life) {
      const before = life.code();
      for (const filter of ["type=vm", "node=two", "name=nobody*"]) await life.import("--filter", filter);
      expect(life.code()).to.deep.equal(before);
      await clean(life)();
    },
  },
  {
    title: "a file that somebody edited, and a guest that changed on the cluster",
    async play(life) {
      life.write("guests/one.ts", (text) => text.replace('"web"', '"web" /* ours */'));
      life.cluster.edit(110, (text) => text.replace("memory: 2048", "memory: 4096"));
      await life.import();
      // Both are in the code now, so there is nothing to change.
      expect(life.read("guests/one.ts")).to.contain('"web" /* ours */').and.contain("memory: Size.gibibytes(4)");
      await clean(life)();
    },
  },
  {
    title: "code that takes the number of a guest that nobody imported",
    async play(life) {
      life.cluster.add("one", "qemu", 130, machine(130, "foreign"));
      const [, stack] = /new VirtualMachine\((\w+), /.exec(life.read("guests/one.ts"))!;
      life.write("guests/one.ts", (text) => text.replace(/\n\}\n$/, `\n  new VirtualMachine(${stack}, "mine", { vmId: 130, node: ${stack}.one });\n}\n`));
      expect(await life.plan()).to.deep.equal(["qemu/130 already there"]);
      expect((await life.run("apply", "--yes", "--allow-changes")).code).to.equal(6);
    },
  },
  {
    title: "a clock that goes back a year",
    async play(life) {
      const preload = join(life.folder, "clock.cjs");
      writeFileSync(preload, "const now = Date.now; const Real = Date; const back = 365 * 864e5; global.Date = class extends Real { constructor(...a) { a.length ? super(...a) : super(now() - back); } static now() { return now() - back; } };");
      life.environment.NODE_OPTIONS = `--require=${preload}`;
      await life.import();
      await clean(life)();
    },
  },
]);
