import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { newFolder, paths, pmpc, reach, remove } from "./command";

describe("marks of a conflict that git left in code", () => {
  let [simulator, folder]: [Simulator, string] = [undefined as never, ""];
  before(async () => {
    [simulator, folder] = [await startSimulator(), newFolder()];
    await pmpc(["import", ...reach(simulator, simulator.tokens.root), "--out", ".", "--no-verify"], folder);
    const at = join(folder, "guests/pve.ts");
    writeFileSync(at, readFileSync(at, "utf8").replace(/^ *memory: Size\.gibibytes\(6\),\n/m, (line) => `<<<<<<< HEAD\n${line}=======\n${line.replace("6", "7")}>>>>>>> theirs\n`));
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });
  const texts = () => paths(folder).filter((path) => path.endsWith(".ts")).map((path) => readFileSync(join(folder, path), "utf8"));

  for (const verb of [["update", "vm", "101", "--memory", "2GiB"], ["delete", "vm", "103"], ["forget", "vm", "103"], ["protect", "vm", "103", "--yes"]]) {
    it(`are what ${verb[0]!} tells, with their line, instead of a guest that is not there`, async () => {
      const before = texts();
      const { code, stderr } = await pmpc(verb, folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.root });
      expect([code, stderr]).to.deep.equal([6, `pmpc: guests/pve.ts:49 has a conflict that git left in it, and may hold ${verb[1]!} ${verb[2]!}\n  decide there what is right between <<<<<<< and >>>>>>>, then: git add guests/pve.ts\n`]);
      expect(texts()).to.deep.equal(before);
    });
  }

  it("are told of settings and of package.json, too", async () => {
    for (const [path, code, says] of [["package.json", 1, "git left conflicts in it\n  package.json:2\n"], [".proxmox/config.yml", 6, "config.yml:2 has a conflict that git left in it\n  decide there what is right"]] as const) {
      const [at, before] = [join(folder, path), readFileSync(join(folder, path), "utf8")];
      const [first = "", second = "", ...others] = before.split("\n");
      writeFileSync(at, [first, "<<<<<<< HEAD", second, "=======", second, ">>>>>>> theirs", ...others].join("\n"));
      const ended = await pmpc(["plan"], folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.root });
      expect([ended.code, ended.stderr]).to.satisfy(([exit, text]: [number, string]) => exit === code && text.includes(says), ended.stderr);
      writeFileSync(at, before);
    }
  });

  it("are what a plan tells", async () => {
    const { code, stderr } = await pmpc(["plan"], folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.root });
    expect([code, stderr]).to.satisfy(([exit, text]: [number, string]) => exit === 1 && text.includes("does not synthesise: git left conflicts in it\n  guests/pve.ts:49\n  decide there what is right"));
  });

  it("are told of the inventory and of host variables before an import or a sync writes anything, and status says where they are", async () => {
    const code = join(folder, "guests/pve.ts");
    const marked = readFileSync(code, "utf8");
    writeFileSync(code, readFileSync(join(folder, ".proxmox/base/guests/pve.ts"), "utf8"));
    try {
      for (const path of ["ansible/inventory/hosts.yml", "ansible/inventory/host_vars/caddy/pmpc.yml"]) {
        const at = join(folder, path);
        const text = readFileSync(at, "utf8");
        writeFileSync(at, text.replace(/^(.*\n){3}/, (lines) => `${lines}<<<<<<< HEAD\n=======\nx: 1\n>>>>>>> theirs\n`));
        const before = readFileSync(at, "latin1");
        for (const verb of [["import", ...reach(simulator, simulator.tokens.root), "--out", ".", "--no-verify"], ["sync"]]) {
          const { code: exit, stderr } = await pmpc(verb, folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.root });
          expect([exit, stderr]).to.deep.equal([6, `pmpc: ${path}:4 has a conflict that git left in it\n  decide there what is right between <<<<<<< and >>>>>>>, then: git add ${path}\n`]);
          expect(readFileSync(at, "latin1")).to.equal(before);
        }
        expect((await pmpc(["status", "--offline"], folder)).stdout).to.include(`conflict    ${path}:4\n`);
        writeFileSync(at, text);
      }
    } finally {
      writeFileSync(code, marked);
    }
  });
});
