import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { partOfOffice as part } from "../support/part-of-office";
import { openStage, type Stage } from "../support/stage";
import { constructs, reach, report } from "./command";

describe("a second import of an office", () => {
  let stage: Stage<"imported">;
  let first: Record<string, string>;
  const again = (...options: string[]) => report(["import", ...reach(stage.simulator), "--out", ".", ...options], stage.folder);
  const read = (path: string) => readFileSync(join(stage.folder, path), "utf8");
  const now = () => constructs(stage.folder);
  const ids = () => Object.keys(now()).sort();

  before(async () => {
    stage = await openStage(part, { imported: () => again() });
  });
  after(() => stage.close());
  beforeEach(async () => {
    await stage.at("imported");
    first = now();
  });

  it("keeps what --exclude and --filter leave out", async () => {
    const { exit, guests } = await again("--exclude", "type=vm");
    expect(ids()).to.deep.equal(Object.keys(first).sort());
    expect(read("cluster.ts")).not.to.contain("forget(");
    expect(guests.filter(({ kept }) => kept).length).to.be.greaterThan(5);
    expect(exit).to.equal(guests.some(({ outcome }) => outcome === "refused") ? 3 : 0);
    await again("--filter", "node=pve1");
    expect(now()).to.deep.equal(first);
  });

  it("keeps the guests of a node that is down, and says that it could not read them", async () => {
    const files = read("guests/pve2.ts");
    stage.simulator.cluster.setNodeOnline("pve2", false);
    const { exit, guests } = await again();
    expect(exit).to.equal(3);
    expect(now()).to.deep.equal(first);
    expect(read("guests/pve2.ts")).to.equal(files);
    const down = guests.filter(({ node, kept }) => node === "pve2" && kept);
    expect(down.map(({ outcome }) => outcome)).to.deep.equal(down.map(() => "unreadable"));
    expect(down).not.to.have.lengthOf(0);
  });

  it("moves a migrated guest to its new node's file under its old id", async () => {
    const moved = (await again()).guests.find(({ file }) => file === "guests/pve1.ts")!;
    stage.simulator.cluster.migrate(Number(moved.key.split("/")[1]), "pve3");
    await again();
    expect(ids()).to.deep.equal(Object.keys(first).sort());
    expect(Object.entries(now()).filter(([id, file]) => first[id] !== file)).to.have.lengthOf(1);
    expect(read("cluster.ts")).not.to.contain("forget(");
  });

  it("changes no id where a guest is stopped or renamed, or another takes its name", async () => {
    const [one, two] = (await again()).guests.filter(({ outcome, key }) => outcome === "imported" && key.startsWith("qemu/")).map(({ key }) => Number(key.split("/")[1]));
    stage.simulator.cluster.stop(one!);
    stage.simulator.cluster.rename(one!, "same-name");
    stage.simulator.cluster.rename(two!, "same-name");
    await again();
    expect(now()).to.deep.equal(first);
  });

  it("forgets what is proved gone, once, and in all later imports", async () => {
    const gone = (await again()).guests.find(({ outcome }) => outcome === "imported")!;
    stage.simulator.cluster.remove(Number(gone.key.split("/")[1]));
    await again();
    const left = Object.keys(first).filter((id) => !ids().includes(id));
    expect(left).to.have.lengthOf(1);
    expect(read("cluster.ts")).to.match(new RegExp(`this\\.forget\\("proxmox_virtual_environment_(vm|container)\\.${left[0]}"\\)`));
    const { files } = await again();
    expect(files.filter(({ change }) => change !== "unchanged")).to.deep.equal([]);
  });

  it("does not take a guest for gone because a node is down or a filter is given", async () => {
    const gone = (await again()).guests.find(({ outcome, node }) => outcome === "imported" && node === "pve1")!;
    stage.simulator.cluster.setNodeOnline("pve2", false);
    stage.simulator.cluster.remove(Number(gone.key.split("/")[1]));
    await again("--exclude", "node=pve3");
    // Only the guest that the whole cluster's list lacks.
    expect(read("cluster.ts").match(/forget\(/g)).to.have.lengthOf(1);
    expect(ids()).to.have.lengthOf(Object.keys(first).length - 1);
  });
});

describe("a second import with a poor token", () => {
  let stage: Stage<"rich" | "poor">;
  const poorer = { ...part, files: { ...part.files, "user.cfg": `${part.files["user.cfg"]}\nuser:auditor@pve:1:0::::::\nacl:1:/pool/prod:auditor@pve:PVEAuditor:\n` } };
  const as = (token: "root" | "auditor") => report(["import", ...reach(stage.simulator, stage.simulator.tokens[token]), "--out", "."], stage.folder);
  const read = (path: string) => readFileSync(join(stage.folder, path), "utf8");

  before(async () => {
    stage = await openStage(poorer, { rich: () => as("root"), poor: async () => (await stage.at("nothing"), await as("auditor")) });
  });
  after(() => stage.close());

  it("keeps everything that the token cannot see, even what is gone", async () => {
    await stage.at("rich");
    const before = constructs(stage.folder);
    stage.simulator.cluster.remove(Number(/vmId: (\d+)/.exec(read("guests/pve1.ts"))![1]));
    const { exit, guests } = await as("auditor");
    expect(exit).to.equal(3);
    expect(guests.map(({ reason }) => reason)).to.include("the cluster does not list it, and the credentials may not see every guest");
    expect(constructs(stage.folder)).to.deep.equal(before);
    expect(read("cluster.ts")).not.to.contain("forget(");
  });

  it("stays what it was called when a richer one can read the cluster's name", async () => {
    await stage.at("poor");
    const main = read("main.ts");
    const { guests } = await as("root");
    expect(guests.filter(({ outcome }) => outcome === "imported").length).to.be.greaterThan(20);
    expect(read("main.ts")).to.equal(main);
  });
});
