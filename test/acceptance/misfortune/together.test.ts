import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { PlanReport } from "../../../generator/judge/grade-workspace";
import { stateServer } from "../../support/state-server";
import { clean, container, grades, type Life, machine, playMisfortunes } from "./life";

const git = (life: Life, ...args: string[]) => execFileSync("git", ["-c", "user.name=kim", "-c", "user.email=kim@lan", "-c", "commit.gpgsign=false", ...args], { cwd: life.folder, encoding: "utf8" });

/** Puts the workspace into git, as its own .gitignore wants it. */
function commit(life: Life, says: string): void {
  if (!existsSync(join(life.folder, ".git"))) git(life, "init", "-q", "-b", "main");
  git(life, "add", "-A");
  git(life, "commit", "-q", "--allow-empty", "-m", says);
}

const more = (text: string) => text.replace(/("web", \{[^]*?)Size\.gibibytes\(2\)/, "$1Size.gibibytes(3)");

playMisfortunes("people who work on the same code, in git and elsewhere", [
  {
    title: "two branches are merged: one edits a guest, the other takes in a new one",
    async play(life) {
      commit(life, "as imported");
      git(life, "switch", "-q", "-c", "newcomer");
      life.cluster.add("two", "qemu", 113, machine(113, "later"));
      expect((await life.import()).code).to.equal(0);
      commit(life, "a new guest");
      git(life, "switch", "-q", "main");
      life.write("guests/one.ts", more);
      commit(life, "more memory");
      git(life, "merge", "-q", "--no-edit", "newcomer");
      const { report } = await life.run<PlanReport>("plan");
      expect(grades(report)).to.deep.equal(["qemu/110 needs reboot"]);
      expect(report.resources.filter(({ importing }) => importing).map(({ key }) => key)).to.deep.equal(["qemu/113"]);
      expect((await life.run("apply")).code).to.equal(6);
    },
  },
  {
    title: "two branches are merged that took in a guest each: both are there once",
    async play(life) {
      commit(life, "as imported");
      for (const [branch, node, type, vmId] of [["anna", "one", "qemu", 105], ["ben", "two", "lxc", 125]] as const) {
        git(life, "switch", "-q", "-c", branch, "main");
        life.cluster.add(node, type, vmId, type === "qemu" ? machine(vmId, branch) : container(vmId, branch));
        expect((await life.import("--exclude", "vmid=" + (vmId === 105 ? 125 : 105))).code).to.equal(0);
        commit(life, branch);
      }
      git(life, "switch", "-q", "main");
      for (const branch of ["anna", "ben"]) git(life, "merge", "-q", "--no-edit", branch);
      const { report } = await life.run<PlanReport>("plan");
      expect([grades(report), report.resources.filter(({ importing }) => importing).map(({ key }) => key).sort()]).to.deep.equal([[], ["lxc/125", "qemu/105"]]);
      expect((await life.import()).code).to.equal(0);
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      await clean(life)();
    },
  },
  {
    title: "a branch without a guest that the state has: nothing is destroyed without its name, and an import brings it back",
    async play(life) {
      commit(life, "as imported");
      git(life, "switch", "-q", "-c", "newcomer");
      life.cluster.add("one", "qemu", 113, machine(113, "later"));
      await life.import();
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      commit(life, "a new guest");
      git(life, "switch", "-q", "main");
      expect(await life.plan()).to.deep.equal(["qemu/113 destroy"]);
      expect((await life.run("apply", "--yes")).report.error).to.include({ code: "not-confirmed" });
      expect((await life.import()).code).to.equal(0);
      await clean(life)();
    },
  },
  {
    title: "a merge that left marks of a conflict in the code: nothing is read into them",
    async play(life) {
      life.write("guests/one.ts", (text) => text.replace("vmId: 110,", "<<<<<<< main\n    vmId: 110,\n=======\n    vmId: 111,\n>>>>>>> kim\n"));
      for (const verb of [["plan"], ["apply", "--yes"], ["forget", "vm", "110"],  ["update", "vm", "110", "--memory", "4GiB"]]) expect((await life.run(...verb)).code, verb.join(" ")).to.be.oneOf([1, 5, 6]);
      const before = life.read("guests/one.ts");
      await life.import();
      expect(life.read("guests/one.ts")).to.equal(before);
    },
  },
  {
    title: "a workspace that is reached by a link",
    async play(life) {
      const before = life.code();
      const link = join(mkdtempSync(join(tmpdir(), "pmpc-link-")), "home");
      symlinkSync(life.folder, link);
      const real = life.folder;
      life.folder = link;
      await clean(life)();
      expect((await life.import()).code).to.equal(0);
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      life.folder = real;
      await clean(life)();
      expect(life.code()).to.deep.equal(before);
      rmSync(join(link, ".."), { recursive: true });
    },
  },
  {
    title: "a workspace whose folder is renamed",
    async play(life) {
      const before = life.code();
      const [old, renamed] = [life.folder, `${life.folder}-renamed`];
      renameSync(old, renamed);
      life.folder = renamed;
      try {
        await clean(life)();
        expect((await life.import()).code).to.equal(0);
        expect((await life.run("apply", "--yes")).code).to.equal(0);
        expect(life.code()).to.deep.equal(before);
      } finally {
        renameSync(renamed, old);
      }
    },
  },
  {
    title: "the state is moved to where everybody has it: a clone plans, applies and imports without another",
    async play(life) {
      const backend = await stateServer();
      try {
        expect((await life.import("--backend", "http", "--backend-config", `address=${backend.address}`)).code).to.equal(0);
        expect((await life.run("state", "--move")).report).to.include({ backend: "http", guests: 5 });
        await clean(life)();
        life.clone();
        const { report } = await life.run<PlanReport>("plan");
        expect([grades(report), report.adopted]).to.deep.equal([[], []]);
        expect((await life.import()).code).to.equal(0);
        expect((await life.run("apply", "--yes")).code).to.equal(0);
        expect(backend.state()?.resources).to.have.lengthOf(5);
      } finally {
        backend.server.closeAllConnections();
        backend.server.close();
      }
    },
  },
  {
    title: "a shared state, and the older code of a colleague: what it does not have yet is not destroyed",
    async play(life) {
      const backend = await stateServer();
      try {
        await life.import("--backend", "http", "--backend-config", `address=${backend.address}`);
        await life.run("state", "--move");
        const first = life.folder;
        life.clone();
        const colleague = life.folder;
        life.folder = first;
        life.cluster.add("one", "qemu", 113, machine(113, "later"));
        await life.import();
        expect((await life.run("apply", "--yes")).code).to.equal(0);
        life.folder = colleague;
        expect(await life.plan()).to.deep.equal(["qemu/113 destroy"]);
        expect((await life.run("apply", "--yes")).report.error).to.include({ code: "not-confirmed" });
        life.folder = first;
      } finally {
        backend.server.closeAllConnections();
        backend.server.close();
      }
    },
  },
  {
    title: "a disk that was added on the cluster: no empty one takes its place, and an edit that loses it asks for the guest's name",
    async play(life) {
      life.cluster.edit(110, (text) => `${text}scsi1: local:110/vm-110-disk-1.raw,format=raw,size=4G\n`);
      const { code, report } = await life.import();
      expect([code, report.proof?.proven]).to.deep.equal([0, true]);
      expect(life.read("guests/one.ts")).to.contain('interface: "scsi1"').and.not.contain('"disks",');
      expect(await life.plan()).to.deep.equal(["qemu/110 already there"]);
      expect((await life.run("apply")).report.error).to.include({ code: "not-confirmed" });
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      await clean(life)();
      life.write("guests/one.ts", (text) => text.replace(/,?\s*\{ interface: "scsi1"[^}]*\},?/, ""));
      expect(await life.plan()).to.deep.equal(["qemu/110 loses a disk"]);
      const refused = await life.run("apply", "--yes");
      expect([refused.code, refused.report.error?.code]).to.deep.equal([6, "not-confirmed"]);
      expect(`${refused.report.error?.message}\n${refused.report.error?.hint}`).to.contain("web");
    },
  },
  {
    title: "names that are odd: what they say is text, and whose loss is confirmed is that guest and no other",
    async play(life) {
      const odd = new Map([[110, "mail"], [111, "we\nb --yes"], [112, "$(reboot)\u001b[2J\u202e`x`${1}"]]);
      const renamed = <T>(row: T): T => {
        const { vmid, name } = row as { readonly vmid?: number; readonly name?: string };
        return name === undefined || !odd.has(vmid ?? 0) ? row : { ...row, name: odd.get(vmid!) };
      };
      life.proxy.rewrite = (address, data) => {
        const vmId = Number(/\/qemu\/(\d+)\/config/.exec(address)?.[1]);
        if (address.startsWith("/cluster/resources") || /\/qemu(\?|$)/.test(address)) return (data as object[]).map(renamed);
        return odd.has(vmId) ? { ...(data as object), name: odd.get(vmId) } : undefined;
      };
      expect((await life.import()).code).to.be.oneOf([0, 3]);
      const text = Object.values(life.code()).join("");
      expect(text.split("\n").filter((line) => line.trim() === "b --yes" || line.includes("\u001b") || line.includes("\u202e"))).to.deep.equal([]);
      expect((await life.run("apply", "--yes")).code).to.be.oneOf([0, 3, 6]);
      life.write("guests/one.ts", (code) => code.replace(/\n {2}new VirtualMachine\(\w+, "web"[^]*?\n {2}\}\);\n/, "\n"));
      // "mail" is what another guest is called in the code.
      expect((await life.run("apply", "--yes", "--confirm", "cache")).code).to.equal(6);
      life.proxy.rewrite = undefined;
    },
  },
]);
