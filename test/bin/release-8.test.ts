import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { datacentre } from "../../simulator/scenario/datacentre";
import { newFolder, pmpc, reach, remove, report } from "./command";

const groups = "group: rack-a\n\tcomment databases\n\tnodes rack-a1,rack-a2:2\n\tnofailback 1\n";
const resources = datacentre.files!["ha/resources.cfg"]!.replace(/^((?:vm|ct): \d+)$/m, "$1\n\tgroup rack-a");
const { "ha/rules.cfg": _, ...others } = datacentre.files!;
const files: Readonly<Record<string, string>> = { ...others, "ha/groups.cfg": groups, "ha/resources.cfg": resources };

describe("a cluster of Proxmox VE 8.4", () => {
  let [simulator, folder]: [Simulator, string] = [undefined as never, ""];
  before(async () => {
    simulator = await startSimulator({ scenario: { ...datacentre, name: "before", release: "8.4", files } });
    folder = newFolder();
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  it("is imported: high availability has its groups, and its members name them; rules and fabrics are none, and nothing is missing", async () => {
    const { guests, resources: others, exit } = await report(["import", ...reach(simulator, simulator.tokens.root), "--out", folder, "--no-verify", "--scope", "all"], folder);
    expect(exit).to.be.oneOf([0, 3]);
    expect(guests.filter(({ outcome, reason }) => outcome === "unreadable" && reason !== "node x0 is offline")).to.deep.equal([]);
    const kinds = new Set(others!.map(({ key }) => key.split("/")[0]));
    expect([...kinds]).to.include.members(["ha-resource", "ha-group", "storage", "pool", "zone", "vnet", "backup-job"]);
    expect(["ha-rule", "sdn-fabric"].filter((kind) => kinds.has(kind))).to.deep.equal([]);
    const code = readFileSync(join(folder, "cluster/ha.ts"), "utf8");
    const [, name, group] = /const (\w+) = new HaGroup\(\w+, "rack-a", (\{\n[\s\S]*?\n {2}\})\);/.exec(code) ?? [];
    expect(group, code).to.match(/nodes: \[[^\n]*rackA1, \{ node: [^\n]*rackA2, priority: 2 \}\],\n.*noFailback: true,\n.*comment: "databases"/);
    expect(code).to.match(new RegExp(`new HaResource\\(\\w+, "[^"]+", \\{[^}]*group: ${name},`));
  });

  it("has the same groups and members in its files", async () => {
    const copy = newFolder();
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(copy, "pve", path)), { recursive: true });
      writeFileSync(join(copy, "pve", path), text);
    }
    await pmpc(["import", "--via", "files", "--pve-dir", join(copy, "pve"), "--out", join(copy, "x"), "--scope", "all", "--no-verify"], copy);
    const groupsIn = (root: string) => /[^]*?\n {2}new HaResource/.exec(readFileSync(join(root, "cluster/ha.ts"), "utf8"))![0].replace(/\bbefore\b|\w+Cluster|cluster\b/gi, "cluster");
    expect(groupsIn(join(copy, "x"))).to.equal(groupsIn(folder));
    remove(copy);
  });

  it("is the same when it is imported again, and its release is told", async () => {
    const again = await report(["import", ...reach(simulator, simulator.tokens.root), "--out", folder, "--no-verify"], folder);
    expect(again.files.filter(({ change }) => change !== "unchanged")).to.deep.equal([]);
    expect((await pmpc(["doctor", ...reach(simulator, simulator.tokens.root)], folder)).stdout).to.match(/8\.4/);
  });
});
