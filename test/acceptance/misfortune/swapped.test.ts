import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { clean, playMisfortunes } from "./life";

playMisfortunes("what is swapped, moved, cut or copied", [
  {
    title: "two guests swap their names on the cluster: each keeps its code and its record",
    async play(life) {
      life.cluster.rename(110, "swap");
      life.cluster.rename(111, "web");
      life.cluster.rename(110, "mail");
      expect(await life.plan()).to.have.members(["qemu/110 live change", "qemu/111 live change"]);
      expect((await life.run("apply")).code).to.equal(6);
      expect((await life.import()).code).to.equal(0);
      expect(life.read("guests/one.ts")).to.match(/"web", \{\n {4}vmId: 110,\n {4}node: [^\n]+\n {4}name: "mail"/).and.match(/"mail", \{\n {4}vmId: 111,\n {4}node: [^\n]+\n {4}name: "web"/);
      await clean(life)();
    },
  },
  {
    title: "a disk is moved to another storage on the cluster: it is not moved back, and an import says where it is",
    async play(life) {
      life.cluster.edit(110, (text) => text.replace("scsi0: local:110/vm-110-disk-0.raw,format=raw", "scsi0: local-lvm:vm-110-disk-0,format=raw"));
      const [grade] = await life.plan();
      expect(grade).to.match(/^qemu\/110 /);
      expect((await life.run("apply")).code).to.equal(6);
      expect((await life.import()).code).to.equal(0);
      expect(life.read("guests/one.ts")).to.contain("localLvm");
      await clean(life)();
    },
  },
  {
    title: "a state that is cut off in the middle: nothing is planned or written until the whole one is back",
    async play(life) {
      const [name] = readdirSync(life.folder).filter((one) => one.endsWith(".tfstate"));
      const path = join(life.folder, name!);
      const whole = readFileSync(path, "utf8");
      writeFileSync(path, whole.slice(0, whole.length / 2));
      for (const args of [["plan"], ["apply", "--yes", "--allow-changes"]]) {
        const { code, report } = await life.run(...args);
        expect([args[0], code === 0, report.error?.message]).to.deep.equal([args[0], false, report.error?.message]);
        expect(report.error?.message).to.contain("state").and.not.contain("unexpected");
      }
      writeFileSync(path, whole);
      await clean(life)();
    },
  },
  {
    title: "a file of guests is deleted from the code: none of them is destroyed without its name, and the file brings them back",
    async play(life) {
      const text = life.read("guests/two.ts");
      rmSync(join(life.folder, "guests/two.ts"));
      const { code, report } = await life.run("apply", "--yes", "--allow-changes");
      expect(code, JSON.stringify(report)).to.be.oneOf([1, 6]);
      writeFileSync(join(life.folder, "guests/two.ts"), text.replace(/\n {2}new \w+\([^]*?\n {2}\}\);\n/g, "\n"));
      expect(await life.plan()).to.deep.equal(["lxc/120 destroy", "qemu/112 destroy"]);
      expect((await life.run("apply", "--yes", "--allow-changes")).report.error).to.include({ code: "not-confirmed" });
      expect((await life.run("apply", "--yes", "--confirm", "dns")).code).to.equal(6);
      writeFileSync(join(life.folder, "guests/two.ts"), text);
      await clean(life)();
    },
  },
  {
    title: "a construct is copied in the code with its number: two that say they are one guest are not applied",
    async play(life) {
      life.write("guests/one.ts", (text) => {
        const [copy] = /\n {2}new VirtualMachine\(\w+, "web"[^]*?\n {2}\}\);\n/.exec(text)!;
        return text.replace(copy, copy + copy.replace('"web"', '"web-copy"').replace("Size.gibibytes(2)", "Size.gibibytes(1)"));
      });
      for (const args of [["plan"], ["apply", "--yes", "--allow-changes"]]) {
        const { code, report } = await life.run(...args);
        expect(code, `${args[0]} ${JSON.stringify(report)}`).to.be.oneOf([1, 6]);
        expect(JSON.stringify(report)).to.contain("110");
      }
    },
  },
]);
