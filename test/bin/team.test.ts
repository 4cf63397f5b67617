import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { openStore } from "../../generator/store/open";
import { password, startPostgres, whenPostgres, type Postgres } from "../support/postgres";
import { newFolder, paths, reach, remove, spawned } from "./command";

(whenPostgres === "" ? describe : describe.skip)(`people who share a database${whenPostgres}`, function () {
  let postgres: Postgres;
  let url: string;
  let folder: string;
  let ours: Simulator;
  let theirs: Simulator;
  const person = (name: string) => join(folder, name);
  const as = (name: string, ...args: string[]) => spawned(args, person(name), { PGPASSWORD: password });
  const reading = (simulator: Simulator) => ["import", ...reach(simulator), "--no-verify"];
  const status = async (name: string) => {
    const { stdout, stderr } = await as(name, "status", "--json");
    try {
      return JSON.parse(stdout) as { cluster: string; seen: object; lastRun: { id: number; source: string } };
    } catch (cause) {
      throw new Error(stderr, { cause });
    }
  };

  before(async () => {
    postgres = (await startPostgres())!;
    [ours, theirs] = [await startSimulator({ scenario: "homelab" }), await startSimulator({ scenario: "homelab" })];
  });
  after(async () => {
    await Promise.all([ours.close(), theirs.close()]);
    await postgres.stop();
  });
  beforeEach(async () => {
    [url, folder] = [await postgres.newDatabase(), newFolder()];
    for (const name of ["anna", "ben"]) {
      mkdirSync(join(person(name), ".proxmox"), { recursive: true });
      writeFileSync(join(person(name), ".proxmox/config.yml"), `store: ${url}\n`);
    }
  });
  afterEach(() => remove(folder));

  it("read two clusters of the same name at once, and each goes on with their own", async () => {
    const ended = await Promise.all([as("anna", ...reading(ours)), as("ben", ...reading(theirs))]);
    for (const { code, stderr } of ended) expect(code, stderr).to.equal(0);
    expect(await status("anna")).to.have.nested.property("lastRun.source", ours.endpoint);
    expect(await status("ben")).to.have.nested.property("lastRun.source", theirs.endpoint);
    expect(await postgres.query(url, "SELECT count(*)::int AS clusters FROM cluster")).to.deep.equal([{ clusters: 2 }]);
    for (const name of ["anna", "ben"]) {
      expect(paths(person(name)).filter((path) => path.includes("state.db"))).to.deep.equal([]);
      for (const path of paths(person(name))) expect(readFileSync(join(person(name), path), "utf8"), path).to.not.include(password);
    }
  });

  it("do not change the same cluster at once: who is late is told who was first, and may look", async () => {
    await as("anna", ...reading(ours));
    await as("ben", ...reading(ours));
    const anna = await openStore(url.replace("pmpc@", `pmpc:${password}@`), { version: "0.1.0", title: "pmpc apply by anna on laptop since 2026-11-29 12:00 UTC" });
    try {
      const hold = await anna.hold({ endpoint: ours.endpoint, cluster: "pve" });
      const { code, stderr } = await as("ben", "sync", ...reach(ours));
      expect(code).to.equal(6);
      expect(stderr).to.contain("in use by pmpc apply by anna on laptop since 2026-11-29 12:00 UTC").and.not.contain(password);
      expect(await status("ben")).to.have.nested.property("lastRun.source", ours.endpoint);
      await hold.release();
      expect((await as("ben", "sync", ...reach(ours))).code).to.equal(0);
    } finally {
      await anna.close();
    }
  });

  it("are told what is wrong with the database, without the password", async () => {
    const wrong = await spawned(["sync", ...reach(ours)], person("anna"), { PGPASSWORD: "not-the-password" });
    expect(wrong.code).to.equal(1);
    expect(wrong.stderr).to.contain("refuses the user or the password").and.contain("PGPASSWORD").and.not.contain("not-the-password");
    expect((await spawned(["sync", ...reach(ours)], person("anna"))).stderr).to.contain("refuses the user or the password");
    writeFileSync(join(person("ben"), ".proxmox/config.yml"), `store: postgres://pmpc:hunter2@db.lan/pmpc\n`);
    const { code, stderr } = await as("ben", "status");
    expect(code).to.equal(64);
    expect(stderr).to.contain("config.yml:1:8").and.contain("PGPASSWORD").and.not.contain("hunter2");
    writeFileSync(join(person("ben"), ".proxmox/config.yml"), "store: postgres://pmpc@/pmpc?host=/not/there\n");
    expect((await as("ben", "sync", ...reach(ours))).stderr).to.contain("postgres://pmpc@/pmpc?host=/not/there does not answer");
  });
});
