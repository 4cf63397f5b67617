import { expect } from "chai";
import { clean, playMisfortunes } from "./life";

playMisfortunes("guests that seem to be gone, or are", [
  {
    title: "a clone without the store, and a node that is off: its guest keeps its code to the letter",
    async play(life) {
      life.clone();
      const before = life.code();
      life.cluster.setNodeOnline("two", false);
      for (const args of [[], ["--no-verify"]]) {
        const { report } = await life.import(...args);
        expect(report.guests.filter(({ kept }) => kept).map(({ key }) => key)).to.have.members(["qemu/112", "lxc/120"]);
        expect(life.code()).to.deep.equal(before);
      }
      life.cluster.setNodeOnline("two", true);
      expect((await life.run("apply", "--yes")).report.error).to.include({ code: "second-state" });
      await life.run("apply", "--yes", "--new-state");
      expect(life.code()).to.deep.equal(before);
    },
  },
  {
    title: "a list that is empty, or cut: nothing is taken for gone",
    async play(life) {
      const before = life.code();
      for (const left of [0, 4]) {
        life.proxy.rewrite = (address, data) => (address.startsWith("/cluster/resources") ? (data as { type: string }[]).filter(({ type }, at, all) => (type !== "qemu" && type !== "lxc") || all.slice(0, at).filter((one) => one.type === "qemu" || one.type === "lxc").length < left) : undefined);
        const { report } = await life.import("--no-verify", "--confirm");
        expect(report.guests.filter(({ kept }) => kept)).to.have.lengthOf(5 - left);
        expect(life.code()).to.deep.equal(before);
        expect((await life.run("apply", "--yes", "--allow-changes")).code).to.be.oneOf([0, 6]);
      }
      life.proxy.rewrite = undefined;
      await clean(life)();
    },
  },
  {
    title: "a guest that has gone: the number is asked for, and somebody confirms",
    async play(life) {
      life.cluster.remove(111);
      const refused = await life.import();
      expect([refused.code, refused.report.error?.code]).to.deep.equal([6, "many-gone"]);
      expect((await life.import("--confirm", "vm 111")).code).to.equal(0);
      expect(await life.plan()).to.deep.equal(["qemu/111 forget"]);
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      await clean(life)();
    },
  },
  {
    title: "a guest that has gone, and is asked to be made again only when somebody says so",
    async play(life) {
      life.cluster.remove(111);
      expect(await life.plan()).to.deep.equal(["qemu/111 create"]);
      expect((await life.run("apply")).code).to.equal(6);
    },
  },
]);
