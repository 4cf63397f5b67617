import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import type { HistoryReport } from "../../generator/action/history";
import type { RollbackReport } from "../../generator/action/rollback";
import { createWriter } from "../../generator/transport/client";
import { openStage, type Stage } from "../support/stage";
import { home, paths, pmpc, reach, type Ended } from "./command";

describe("rollback", function () {
  let stage: Stage<"imported" | "changed">;
  const run = (...args: string[]): Promise<Ended> => pmpc(args, stage.folder);
  const report = async (...args: string[]) => JSON.parse((await run("rollback", ...args, "--json")).stdout) as RollbackReport & { readonly error?: { readonly code: string } };
  const importAgain = () => run("import", ...reach(stage.simulator), "--out", ".", "--no-verify");
  const at = (path: string) => join(stage.folder, path);
  const guests = () => readFileSync(at("guests/pve.ts"), "utf8");
  /** Everything that a rollback is about: what pmpc writes and remembers, and what is its user's. What runs at the moment is no code, and git ignores it. */
  const all = () => new Map(paths(stage.folder).filter((path) => !/^\.proxmox\/(state\.db|lock|terraform|tmp|audit)|\/status\.yml$/.test(path)).map((path) => [path, readFileSync(at(path), "utf8")]));
  let first: ReadonlyMap<string, string>;

  before(async () => {
    stage = await openStage("homelab", {
      imported: importAgain,
      changed: async ({ simulator }) => {
        simulator.cluster.edit(100, (text) => text.replace(/^memory:.*$/m, "memory: 3000"));
        simulator.cluster.add("pve", "lxc", 990, "hostname: newcomer\nmemory: 512\nostype: debian\nrootfs: local-lvm:vm-990-disk-0,size=4G\n");
        simulator.cluster.remove(101);
        await importAgain();
      },
    });
    await stage.at("imported");
    first = all();
  });
  beforeEach(() => stage.at("changed"));
  after(() => stage.close());

  it("brings the code back to what it was, byte for byte, and makes a new run that equals it", async () => {
    expect(all()).to.not.deep.equal(first);
    const { run: made, files } = await report("1", "--yes");
    for (const [path, text] of all()) expect(text, path).to.equal(first.get(path));
    expect([...all().keys()]).to.deep.equal([...first.keys()]);
    expect(files.map(({ path }) => path)).to.include.members(["guests/pve.ts", "cluster.ts", "ansible/inventory/hosts.yml"]);
    const { runs, between } = JSON.parse((await run("history", "1", String(made), "--json")).stdout) as HistoryReport;
    expect(runs[0]).to.include({ name: String(made), verb: "rollback", codeOf: "1" });
    expect(between!.files).to.deep.equal([]);
    expect((await run("history")).stdout).to.match(/^ *3 .*rollback .*code of run 1$/m);
  });

  it("takes along what pmpc remembers of what is no guest, and says what leaves, and which secrets do not come back", async () => {
    await stage.at("nothing");
    const read = (...more: string[]) => run("import", ...reach(stage.simulator, stage.simulator.tokens.root), "--out", ".", "--no-verify", ...more);
    await read("--scope", "all");
    const before = all();
    const client = await createWriter({ endpoints: [stage.simulator.endpoint], credentials: { apiToken: stage.simulator.tokens.root }, trust: { fingerprints: [stage.simulator.fingerprint256] } });
    for (const { status, reason } of [await client.send("POST", "/pools", { poolid: "team" }), await client.send("DELETE", "/access/users/mira@pve")]) expect(status, reason).to.equal(200);
    client.close();
    const again = await read();
    expect(again.code, again.stderr + again.stdout).to.equal(0);
    const { lost, leaving, files } = await report("1", "--yes");
    expect(lost).to.deep.equal(["user mira@pve is not on the cluster any more: an apply makes a new one, and password of the former one, if it had any, does not come back"]);
    expect(leaving).to.deep.equal(["pool team"]);
    expect(files.map(({ path }) => path)).to.include("cluster/pools.ts");
    for (const [path, text] of all()) expect(text, path).to.equal(before.get(path));
    expect([...all().keys()]).to.deep.equal([...before.keys()]);
  });

  it("tells which test is of a guest that leaves the code, and brings back the one that was deleted with its guest", async () => {
    const reached = (...args: string[]) => pmpc(args, stage.folder, { PROXMOX_VE_API_TOKEN: stage.simulator.tokens.auditor });
    expect((await reached("create", "container", "--name", "zed")).code).to.equal(0);
    await importAgain();
    const test = readFileSync(at("tests/guests/zed.test.ts"), "utf8");
    const dry = await run("rollback", "2", "--dry-run");
    expect(dry.stdout).to.match(/tests +would test what no code is of: [^]* tests\/guests\/zed\.test\.ts\n/);
    expect((await report("2", "--yes")).tests).to.deep.equal(["tests/guests/zed.test.ts"]);
    expect(readFileSync(at("tests/guests/zed.test.ts"), "utf8")).to.equal(test);
    await report("3", "--yes");
    expect(guests()).to.contain('"zed"');
    const { vmId } = /vmId: (?<vmId>\d+)/.exec(guests().slice(guests().indexOf('"zed"')))!.groups!;
    expect((await reached("delete", "container", vmId!)).code).to.equal(0);
    expect(existsSync(at("tests/guests/zed.test.ts"))).to.equal(false);
    const git = (...args: string[]) => execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: stage.folder, stdio: "ignore" });
    git("init");
    git("add", "guests");
    git("commit", "-m", "without it");
    const back = await report("3", "--yes");
    expect(back.files.map(({ path }) => path)).to.include("tests/guests/zed.test.ts");
    expect(back.tests).to.deep.equal([]);
    expect(readFileSync(at("tests/guests/zed.test.ts"), "utf8")).to.equal(test);
  });

  it("can be gone back itself", async () => {
    const changed = all();
    await run("rollback", "1", "--yes");
    await run("rollback", "2", "--yes");
    expect(all()).to.deep.equal(changed);
  });

  it("shows a difference first, and writes nothing with --dry-run", async () => {
    const before = all();
    const { code, stdout } = await run("rollback", "first", "--dry-run");
    expect(code).to.equal(0);
    expect(stdout).to.contain("-    memory: { dedicated: Size.mebibytes(3000)").and.contain("+    memory: { dedicated: Size.gibibytes(4)");
    expect(all()).to.deep.equal(before);
    expect((await run("history")).stdout).to.not.contain("rollback");
  });

  it("asks, and without a yes writes nothing", async () => {
    const before = all();
    const { code, stderr } = await run("rollback", "1");
    expect(code).to.equal(6);
    expect(stderr).to.contain("nothing was written");
    expect(all()).to.deep.equal(before);
  });

  it("says what does not come back, and what would leave the code", async () => {
    const { lost, leaving } = await report("1", "--dry-run");
    expect(lost).to.deep.equal(["vm 101 homeassistant is not on the cluster any more: an apply makes a new one, with empty disks, and its data does not come back"]);
    expect(leaving).to.deep.equal(["container 990 newcomer"]);
    stage.simulator.cluster.edit(102, (text) => text.replace(/^scsi0:.*\n/m, ""));
    await run("sync", "--store-only", ...reach(stage.simulator));
    expect((await report("1", "--dry-run")).lost.join()).to.match(/scsi0 of vm 102 truenas \(\S+\) is gone: a new disk is empty/);
  });

  it("touches no file that is its user's", async () => {
    writeFileSync(at("own.ts"), "export const own = 1;\n");
    writeFileSync(at("main.ts"), `${readFileSync(at("main.ts"), "utf8")}// mine\n`);
    await run("sync", "--store-only", ...reach(stage.simulator));
    const { yours } = await report("1", "--yes");
    expect(yours).to.include.members(["main.ts", "own.ts"]);
    expect(readFileSync(at("own.ts"), "utf8")).to.equal("export const own = 1;\n");
    expect(readFileSync(at("main.ts"), "utf8")).to.match(/\/\/ mine\n$/);
  });

  it("refuses to write over what somebody edited and nothing has recorded, by name; once it is recorded it goes", async () => {
    writeFileSync(at("guests/pve.ts"), guests().replace("Size.mebibytes(3000)", "Size.mebibytes(3333)"));
    const edited = guests();
    const { code, stderr } = await run("rollback", "1", "--yes");
    expect(code).to.equal(6);
    expect(stderr).to.contain("guests/pve.ts was edited since the last run").and.contain("pmpc sync");
    expect(guests()).to.equal(edited);
    expect((await report("1", "--dry-run")).edited).to.deep.equal(["guests/pve.ts"]);
    await run("sync", "--store-only", ...reach(stage.simulator));
    expect((await run("rollback", "1", "--yes")).code).to.equal(0);
    await run("rollback", "3", "--yes");
    expect(guests(), "and back").to.equal(edited);
  });

  it("takes what git has for kept, and what it has not for edited", async () => {
    const git = (...args: string[]) => execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: stage.folder, stdio: "ignore" });
    writeFileSync(at("guests/pve.ts"), guests().replace("Size.mebibytes(3000)", "Size.mebibytes(3333)"));
    git("init");
    git("add", "cluster.ts");
    git("commit", "-m", "one");
    expect((await report("1", "--dry-run")).edited).to.deep.equal(["guests/pve.ts"]);
    git("add", "guests");
    git("commit", "-m", "two");
    expect((await report("1", "--dry-run")).edited).to.deep.equal([]);
    expect((await run("rollback", "1", "--yes")).code).to.equal(0);
  });

  it("is nothing where the code is the same", async () => {
    const { stdout, code } = await run("rollback", "last");
    expect(code).to.equal(0);
    expect(stdout).to.contain("the code is what it was at run 2");
    expect((await run("history")).stdout).to.not.contain("rollback");
  });

  it("names a run that is not there, or whose code was not recorded", async () => {
    expect((await run("rollback", "77")).code).to.equal(5);
    rmSync(at(".proxmox/state.db"));
    expect((await run("rollback", "1")).code).to.equal(5);
  });

  it("writes nowhere else, whatever the folder is a link to", async () => {
    const elsewhere = join(stage.folder, "../elsewhere");
    rmSync(at("guests"), { recursive: true });
    symlinkSync(elsewhere, at("guests"));
    const { code } = await run("rollback", "1", "--yes");
    expect(code).to.equal(6);
    expect(existsSync(elsewhere)).to.equal(false);
  });

  it("is whole after the next one, whenever it was killed", async () => {
    for (let round = 0; round < 6; round++) {
      await stage.at("changed");
      const child = spawn(process.execPath, [join(home, "dist/bin/pmpc.js"), "rollback", "1", "--yes"], { cwd: stage.folder, stdio: "ignore" });
      const ended = once(child, "exit");
      // It ends by itself where it is quicker than the kill.
      await Promise.race([ended, setTimeout(150 + round * 120)]);
      child.kill("SIGKILL");
      await ended;
      const { code, stderr } = await run("rollback", "1", "--yes");
      expect(code, stderr).to.equal(0);
      expect(all(), `round ${round}`).to.deep.equal(first);
    }
  });

  it("knows a guest that came back, and goes on from there: the next import is what the cluster is", async () => {
    await run("rollback", "1", "--yes");
    const { stdout } = await importAgain();
    expect(stdout).to.not.contain(".new");
    expect(guests()).to.contain("newcomer").and.contain("Size.mebibytes(3000)");
  });
});
