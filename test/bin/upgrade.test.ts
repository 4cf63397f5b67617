import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { home, newFolder, pmpc, reach, remove, report } from "./command";

// Written by pmpc 0.1.0, adopted and settled, with one guest forgotten.
const former = join(home, "test/fixture/workspace/0.1.0");

describe("a workspace that an older pmpc wrote", () => {
  let folder: string;
  let simulator: Simulator;
  const read = (path: string) => readFileSync(join(folder, path), "utf8");
  const lines = (path: string) => read(path).trim().split("\n").map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

  beforeEach(async () => {
    folder = newFolder();
    cpSync(former, folder, { recursive: true });
    simulator = await startSimulator({ scenario: "homelab" });
  });
  afterEach(async () => {
    await simulator.close();
    remove(folder);
  });
  /** The guests whose import is still to be applied: the one with a silent agent, which older versions set aside. */
  const adopting = (text: string) => [...text.matchAll(/new \w+\(\w+, "([^"]+)", \{[^}]*?adopt: true/g)].map(([, id]) => id);
  const again = () => report(["import", ...reach(simulator, simulator.tokens.root), "--out", folder], folder);

  it("is taken up: names, what was forgotten, and the base of every file that nobody edited", async () => {
    const before = read("guests/pve.ts");
    expect((await pmpc(["status"], folder)).code).to.equal(0);
    expect(JSON.parse(read(".proxmox/manifest.json"))).to.deep.equal({ version: 2 });
    const names = lines(".proxmox/names.jsonl");
    expect(names).to.have.lengthOf(13);
    expect(names.find(({ key }) => key === "qemu/100")).to.deep.include({ id: "opnsense", file: "guests/pve.ts" }).and.not.have.property("adopt");
    expect(lines(".proxmox/forgotten.jsonl").map(({ guest }) => guest)).to.deep.equal(["lxc/201"]);
    expect(read(".proxmox/base/guests/pve.ts")).to.equal(before);
    const { files, guests } = await again();
    expect(guests.find(({ key }) => key === "lxc/201")).to.include({ outcome: "released" });
    expect(adopting(read("guests/pve.ts"))).to.deep.equal(["docker"]);
    expect(files.filter(({ change }) => change === "conflict")).to.deep.equal([]);
  });

  it("is taken up without its store, as a clone has it: the code says which guests it has", async () => {
    for (const name of readdirSync(join(folder, ".proxmox"))) if (name.startsWith("state.db")) rmSync(join(folder, ".proxmox", name));
    const ids = [...read("guests/pve.ts").matchAll(/new \w+\(\w+, "([^"]+)"/g)].map(([, id]) => id);
    await again();
    expect([...read("guests/pve.ts").matchAll(/new \w+\(\w+, "([^"]+)"/g)].map(([, id]) => id)).to.have.members([...ids, "docker"]);
    expect(adopting(read("guests/pve.ts"))).to.deep.equal(["docker"]);
    expect(read("cluster.ts")).to.contain("this.forget(");
  });

  it("keeps a file that was edited as it is, and lists what differs beside it", async () => {
    writeFileSync(join(folder, "guests/pve.ts"), `// ours\n${read("guests/pve.ts")}`);
    simulator.cluster.edit(100, (text) => text.replace(/^memory: .*$/m, "memory: 5120"));
    const { files } = await again();
    expect(files.find(({ path }) => path === "guests/pve.ts")).to.deep.equal({ path: "guests/pve.ts", change: "conflict", beside: "guests/pve.ts.conflict" });
    expect(read("guests/pve.ts")).to.match(/^\/\/ ours\n/);
    // What was generated last is not known of a file that was edited before: each value that differs is asked about.
    expect(read("guests/pve.ts.conflict")).to.match(/^vm 100 {2}memory\.dedicated {2}\(line \d+\)\n {2}was {6}nothing\n {2}cluster {2}Size\.gibibytes\(5\)\n {2}yours {4}Size\.gibibytes\(4\)$/m);
  });
});

describe("a workspace of the pmpc before a store had clusters", function () {
  let folder: string;
  beforeEach(() => {
    folder = newFolder();
    cpSync(join(home, "test/fixture/workspace/one-cluster"), folder, { recursive: true });
  });
  afterEach(() => remove(folder));

  it("is taken up: it knows what was seen last", async () => {
    const { code, stdout } = await pmpc(["status", "--json"], folder);
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.include({ cluster: "pve", seen: { virtualMachines: 9, containers: 6, nodes: 1 } }).and.to.have.nested.property("lastRun.id", 2);
  });

  it("is read anew, and says what has changed since", async () => {
    const simulator = await startSimulator({ scenario: "homelab" });
    try {
      const { stdout } = await pmpc(["sync", "--json", ...reach(simulator)], folder);
      expect(JSON.parse(stdout)).to.have.nested.property("changed[0].key", "qemu/100");
    } finally {
      await simulator.close();
    }
  });
});
