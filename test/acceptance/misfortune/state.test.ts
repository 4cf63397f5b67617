import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { PlanReport } from "../../../generator/judge/grade-workspace";
import { remove } from "../../bin/command";
import { clean, grades, machine, type Misfortune, playMisfortunes } from "./life";

playMisfortunes("what pmpc and Terraform remember is lost, old or doubled", [
  {
    title: "a clone of a settled workspace: its plan takes the guests in, its code stays, and it makes no second state",
    async play(life) {
      life.clone();
      const before = life.code();
      const { code, report } = await life.run<PlanReport>("plan");
      expect([code, report.adopted.length, grades(report)]).to.deep.equal([0, 5, []]);
      await life.import();
      expect(life.code()).to.deep.equal(before);
      const refused = await life.run("apply", "--yes");
      expect([refused.code, refused.report.error?.code]).to.deep.equal([6, "second-state"]);
    },
  },
  {
    title: "two workspaces over one cluster",
    async play(life) {
      const second = mkdtempSync(join(tmpdir(), "pmpc-second-"));
      const first = life.folder;
      try {
        life.folder = second;
        expect((await life.import("--out", ".")).code).to.equal(0);
        expect((await life.run("apply", "--yes")).code).to.equal(0);
        await clean(life)();
      } finally {
        life.folder = first;
        remove(second);
      }
      await clean(life)();
    },
  },
  ...["state.db", "manifest.json", "names.jsonl", "base", "state.json", "."].map(
    (lost): Misfortune => ({
      title: `${lost === "." ? "everything that pmpc remembers" : `.proxmox/${lost}`} is lost`,
      async play(life) {
        const before = life.code();
        for (const name of readdirSync(join(life.folder, ".proxmox"))) {
          const isLost = lost === "." ? !["config.yml", "terraform"].includes(name) : name.startsWith(lost);
          if (isLost) rmSync(join(life.folder, ".proxmox", name), { recursive: true });
        }
        await clean(life)();
        expect((await life.import()).code).to.equal(0);
        expect(life.code()).to.deep.equal(before);
        expect((await life.run("apply", "--yes")).code).to.equal(0);
        await clean(life)();
      },
    }),
  ),
  {
    title: "Terraform's state is lost where it was",
    async play(life) {
      const before = life.code();
      for (const name of readdirSync(life.folder)) if (name.endsWith(".tfstate")) rmSync(join(life.folder, name));
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      expect(life.code()).to.deep.equal(before);
      await clean(life)();
    },
  },
  {
    title: "an earlier state is put back",
    async play(life) {
      life.cluster.add("one", "qemu", 113, machine(113, "later"));
      await life.import();
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      expect((await life.run("state", "--restore", "1", "--yes")).code).to.equal(0);
      const { report } = await life.run<PlanReport>("plan");
      expect(grades(report).filter((one) => !one.endsWith("state only"))).to.deep.equal([]);
    },
  },
  {
    title: "a guest is forgotten, and put back",
    async play(life) {
      await life.run("forget", "files");
      expect(await life.plan()).to.deep.equal(["qemu/112 forget"]);
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      await life.run("forget", "vm 112", "--undo");
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      await clean(life)();
    },
  },
]);
