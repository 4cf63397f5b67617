import { expect } from "chai";
import { clean, container, machine, playMisfortunes } from "./life";

playMisfortunes("numbers, names and nodes that change hands", [
  {
    title: "a number that was given to another virtual machine: refused until somebody chooses, then adopted unharmed",
    async play(life) {
      life.cluster.edit(110, () => machine(110, "newcomer", { smbios1: "uuid=99999999-0000-4000-8000-000000000110", memory: 8192, net0: "virtio=BC:24:11:99:99:99,bridge=vmbr0" }));
      for (const verb of ["import", "plan", "apply"]) {
        const { code, report } = verb === "import" ? await life.import() : await life.run(verb, ...(verb === "apply" ? ["--yes", "--allow-changes"] : []));
        expect([verb, code, report.error?.code]).to.deep.equal([verb, 6, "another-guest"]);
        expect(report.error?.message).to.contain("vm 110 is another guest (\"newcomer\") than the one in the code, web");
      }
      const adopted = await life.import("--adopt", "vm 110");
      expect(adopted.report.guests.find(({ key }) => key === "qemu/110")).to.include({ outcome: "imported", name: "newcomer" });
      expect(life.read("guests/one.ts")).to.match(/"web", \{[^}]*name: "newcomer"/);
      await clean(life)();
    },
  },
  {
    title: "a number that was given to another virtual machine, and the old one is forgotten",
    async play(life) {
      life.cluster.edit(110, () => machine(110, "newcomer", { smbios1: "uuid=99999999-0000-4000-8000-000000000110" }));
      await life.run("forget", "vm", "110");
      expect(await life.plan()).to.deep.equal(["qemu/110 forget"]);
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      expect((await life.import()).report.guests.find(({ key }) => key === "qemu/110")).to.include({ outcome: "released" });
      await clean(life)();
    },
  },
  {
    title: "a number that was given to a guest of the other type",
    async play(life) {
      life.cluster.remove(110);
      life.cluster.add("one", "lxc", 110, container(110, "web"));
      expect((await life.run("apply", "--yes")).code).to.equal(6);
      const { report } = await life.import("--confirm");
      expect(report.guests.filter(({ key }) => key.endsWith("/110")).map(({ key, outcome }) => [key, outcome])).to.deep.equal([["lxc/110", "imported"]]);
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      await clean(life)();
    },
  },
  {
    title: "a container's number that was given again: nobody can tell, so it asks",
    async play(life) {
      life.cluster.edit(121, () => container(121, "another", { net0: "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:99:99:21,ip=dhcp", memory: 4096 }));
      const { code, report } = await life.import();
      expect([code, report.error?.code]).to.deep.equal([6, "another-guest"]);
      expect(report.error?.message).to.contain("may be another guest");
      expect((await life.run("apply", "--yes")).code).to.equal(6);
    },
  },
  {
    title: "a rollback, a restore of its own backup, a changed network card: the same guest",
    async play(life) {
      life.cluster.edit(110, (text) => text.replace(/^vmgenid: .*$/m, "vmgenid: 11111111-0000-4000-9000-000000000110"));
      await life.import();
      await clean(life)();
      life.cluster.edit(110, () => machine(110, "web", { memory: 1024, vmgenid: "22222222-0000-4000-9000-000000000110" }));
      life.cluster.edit(111, (text) => text.replace("BC:24:11:00:00:11", "BC:24:11:77:77:77"));
      expect(await life.plan()).to.have.members(["qemu/110 needs reboot", "qemu/111 live change"]);
      expect((await life.import()).code).to.equal(0);
      await clean(life)();
    },
  },
  {
    title: "a backup of another guest, restored over it",
    async play(life) {
      life.cluster.edit(112, () => machine(112, "files", { smbios1: "uuid=00000000-0000-4000-8000-000000000111", net0: "virtio=BC:24:11:00:00:11,bridge=vmbr0" }));
      expect((await life.import()).report.error).to.include({ code: "another-guest" });
      expect((await life.run("apply", "--yes")).code).to.equal(6);
    },
  },
  {
    title: "a guest that was renamed on the cluster",
    async play(life) {
      life.cluster.rename(110, "www");
      expect((await life.import()).code).to.equal(0);
      expect(life.read("guests/one.ts")).to.match(/new VirtualMachine\(\w+, "web", \{\n {4}vmId: 110,\n {4}node: [^\n]+\n {4}name: "www"/);
      await clean(life)();
    },
  },
  {
    title: "guests that were migrated",
    async play(life) {
      for (const vmId of [110, 121]) life.cluster.migrate(vmId, "two");
      expect(await life.plan()).to.deep.equal(["lxc/121 already there"]);
      expect((await life.run("apply")).report.error).to.include({ code: "not-confirmed" });
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      await clean(life)();
      expect((await life.import()).code).to.equal(0);
      await clean(life)();
    },
  },
  {
    title: "a guest that was made a template",
    async play(life) {
      life.cluster.edit(110, (text) => `${text}template: 1\n`);
      expect((await life.run("apply", "--yes")).code).to.equal(6);
      expect((await life.import()).code).to.equal(0);
      await clean(life)();
    },
  },
  {
    title: "guests that were restored under other numbers: no second ones are made, and an import takes the numbers into the code",
    async play(life) {
      for (const [from, to, node, type] of [[110, 210, "one", "qemu"], [121, 221, "one", "lxc"]] as const) {
        const text = life.cluster.text(from);
        life.cluster.remove(from);
        life.cluster.add(node, type, to, text);
      }
      expect(await life.plan()).to.deep.equal(["lxc/121 already there", "qemu/110 already there"]);
      const { code, report } = await life.run("apply", "--yes", "--allow-changes");
      expect(code).to.equal(6);
      expect(`${report.error?.message} ${report.error?.hint}`).to.contain("vm 110 is vm 210 now").and.contain("container 121 is container 221 now");
      expect((await life.import("--confirm")).code).to.equal(0);
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      await clean(life)();
      expect(life.code()["guests/one.ts"]).to.contain("vmId: 210").and.contain("vmId: 221");
    },
  },
  {
    title: "a guest that the code makes a template: it is stopped for good, so it wants the name",
    async play(life) {
      life.write("guests/one.ts", (text) => text.replace("vmId: 110,", "vmId: 110,\n    template: true,"));
      expect(await life.plan()).to.deep.equal(["qemu/110 becomes a template"]);
      const { code, report } = await life.run("apply", "--yes", "--allow-changes");
      expect([code, report.error?.message]).to.deep.equal([6, "vm 110 web would be stopped and become a template"]);
      expect([life.cluster.isRunning(110), life.cluster.text(110)]).to.satisfy(([runs, text]: [boolean, string]) => runs && !text.includes("template"));
      expect((await life.run("apply", "--yes", "--allow-changes", "--confirm", "web")).code).to.equal(0);
      expect([life.cluster.isRunning(110), life.cluster.text(110)]).to.satisfy(([runs, text]: [boolean, string]) => !runs && text.includes("template: 1"));
      return [110];
    },
  },
]);
