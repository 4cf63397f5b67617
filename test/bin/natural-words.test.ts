import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { newFolder, pmpc, reach, remove, report } from "./command";

/** What people type for a kind of guest. */
const spoken = { 101: ["qm", "VM"], 201: ["pct", "CT"] } as const;

describe("natural words", () => {
  let folder: string;
  let simulator: Simulator;
  const path = () => join(folder, "guests/pve.ts");
  const code = () => readFileSync(path(), "utf8");
  const said = async (...args: readonly string[]) => {
    const { code: exit, stdout, stderr } = await pmpc(args, folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.auditor });
    expect(exit, args.join(" ") + stdout + stderr).to.be.oneOf([0, 2, 3]);
    return stdout;
  };

  before(async () => {
    folder = newFolder();
    simulator = await startSimulator();
    await report(["import", ...reach(simulator), "--out", folder, "--no-verify"], folder);
    // As after the first apply.
    writeFileSync(path(), code().replace(/^ *adopt: true,\n/gm, ""));
    const names = join(folder, ".proxmox/names.jsonl");
    writeFileSync(names, readFileSync(names, "utf8").replaceAll(',"adopt":true', ""));
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  for (const [id, words] of Object.entries(spoken)) {
    const kind = id === "101" ? "vm" : "container";
    for (const word of words) {
      it(`take ${word} for a ${kind}`, async () => {
        const before = code();
        expect(await said("describe", word, id)).to.contain(`${kind} ${id}`);
        expect(await said("list", "--filter", `type=${word}`)).to.contain(id);
        await said("delete", word, id);
        expect(code()).not.to.contain(`vmId: ${id},`);
        await said("delete", word, id, "--undo");
        expect(code()).to.equal(before);
        await said("update", `${word}/${id}`, "--cores", "3");
        expect(code()).not.to.equal(before);
        await said("sync", ...reach(simulator), "--accept", `${word} ${id} cores`);
        expect(code()).to.equal(before);
      });
    }
  }

  it("say whose copy a new guest is", async () => {
    for (const word of spoken[201]) expect(await said("create", word, "--name", "copy", "--from", `${word}/9010`, "--dry-run")).to.contain("container 104 copy");
    for (const word of spoken[101]) expect(await said("create", word, "--name", "copy", "--from", `${word} 9000`, "--dry-run")).to.contain("vm 104 copy");
  });

  it("say which conflict is meant", async () => {
    for (const word of ["qm"]) {
      const before = code();
      writeFileSync(path(), before.replace("memory: Size.gibibytes(6)", "memory: Size.gibibytes(7)"));
      simulator.cluster.edit(101, (text) => text.replace(/^memory: .*$/gm, "memory: 8192"));
      await said("import", ...reach(simulator), "--no-verify");
      await said("resolve", word, "101", "memory", "--theirs");
      expect(code()).to.equal(before.replace("memory: Size.gibibytes(6)", "memory: Size.gibibytes(8)"));
      simulator.cluster.edit(101, (text) => text.replace(/^memory: .*$/gm, "memory: 6144"));
      await said("import", ...reach(simulator), "--no-verify");
      expect(code()).to.equal(before);
    }
  });
});
