import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore, type Answer, type NameRecord, type StateStore } from "../../../generator/store/state-store";
import type { Unreadable } from "../../../lib/inventory/document";
import recorded from "../../fixture/pve/cluster-b.json";

const version = "0.1.0";
const recordedDocuments = Object.entries(recorded.http as Record<string, { status: number; body: { data: unknown } | null }>)
  .filter(([address, { status }]) => status === 200 && !address.includes("?"))
  .map(([address, { body }]) => ({ address, body: body?.data ?? null }));
const guest = {
  key: "qemu/100",
  type: "qemu",
  vmId: 100,
  node: "pve1",
  status: "running",
  template: false,
  tags: ["a"],
  config: { notes: "`${x}`" },
} as const;
const web: NameRecord = { key: "qemu/100", id: "web", file: "guests/pve1.ts", forgotten: false, adopted: false, guest };
const db: NameRecord = { key: "lxc/202", id: "db", forgotten: false, adopted: false, guest: { ...guest, key: "lxc/202", type: "lxc", vmId: 202 } };
const offline: Unreadable = { address: "/nodes/pve2/qemu/7/config", why: "offline", message: "node pve2 does not answer", hint: "start it" };

describe("state store", () => {
  let folder: string;
  let path: string;
  let store: StateStore;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "pmpc-store-"));
    path = join(folder, ".proxmox", "state.db");
    store = await openStore(path, { version, now: clock() });
  });

  afterEach(async () => {
    await store.close().catch(() => undefined);
    rmSync(folder, { recursive: true });
  });

  describe("run", () => {
    it("gives back every document of a real cluster as it was answered", async () => {
      const run = await store.record("https://pve:8006", stream([...recordedDocuments, offline]));
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
      expect(await store.latestRun()).to.deep.equal(run);
      const { documents, unreadable } = await store.observation(run.id);
      expect(documents).to.deep.equal(new Map(recordedDocuments.map(({ address, body }) => [address, body])));
      expect(unreadable).to.deep.equal(new Map([[offline.address, offline]]));
    });

    it("is none in a new store", async () => {
      expect(await store.latestRun()).to.equal(undefined);
      expect((await store.observation(1)).documents.size).to.equal(0);
    });

    it("is still there after the store was closed", async () => {
      const run = await store.record("test", stream([document(1)]));
      await store.close();
      expect(statSync(`${path}-wal`).size, "all of it is in the one file").to.equal(0);
      store = await openStore(path, { version });
      expect(await store.latestRun()).to.deep.equal(run);
      expect((await store.observation(run.id)).documents).to.deep.equal(new Map([[document(1).address, document(1).body]]));
    });

    it("shares documents with the runs before", async () => {
      await store.record("test", stream([document(1, "web"), document(2, "db")]));
      await store.record("test", stream([document(1, "www"), document(2, "db")]));
      expect(await count("document")).to.equal(3);
      expect(await count("answer")).to.equal(4);
    });

    it("keeps the last of several answers of one address, near or far apart", async () => {
      const many = Array.from({ length: 1200 }, (_, index) => document(index + 10));
      const answers: Answer[] = [document(1, "a"), document(1, "b"), document(2, "a"), { ...offline, address: document(3).address }];
      const run = await store.record("test", stream([...answers, ...many, { ...offline, address: document(2).address }, document(3, "c")]));
      const { documents, unreadable } = await store.observation(run.id);
      expect(documents.get(document(1).address)).to.deep.equal({ name: "b" });
      expect(documents.get(document(3).address)).to.deep.equal({ name: "c" });
      expect([...unreadable.keys()]).to.deep.equal([document(2).address]);
      expect(run).to.include({ documents: 1202, unreadable: 1 });
    });

    it("takes nothing of a source that breaks off, and the run before stays the latest", async () => {
      const before = await store.record("test", stream([document(1)]));
      const failure = await rejection(store.record("test", broken(1200)));
      expect(failure).to.equal(breakdown);
      expect(await store.latestRun()).to.deep.equal(before);
      expect([await count("run"), await count("answer"), await count("document")]).to.deep.equal([1, 1, 1]);
      expect((await store.record("test", stream([document(2)]))).documents).to.equal(1);
    });

    it("is invisible while it is recorded, here and to another reader", async () => {
      const before = await store.record("test", stream([document(1)]));
      const reader = await openStore(path, { version });
      const seen: unknown[] = [];
      async function* answers() {
        for (let index = 1; index <= 1200; index++) yield document(index);
        seen.push((await store.latestRun())?.id, (await reader.latestRun())?.id, (await reader.observation(before.id)).documents.size);
      }
      const after = await store.record("test", answers());
      expect(seen).to.deep.equal([before.id, before.id, 1]);
      expect((await reader.latestRun())?.id).to.equal(after.id);
      await reader.close();
    });

    it("is whole or not there whenever its writer is killed", async () => {
      const size = 1500;
      for (const milliseconds of [0, 7, 23, 61, 112]) {
        const known = await killRecorder(path, size, milliseconds);
        const run = (await store.latestRun())!;
        expect(run.id).to.be.at.least(known);
        const { documents } = await store.observation(run.id);
        expect(documents.size).to.equal(size);
        expect(new Set([...documents.values()].map((body) => (body as { name: string }).name)).size).to.equal(1);
      }
      expect(await store.record("test", stream([document(1)]))).to.include({ documents: 1 });
    });
  });

  describe("secret", () => {
    it("is on the disk nowhere, neither of a document nor of a remembered guest", async () => {
      const config = { name: "web", description: "-----BEGIN RSA PRIVATE KEY-----\nb3BlbnNzaC1rZXk", cipassword: "hunter2" };
      const run = await store.record("test", stream([{ address: document(1).address, body: config }]));
      await store.saveNames([{ ...web, guest: { ...web.guest, config } }]);
      const kept = (await store.observation(run.id)).documents.get(document(1).address);
      expect(kept).to.include({ name: "web" });
      await store.close();
      for (const file of readdirSync(join(folder, ".proxmox")))
        expect(readFileSync(join(folder, ".proxmox", file), "latin1"), file).to.not.match(/b3BlbnNzaC1rZXk|hunter2/);
    });

    it("has no other reader: the file is its owner's alone", () => {
      for (const file of readdirSync(join(folder, ".proxmox"))) expect(statSync(join(folder, ".proxmox", file)).mode & 0o077, file).to.equal(0);
    });
  });

  describe("resources", () => {
    it("are the index of a run, with the name that the configuration has", async () => {
      const run = await store.record("test", stream(recordedDocuments));
      const resources = await store.resources(run.id);
      expect(resources.map(({ key }) => key)).to.include.members(["node/pve", "storage/local", "qemu/100"]);
      expect(new Set(resources.map(({ kind }) => kind))).to.deep.equal(new Set(["lxc", "node", "pool", "qemu", "storage"]));
      const config = (await store.observation(run.id)).documents.get("/nodes/pve/qemu/100/config") as { name: string };
      expect(resources.find(({ key }) => key === "qemu/100")).to.deep.include({ kind: "qemu", name: config.name, node: "pve" });
    });
  });

  describe("names", () => {
    it("are given back as they were saved, sorted by key", async () => {
      await store.saveNames([web, db]);
      expect([...(await store.names())]).to.deep.equal([
        ["lxc/202", db],
        ["qemu/100", web],
      ]);
    });

    it("are replaced by key, and the others stay", async () => {
      await store.saveNames([web, db]);
      const gone: NameRecord = { key: "qemu/100", id: "web", forgotten: true, adopted: false, guest: web.guest };
      await store.saveNames([gone]);
      expect([...(await store.names()).values()]).to.deep.equal([db, gone]);
    });

    it("are saved by the thousands, and none is fine", async () => {
      await store.saveNames(Array.from({ length: 1700 }, (_, index) => ({ ...web, key: `qemu/${index + 100}` })));
      await store.saveNames([]);
      expect((await store.names()).size).to.equal(1700);
    });
  });

  describe("pruning", () => {
    it("keeps the newest runs with all that they have, and drops what only older ones had", async () => {
      for (const name of ["a", "b", "c", "d"]) await store.record("test", stream([document(1, name), document(2, "same"), offline]));
      await store.prune(2);
      expect(await count("run")).to.equal(2);
      expect(await count("answer")).to.equal(6);
      expect(await count("document")).to.equal(3);
      expect((await store.observation(3)).documents.get(document(1).address)).to.deep.equal({ name: "c" });
    });

    it("never drops the last run", async () => {
      await store.record("test", stream([document(1)]));
      await store.prune(0);
      expect((await store.latestRun())?.id).to.equal(1);
    });

    it("keeps twenty runs unless told otherwise", async () => {
      for (let run = 0; run < 22; run++) await store.record("test", stream([document(1)]));
      await store.prune();
      expect(await count("run")).to.equal(20);
    });
  });

  describe("file", () => {
    it("of a newer pmpc is refused by name, and left as it is", async () => {
      await store.record("test", stream([document(1)]));
      await sql("INSERT INTO migrations (timestamp, name) VALUES (1900000000000, 'Later1900000000000')");
      await sql("UPDATE run SET pmpc = '0.9.0'");
      await store.close();
      const bytes = readFileSync(path);
      const refusal = await rejection(openStore(path, { version }));
      expect(refusal).to.include({ code: "store-newer", exit: 6, hint: "use the newer one: npm install pmpc@0.9.0" });
      expect((refusal as Error).message)
        .to.include("was written by pmpc 0.9.0")
        .and.include("pmpc 0.1.0")
        .and.include("Later1900000000000");
      expect(readFileSync(path).equals(bytes)).to.equal(true);
    });

    it("of a newer pmpc is refused even where it tells no version", async () => {
      await sql("INSERT INTO migrations (timestamp, name) VALUES (1900000000000, 'Later1900000000000')");
      await sql("ALTER TABLE run RENAME TO observation_run");
      await store.close();
      expect(await rejection(openStore(path, { version }))).to.include({ code: "store-newer", hint: "use the newer one: npm install pmpc@latest" });
    });

    for (const [what, damage] of Object.entries({
      "that is no database": () => Buffer.from("hello, world\n".repeat(500)),
      "that was cut off": (bytes: Buffer) => bytes.subarray(0, 3 * 4096),
      "with a page overwritten": (bytes: Buffer) => Buffer.from(bytes).fill(0x55, 4096, 2 * 4096),
    }))
      it(`${what} is refused, and left as it is`, async () => {
        await store.record("test", stream(recordedDocuments));
        await store.close();
        const damaged = damage(readFileSync(path));
        writeFileSync(path, damaged);
        const refusal = await rejection(openStore(path, { version }).then(async (opened) => opened.observation((await opened.latestRun())!.id)));
        expect(refusal).to.include({ code: "store-damaged" });
        expect(readFileSync(path).equals(damaged)).to.equal(true);
      });

    it("that is a folder is refused in words", async () => {
      expect(await rejection(openStore(folder, { version }))).to.include({ code: "store-not-writable" });
    });

    it("does not load the database library before it is opened", async () => {
      const loaded = 'Object.keys(require.cache).some((file) => file.includes("typeorm"))';
      const script = `require("./generator/store/state-store"); process.exit(${loaded} ? 1 : 0)`;
      const child = spawn(process.execPath, ["--import", "tsx", "--eval", script], { cwd: join(__dirname, "../../.."), stdio: "inherit" });
      expect(await once(child, "exit")).to.deep.equal([0, null]);
    });
  });

  async function sql(statement: string): Promise<unknown[]> {
    const { default: Database } = await import("libsql");
    const database = new Database(path);
    try {
      return /^select/i.test(statement) ? database.prepare(statement).all() : [database.exec(statement)];
    } finally {
      database.close();
    }
  }

  async function count(table: string): Promise<number> {
    const [row] = (await sql(`SELECT count(*) AS rows FROM ${table}`)) as { rows: number }[];
    return row!.rows;
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
  const child = spawn(process.execPath, ["--import", "tsx", join(__dirname, "recorder.ts"), path, String(size)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let spoken = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (spoken += text));
  await once(child.stdout, "data");
  setTimeout(() => child.kill("SIGKILL"), milliseconds);
  await once(child, "close");
  return Number(spoken.trim().split("\n").at(-1));
}
