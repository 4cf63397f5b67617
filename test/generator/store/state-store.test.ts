import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { openStore } from "../../../generator/store/open";
import type { Answer, Recording, StateStore } from "../../../generator/store/state-store";
import type { Unreadable } from "../../../lib/inventory/document";
import { testedDatabases } from "../../support/store";
import recorded from "../../fixture/pve/cluster-b.json";
import { runsTypeScript } from "../../support/typescript";

const version = "0.1.0";
const recordedDocuments = Object.entries(recorded.http as Record<string, { status: number; body: { data: unknown } | null }>)
  .filter(([address, { status }]) => status === 200 && !address.includes("?"))
  .map(([address, { body }]) => ({ address, body: body?.data ?? null }));
const offline: Unreadable = { address: "/nodes/pve2/qemu/7/config", why: "offline", message: "node pve2 does not answer", hint: "start it" };

const here = { endpoint: "https://pve:8006", cluster: "pve" };
const recording: Recording = { source: "https://pve:8006", before: undefined, now: here };

for (const database of testedDatabases())
(database.skipped ? describe.skip : describe)(`state store in ${database.name}${database.when}`, function () {
  let path: string;
  let store: StateStore;
  const record = (answers: AsyncIterable<Answer>) => store.record(recording, answers);

  before(() => database.start());
  after(() => database.stop());

  beforeEach(async () => {
    path = await database.newPlace();
    store = await openStore(path, { version, now: clock() });
  });

  afterEach(async () => {
    await store.close().catch(() => undefined);
    database.removePlace(path);
  });

  describe("run", () => {
    it("gives back every document of a real cluster as it was answered", async () => {
      const run = await record(stream([...recordedDocuments, offline]));
      expect(run).to.deep.equal({
        id: 1,
        startedAt: "2026-01-01T00:00:00.000Z",
        finishedAt: "2026-01-01T00:00:01.000Z",
        source: "https://pve:8006",
        cluster: "pve",
        pmpc: version,
        documents: recordedDocuments.length,
        unreadable: 1,
      });
      expect(await store.latestRun(here)).to.deep.equal(run);
      const { documents, unreadable } = await store.observation(run.id);
      expect(documents).to.deep.equal(new Map(recordedDocuments.map(({ address, body }) => [address, body])));
      expect(unreadable).to.deep.equal(new Map([[offline.address, offline]]));
    });

    it("is none in a new store", async () => {
      expect(await store.latestRun(here)).to.equal(undefined);
      expect((await store.observation(1)).documents.size).to.equal(0);
    });

    it("is still there after the store was closed", async () => {
      const run = await record(stream([document(1)]));
      await store.close();
      store = await openStore(path, { version });
      expect(await store.latestRun(here)).to.deep.equal(run);
      expect((await store.observation(run.id)).documents).to.deep.equal(new Map([[document(1).address, document(1).body]]));
    });

    it("shares documents with the runs before", async () => {
      await record(stream([document(1, "web"), document(2, "db")]));
      await record(stream([document(1, "www"), document(2, "db")]));
      expect(await count("document")).to.equal(3);
      expect(await count("answer")).to.equal(4);
    });

    it("keeps the last of several answers of one address, near or far apart", async () => {
      const many = Array.from({ length: 1200 }, (_, index) => document(index + 10));
      const answers: Answer[] = [document(1, "a"), document(1, "b"), document(2, "a"), { ...offline, address: document(3).address }];
      const run = await record(stream([...answers, ...many, { ...offline, address: document(2).address }, document(3, "c")]));
      const { documents, unreadable } = await store.observation(run.id);
      expect(documents.get(document(1).address)).to.deep.equal({ name: "b" });
      expect(documents.get(document(3).address)).to.deep.equal({ name: "c" });
      expect([...unreadable.keys()]).to.deep.equal([document(2).address]);
      expect(run).to.include({ documents: 1202, unreadable: 1 });
    });

    it("takes nothing of a source that breaks off, and the run before stays the latest", async () => {
      const before = await record(stream([document(1)]));
      const failure = await rejection(record(broken(1200)));
      expect(failure).to.equal(breakdown);
      expect(await store.latestRun(here)).to.deep.equal(before);
      expect([await count("run"), await count("answer"), await count("document")]).to.deep.equal([1, 1, 1]);
      expect((await record(stream([document(2)]))).documents).to.equal(1);
    });

    it("is invisible while it is recorded, here and to another reader", async () => {
      const before = await record(stream([document(1)]));
      const reader = await openStore(path, { version });
      const seen: unknown[] = [];
      async function* answers() {
        for (let index = 1; index <= 1200; index++) yield document(index);
        seen.push((await store.latestRun(here))?.id, (await reader.latestRun(here))?.id, (await reader.observation(before.id)).documents.size);
      }
      const after = await record(answers());
      expect(seen).to.deep.equal([before.id, before.id, 1]);
      expect((await reader.latestRun(here))?.id).to.equal(after.id);
      await reader.close();
    });

    it("is whole or not there whenever its writer is killed", async () => {
      const size = 1500;
      for (const milliseconds of [0, 7, 23, 61, 112]) {
        const known = await killRecorder(path, size, milliseconds);
        const run = (await store.latestRun(here))!;
        expect(run.id).to.be.at.least(known);
        const { documents } = await store.observation(run.id);
        expect(documents.size).to.equal(size);
        expect(new Set([...documents.values()].map((body) => (body as { name: string }).name)).size).to.equal(1);
      }
      expect(await record(stream([document(1)]))).to.include({ documents: 1 });
    });
  });

  describe("secret", () => {
    it("of a document is kept nowhere", async () => {
      const config = { name: "web", description: "-----BEGIN RSA PRIVATE KEY-----\nb3BlbnNzaC1rZXk", cipassword: "hunter2" };
      const run = await record(stream([{ address: document(1).address, body: config }]));
      expect((await store.observation(run.id)).documents.get(document(1).address)).to.include({ name: "web" });
      expect(JSON.stringify(await database.query(path, "SELECT body FROM document"))).to.include("web").and.not.match(/b3BlbnNzaC1rZXk|hunter2/);
    });
  });

  describe("resources", () => {
    it("are the index of a run, with the name that the configuration has", async () => {
      const run = await record(stream(recordedDocuments));
      const resources = await store.resources(run.id);
      expect(resources.map(({ key }) => key)).to.include.members(["node/pve", "storage/local", "qemu/100"]);
      expect(new Set(resources.map(({ kind }) => kind))).to.include.all.keys("lxc", "node", "pool", "qemu", "storage", "bridge", "backup-job", "role");
      const config = (await store.observation(run.id)).documents.get("/nodes/pve/qemu/100/config") as { name: string };
      expect(resources.find(({ key }) => key === "qemu/100")).to.deep.include({ kind: "qemu", name: config.name, node: "pve" });
    });
  });

  describe("pruning", () => {
    it("keeps the newest runs with all that they have, and drops what only older ones had", async () => {
      for (const name of ["a", "b", "c", "d"]) await record(stream([document(1, name), document(2, "same"), offline]));
      await store.prune(here, { runs: 2, days: 0 });
      expect(await count("run")).to.equal(2);
      expect(await count("answer")).to.equal(6);
      expect(await count("document")).to.equal(3);
      expect((await store.observation(3)).documents.get(document(1).address)).to.deep.equal({ name: "c" });
    });

    it("never drops the last run", async () => {
      await record(stream([document(1)]));
      await store.prune(here, { runs: 0, days: 0 });
      expect((await store.latestRun(here))?.id).to.equal(1);
    });

    it("keeps a month of an hourly job, and twenty runs of one that comes rarely", async () => {
      let time = Date.UTC(2026, 0, 1);
      const timed = await openStore(path, { version, now: () => new Date(time) });
      for (let run = 0; run < 26; run++, time += 3_600_000) await timed.record(recording, stream([document(1)]));
      await timed.prune(here);
      expect(await count("run"), "more than a day").to.equal(26);
      time += 31 * 86_400_000;
      await timed.prune(here);
      expect(await count("run"), "all are old").to.equal(20);
      await timed.close();
    });
  });

  describe("what a run came to", () => {
    const code = new Map([["main.ts", "new Office(app);\n"], ["guests/pve.ts", "// -----BEGIN RSA PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n"]]);
    const result = { code, lineage: "0f", serial: 7, plan: { proven: true }, changes: { qemu: { changed: 1 } } };

    it("is kept with the code that it left, the state's serial, the plan, and for whom it was made; without secrets", async () => {
      await store.close();
      store = await openStore(path, { version, now: clock(), verb: "import", person: "anna on laptop" });
      const run = await record(stream([document(1)]));
      await store.complete(run.id, result);
      const { code: _, ...told } = result;
      expect(await store.runs(here)).to.deep.equal([{ ...run, at: run.startedAt, verb: "import", person: "anna on laptop", ...told }]);
      expect([...(await store.runCode(run.id))]).to.deep.equal([["guests/pve.ts", undefined], ["main.ts", "new Office(app);\n"]]);
      expect(await store.latestRun(here)).to.deep.equal(run);
      await store.complete(run.id, { code: new Map([["main.ts", "other\n"]]) });
      expect([...(await store.runCode(run.id))], "again").to.deep.equal([["main.ts", "other\n"]]);
    });

    it("is nothing for a run that was not completed", async () => {
      const run = await record(stream([document(1)]));
      expect(await store.runs(here)).to.deep.equal([{ ...run, at: run.startedAt }]);
      expect((await store.runCode(run.id)).size).to.equal(0);
    });

    it("shares texts with others, and goes with its run", async () => {
      const [first, second] = [await record(stream([document(1, "a")])), await record(stream([document(1, "b")]))];
      await store.complete(first.id, { code: new Map([["main.ts", "same"], ["old.ts", "old"]]) });
      await store.complete(second.id, { code: new Map([["main.ts", "same"]]) });
      expect(await count("document")).to.equal(4);
      await store.prune(here, { runs: 1, days: 0 });
      expect(await count("document"), "what b has").to.equal(2);
      expect([...(await store.runCode(second.id))]).to.deep.equal([["main.ts", "same"]]);
      expect((await store.runCode(first.id)).size).to.equal(0);
    });

    it("can be recorded again for what was seen before: the same cluster, at another time", async () => {
      const run = await record(stream([document(1), offline]));
      await store.complete(run.id, result);
      const again = await store.recordAgain(run.id);
      expect(again).to.deep.equal({ ...run, id: again.id });
      expect(await store.observation(again.id)).to.deep.equal(await store.observation(run.id));
      expect(await store.resources(again.id)).to.deep.equal(await store.resources(run.id));
      expect(await store.latestRun(here)).to.deep.equal(again);
      expect((await store.runs(here))[0]!.at > run.finishedAt).to.equal(true);
      expect((await store.runCode(again.id)).size).to.equal(0);
    });

    it("says nothing of the runs of another cluster", async () => {
      await record(stream([document(1)]));
      expect(await store.runs({ endpoint: "https://other:8006", cluster: "other" })).to.have.lengthOf(database.name === "SQLite" ? 1 : 0);
    });
  });

  describe("what was applied", () => {
    const code = new Map([["main.ts", "new Office(app);\n"], ["guests/pve.ts", "// -----BEGIN RSA PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n"]]);
    const deed = { verb: "apply", lineage: "0f", serial: 7, plan: [{ address: "a.b", grade: "needs reboot" }], code };

    it("is kept with its plan, its code, the state's serial and the run before it, and without secrets", async () => {
      const run = await record(stream([document(1)]));
      await store.remember(here, deed);
      await store.remember(here, { ...deed, serial: 8 });
      const [second, first] = await store.deeds(here);
      expect(first).to.deep.equal({ id: 1, at: "2026-01-01T00:00:02.000Z", runId: run.id, verb: "apply", lineage: "0f", serial: 7, plan: deed.plan });
      expect(second).to.include({ id: 2, serial: 8 });
      expect([...(await store.deedCode(1))]).to.deep.equal([["guests/pve.ts", undefined], ["main.ts", "new Office(app);\n"]]);
      expect(await count("document"), "texts are shared").to.equal(2);
      expect(await store.deeds({ endpoint: "https://other:8006", cluster: "other" })).to.have.lengthOf(database.name === "SQLite" ? 2 : 0);
    });

    it("keeps the run that it came after, however old that is, and its code", async () => {
      await record(stream([document(1, "a")]));
      await store.remember(here, deed);
      for (const name of ["b", "c"]) await record(stream([document(1, name)]));
      await store.prune(here, { runs: 1, days: 0 });
      expect((await database.query(path, "SELECT id FROM run ORDER BY id")).map(({ id }) => Number(id))).to.deep.equal([1, 3]);
      expect((await store.observation(1)).documents.get(document(1).address)).to.deep.equal({ name: "a" });
      expect((await store.deedCode(1)).get("main.ts")).to.equal("new Office(app);\n");
    });

    it("is kept by a clone that has seen nothing, too", async () => {
      await store.remember(here, deed);
      expect((await store.deeds(here))[0]).to.include({ verb: "apply" }).and.not.have.property("runId");
    });
  });

  describe("cluster", () => {
    const other = { endpoint: "https://other:8006", cluster: "pve" };
    const another: Recording = { source: "https://other:8006", before: undefined, now: other };

    it("has runs of its own, even where both are called the same", async () => {
      const first = await record(stream([document(1, "ours")]));
      const second = await store.record(another, stream([document(1, "theirs"), document(2)]));
      expect(await store.latestRun(here)).to.deep.equal(first);
      expect(await store.latestRun(other)).to.deep.equal(second);
      
    });

    it("is pruned without those of others", async () => {
      for (const name of ["a", "b", "c"]) await record(stream([document(1, name)]));
      for (const name of ["a", "b"]) await store.record(another, stream([document(1, name)]));
      await store.prune(here, { runs: 1, days: 0 });
      expect([await count("run"), await count("document")]).to.deep.equal([3, 3]);
      expect((await store.observation((await store.latestRun(other))!.id)).documents.get(document(1).address)).to.deep.equal({ name: "b" });
    });

    it("is the same at another endpoint, once the workspace has been there", async () => {
      await record(stream([document(1)]));
      const moved = { endpoint: "https://pve2:8006", cluster: "pve" };
      const run = await store.record({ source: "https://pve2:8006", before: here, now: moved }, stream([document(1)]));
      expect(await store.latestRun(moved)).to.deep.equal(run);
      expect(await store.latestRun(here)).to.deep.equal(run);
      expect(await count("cluster")).to.equal(1);
    });

    it("is the same for credentials that may not read its name", async () => {
      const nameless = { endpoint: here.endpoint };
      const first = await store.record({ source: "test", before: undefined, now: nameless }, stream([document(1)]));
      expect(await store.latestRun(here)).to.deep.equal(first);
      const second = await store.record({ source: "test", before: here, now: here }, stream([document(1)]));
      expect(await store.latestRun(nameless)).to.deep.equal(second);
      expect(await count("cluster")).to.equal(1);
    });

    it("is unknown where it was never seen", async () => {
      expect(await store.latestRun(undefined)).to.equal(undefined);
      await record(stream([document(1)]));
      if (database.name === "PostgreSQL") expect(await store.latestRun({ endpoint: "https://new:8006", cluster: "pve" })).to.equal(undefined);
    });
  });

  it("of a newer pmpc is refused by name, and left as it is", async () => {
    await record(stream([document(1)]));
    await database.query(path, "INSERT INTO migrations (timestamp, name) VALUES (1900000000000, 'Later1900000000000')");
    await database.query(path, "UPDATE run SET pmpc = '0.9.0'");
    await store.close();
    const refusal = await rejection(openStore(path, { version }));
    expect(refusal).to.include({ code: "store-newer", exit: 6, hint: "use the newer one: npm install pmpc@0.9.0" });
    expect((refusal as Error).message).to.include("was written by pmpc 0.9.0").and.include("pmpc 0.1.0").and.include("Later1900000000000");
  });

  async function count(table: string): Promise<number> {
    const [row] = await database.query(path, `SELECT count(*) AS rows FROM ${table}`);
    return Number(row!.rows);
  }
});

const breakdown = new Error("the line went dead");

function document(vmId: number, name = "web") {
  return { address: `/nodes/pve1/qemu/${vmId}/config`, body: { name } };
}

async function* stream(answers: readonly Answer[]): AsyncIterable<Answer> {
  yield* answers;
}

async function* broken(after: number): AsyncIterable<Answer> {
  for (let index = 0; index < after; index++) yield document(index);
  throw breakdown;
}

function clock(): () => Date {
  let time = Date.UTC(2026, 0, 1) - 1000;
  return () => new Date((time += 1000));
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail("it was accepted"),
    (error: unknown) => error,
  );
}

/** Starts a process that records run after run, kills it a while after the first, and tells the last run it spoke of. */
async function killRecorder(path: string, size: number, milliseconds: number): Promise<number> {
  const child = spawn(process.execPath, [...runsTypeScript, join(__dirname, "recorder.ts"), path, String(size)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let spoken = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (spoken += text));
  await once(child.stdout, "data");
  setTimeout(() => child.kill("SIGKILL"), milliseconds);
  await once(child, "close");
  return Number(spoken.trim().split("\n").at(-1));
}
