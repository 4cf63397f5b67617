import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import type { UpgradeReport } from "../../generator/action/upgrade";
import { home, newFolder, paths, pmpc, reach, remove, report } from "./command";

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

describe("pmpc upgrade", function () {
  let folder: string;
  const read = (path: string) => readFileSync(join(folder, path), "utf8");
  const upgrade = async (...args: string[]) => {
    const { code, stdout, stderr } = await pmpc(["upgrade", "--no-verify", "--json", ...args], folder);
    return { code, stderr, ...(JSON.parse(stdout) as UpgradeReport & { readonly error?: { readonly code: string; readonly message: string; readonly hint?: string } }) };
  };
  const all = () => new Map(paths(folder).filter((path) => !/^\.proxmox\/(state\.db|lock|tmp)/.test(path)).map((path) => [path, read(path)]));

  beforeEach(() => {
    folder = newFolder();
    cpSync(former, folder, { recursive: true });
  });
  afterEach(() => remove(folder));

  it("shows what it would write to a workspace of an older pmpc, and writes nothing of it before it is asked for", async () => {
    // It is taken up first, as by any verb.
    expect((await pmpc(["status"], folder)).code).to.equal(0);
    writeFileSync(join(folder, "package.json"), read("package.json").replace(`"pmpc": "^0.1.0"`, `"pmpc": "^0.0.9", "left-pad": "1.3.0"`));
    const before = all();
    const { code, changes, files, dryRun } = await upgrade("--provider", "0.112.0", "--dry-run");
    expect([code, dryRun]).to.deep.equal([0, true]);
    expect(changes).to.deep.equal([
      { what: "pmpc", file: "package.json", from: "^0.0.9", to: `file:${home}` },
      { what: "provider", file: ".proxmox/config.yml", from: "0.111.1", to: "0.112.0" },
    ]);
    expect(files.map(({ path }) => path)).to.include.members([".proxmox/config.yml", "cluster.ts", "package.json", "tsconfig.json"]).and.not.include("main.ts");
    expect(all()).to.deep.equal(before);
    const refused = await upgrade("--provider", "0.112.0");
    expect([refused.code, refused.error?.code]).to.deep.equal([6, "not-confirmed"]);
    expect(all()).to.deep.equal(before);
  });

  it("gives the classes of an older pmpc their new names, and says what a person has to choose", async () => {
    expect((await pmpc(["status"], folder)).code).to.equal(0);
    writeFileSync(join(folder, "lan.ts"), `import { SdnNetwork, StorageBackend } from "pmpc";\n\nexport const made = [SdnNetwork, StorageBackend]; // SdnNetwork\n`);
    const { code, files, warnings } = await upgrade("--yes", "--no-verify");
    expect(code).to.equal(0);
    expect(files.map(({ path }) => path)).to.include("lan.ts");
    expect(read("lan.ts")).to.equal(`import { SdnVnet, StorageBackend } from "pmpc";\n\nexport const made = [SdnVnet, StorageBackend]; // SdnNetwork\n`);
    expect(warnings.filter((one) => one.startsWith("lan.ts:1: StorageBackend is DirectoryStorage, NfsStorage,"))).to.have.lengthOf(1);
  });

  it("writes just that: what is missing is added, what a user wrote stays, and the commands that it names lead back", async () => {
    expect((await pmpc(["status"], folder)).code).to.equal(0);
    writeFileSync(join(folder, "package.json"), read("package.json").replace(`"pmpc": "^0.1.0"`, `"pmpc": "^0.0.9", "left-pad": "1.3.0"`).replace(`"check": "tsc --noEmit"`, `"check": "tsc"`));
    writeFileSync(join(folder, "guests/pve.ts"), `// ours\n${read("guests/pve.ts")}`);
    const planned = await upgrade("--provider", "0.112.0", "--dry-run");
    const before = all();
    const { code, files, back, conflicts } = await upgrade("--provider", "0.112.0", "--yes");
    expect([code, conflicts]).to.deep.equal([0, []]);
    expect(files).to.deep.equal(planned.files);
    expect(read("guests/pve.ts")).to.match(/^\/\/ ours\n/);
    expect(JSON.parse(read("package.json"))).to.deep.include({ name: "pve" }).and.to.have.property("dependencies").that.deep.equals({ cdktf: "^0.21.0", constructs: "~10.7.0", pmpc: `file:${home}`, "left-pad": "1.3.0" });
    expect(JSON.parse(read("package.json"))).to.have.property("scripts").that.deep.includes({ check: "tsc", synth: "tsx main.ts" }).and.has.property("test");
    expect(read(".proxmox/config.yml")).to.match(/^provider: "?0\.112\.0"?$/m);
    expect(read("cluster.ts")).to.match(/new ProxmoxProvider\(this, \{ endpoint: "[^"]+", version: "0\.112\.0" \}\)/);
    expect(back.map((command) => command.replace(/(rollback) \d+$/, "$1 N"))).to.deep.equal(["npm install pmpc@^0.0.9", "pmpc upgrade --provider 0.111.1", "pmpc rollback N"]);
    const there = await upgrade("--provider", "0.112.0");
    expect([there.code, there.files]).to.deep.equal([0, []]);
    expect((await upgrade("--provider", "0.111.1", "--yes")).code).to.equal(0);
    const rolled = await pmpc([...back.at(-1)!.split(" ").slice(1), "--yes"], folder);
    expect(rolled.code, rolled.stdout + rolled.stderr).to.equal(0);
    for (const path of ["cluster.ts", "guests/pve.ts", "main.ts"]) expect(read(path), path).to.equal(before.get(path));
  });

  it("refuses a release that the code names by hand, one that is too old, and what is no release", async () => {
    const main = read("main.ts");
    writeFileSync(join(folder, "main.ts"), main.replace("new Pve(app);", `const stack = new Pve(app);\nstack.addOverride("terraform.required_providers.proxmox.version", "0.112.0");`));
    const overridden = await upgrade("--provider", "0.112.0");
    expect([overridden.code, overridden.error?.code, overridden.error?.message]).to.deep.equal([6, "provider-overridden", "main.ts:7 names a release of the provider itself, which comes before every choice"]);
    writeFileSync(join(folder, "main.ts"), main);
    expect((await upgrade("--provider", "0.90.0")).error?.code).to.equal("provider-too-old");
    expect((await upgrade("--provider", "latest")).code).to.equal(64);
    const ahead = await upgrade("--provider", "0.113.0", "--dry-run");
    expect([ahead.code, ahead.warnings[0]]).to.deep.equal([0, "release 0.113.0 of the provider is newer than this pmpc, which was not tried with it: read the plan"]);
  });
});
