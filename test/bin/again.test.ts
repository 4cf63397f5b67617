import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { office } from "../../simulator/scenario/office";
import { constructs, newFolder, pmpc, reach, remove, report } from "./command";

describe("a second import of an office", () => {
  let folder: string;
  let simulator: Simulator;
  let first: Record<string, string>;
  const again = (...options: string[]) => report(["import", ...reach(simulator), "--out", folder, ...options], folder);
  const cluster = () => readFileSync(join(folder, "cluster.ts"), "utf8");
  const ids = () => Object.keys(constructs(folder)).sort();

  beforeEach(async () => {
    folder = newFolder();
    simulator = await startSimulator({ scenario: office });
    await again();
    first = constructs(folder);
  });
  afterEach(async () => {
    await simulator.close();
    remove(folder);
  });

  it("keeps what --exclude and --filter leave out", async () => {
    const { exit, guests } = await again("--exclude", "type=vm");
    expect(ids()).to.deep.equal(Object.keys(first).sort());
    expect(cluster()).not.to.contain("forget(");
    expect(guests.filter(({ kept }) => kept).length).to.be.greaterThan(5);
    expect(exit).to.equal(guests.some(({ outcome }) => outcome === "refused") ? 3 : 0);
    await again("--filter", "node=pve1");
    expect(constructs(folder)).to.deep.equal(first);
  });

  it("keeps the guests of a node that is down, and says that it could not read them", async () => {
    const files = readFileSync(join(folder, "guests/pve2.ts"), "utf8");
    simulator.cluster.setNodeOnline("pve2", false);
    const { exit, guests } = await again();
    expect(exit).to.equal(3);
    expect(constructs(folder)).to.deep.equal(first);
    expect(readFileSync(join(folder, "guests/pve2.ts"), "utf8")).to.equal(files);
    const down = guests.filter(({ node, kept }) => node === "pve2" && kept);
    expect(down.map(({ outcome }) => outcome)).to.deep.equal(down.map(() => "unreadable"));
    expect(down).not.to.have.lengthOf(0);
  });

  it("moves a migrated guest to its new node's file under its old id", async () => {
    const moved = (await again()).guests.find(({ file }) => file === "guests/pve1.ts")!;
    simulator.cluster.migrate(Number(moved.key.split("/")[1]), "pve3");
    await again();
    expect(ids()).to.deep.equal(Object.keys(first).sort());
    expect(Object.entries(constructs(folder)).filter(([id, file]) => first[id] !== file)).to.have.lengthOf(1);
    expect(cluster()).not.to.contain("forget(");
  });

  it("changes no id where a guest is stopped or renamed, or another takes its name", async () => {
    const [one, two] = (await again()).guests.filter(({ outcome, key }) => outcome === "imported" && key.startsWith("qemu/")).map(({ key }) => Number(key.split("/")[1]));
    simulator.cluster.stop(one!);
    simulator.cluster.rename(one!, "same-name");
    simulator.cluster.rename(two!, "same-name");
    await again();
    expect(constructs(folder)).to.deep.equal(first);
  });

  it("forgets what is proved gone, once, and in all later imports", async () => {
    const gone = (await again()).guests.find(({ outcome }) => outcome === "imported")!;
    simulator.cluster.remove(Number(gone.key.split("/")[1]));
    await again();
    const left = Object.keys(first).filter((id) => !ids().includes(id));
    expect(left).to.have.lengthOf(1);
    expect(cluster()).to.match(new RegExp(`this\\.forget\\("proxmox_virtual_environment_(vm|container)\\.${left[0]}"\\)`));
    const { files } = await again();
    expect(files.filter(({ change }) => change !== "unchanged")).to.deep.equal([]);
  });

  it("does not take a guest for gone because a node is down or a filter is given", async () => {
    const gone = (await again()).guests.find(({ outcome, node }) => outcome === "imported" && node === "pve1")!;
    simulator.cluster.setNodeOnline("pve2", false);
    simulator.cluster.remove(Number(gone.key.split("/")[1]));
    await again("--exclude", "node=pve3");
    // Only the guest that the whole cluster's list lacks.
    expect(cluster().match(/forget\(/g)).to.have.lengthOf(1);
    expect(ids()).to.have.lengthOf(Object.keys(first).length - 1);
  });
});

describe("a second import with a poor token", () => {
  let folder: string;
  const poorer = { ...office, files: { ...office.files, "user.cfg": `${office.files["user.cfg"]}\nuser:auditor@pve:1:0::::::\nacl:1:/pool/prod:auditor@pve:PVEAuditor:\n` } };

  beforeEach(() => {
    folder = newFolder();
  });
  afterEach(() => {
    remove(folder);
  });

  it("keeps everything that the token cannot see, even what is gone", async () => {
    const simulator = await startSimulator({ scenario: poorer });
    try {
      const rich = await report(["import", ...reach(simulator, simulator.tokens.root), "--out", folder], folder);
      const before = constructs(folder);
      const gone = rich.guests.find(({ outcome }) => outcome === "imported")!;
      simulator.cluster.remove(Number(gone.key.split("/")[1]));
      const { code, stdout } = await pmpc(["import", ...reach(simulator), "--out", folder], folder);
      expect(code).to.equal(3);
      expect(stdout).to.contain("the credentials may not see every guest");
      expect(constructs(folder)).to.deep.equal(before);
      expect(readFileSync(join(folder, "cluster.ts"), "utf8")).not.to.contain("forget(");
    } finally {
      await simulator.close();
    }
  });

  it("stays what it was called when a richer one can read the cluster's name", async () => {
    const simulator = await startSimulator({ scenario: poorer });
    try {
      await pmpc(["import", ...reach(simulator), "--out", folder], folder);
      const main = readFileSync(join(folder, "main.ts"), "utf8");
      const rich = await report(["import", ...reach(simulator, simulator.tokens.root), "--out", folder], folder);
      expect(rich.guests.filter(({ outcome }) => outcome === "imported").length).to.be.greaterThan(20);
      expect(readFileSync(join(folder, "main.ts"), "utf8")).to.equal(main);
    } finally {
      await simulator.close();
    }
  });
});
