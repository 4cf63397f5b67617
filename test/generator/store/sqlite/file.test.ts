import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openStore } from "../../../../generator/store/open";
import type { Answer, Recording, StateStore } from "../../../../generator/store/state-store";
import { readInventory } from "../../../../lib/inventory/inventory";
import { testedDatabases } from "../../../support/store";
import recorded from "../../../fixture/pve/cluster-b.json";
import { runsTypeScript } from "../../../support/typescript";

const version = "0.1.0";
const home = join(__dirname, "../../../..");
const [database] = testedDatabases() as [ReturnType<typeof testedDatabases>[number]];
const recording: Recording = { source: "https://pve:8006", before: undefined, now: { endpoint: "https://pve:8006", cluster: "pve" } };
const recordedDocuments = Object.entries(recorded.http as Record<string, { status: number; body: { data: unknown } | null }>)
  .filter(([address, { status }]) => status === 200 && !address.includes("?"))
  .map(([address, { body }]) => ({ address, body: body?.data ?? null }));

describe("store in a file", () => {
  let path: string;
  let store: StateStore;
  const sql = (statement: string) => database.query(path, statement);

  beforeEach(async () => {
    path = await database.newPlace();
    store = await openStore(path, { version });
  });

  afterEach(async () => {
    await store.close().catch(() => undefined);
    database.removePlace(path);
  });

  it("is all in the one file once it is closed, and has no reader but its owner", async () => {
    await store.record(recording, stream(recordedDocuments));
    await store.close();
    expect(statSync(`${path}-wal`).size).to.equal(0);
    for (const file of readdirSync(dirname(path))) expect(statSync(join(dirname(path), file)).mode & 0o077, file).to.equal(0);
  });

  it("has its cluster wherever that was reached", async () => {
    const run = await store.record(recording, stream(recordedDocuments));
    expect(await store.latestRun({ endpoint: "https://changed-by-hand:8006", cluster: "pve" })).to.deep.equal(run);
  });

  describe("of the pmpc before there were clusters", () => {
    const former = join(home, "test/fixture/workspace/one-cluster/.proxmox");
    const takeFormer = async () => {
      await store.close();
      for (const file of readdirSync(dirname(path))) rmSync(join(dirname(path), file));
      copyFileSync(join(former, "state.db"), path);
    };
    const known = { endpoint: "https://127.0.0.1:45735", cluster: "pve" };

    it("is taken up, with all that it has seen", async () => {
      await takeFormer();
      const before = await sql("SELECT r.id, a.address, a.why, d.body FROM run r JOIN answer a ON a.run_id = r.id LEFT JOIN document d ON d.hash = a.hash ORDER BY r.id, a.address");
      store = await openStore(path, { version });
      expect(await sql("SELECT r.id, a.address, a.why, d.body FROM run r JOIN answer a ON a.run_id = r.id LEFT JOIN document d ON d.hash = a.hash AND d.cluster_id = a.cluster_id ORDER BY r.id, a.address")).to.deep.equal(before);
      expect(before.length).to.be.greaterThan(40);
      const run = (await store.latestRun(known))!;
      expect(run).to.include({ id: 2, cluster: "pve", source: known.endpoint });
      const { guests } = readInventory(await store.observation(run.id));
      expect(guests.find(({ key }) => key === "qemu/100")?.config).to.include({ memory: "5120" });
      expect((await store.resources(run.id)).filter(({ kind }) => kind === "qemu" || kind === "lxc")).to.have.lengthOf(guests.length);
    });

    it("goes on with the runs of the same cluster", async () => {
      await takeFormer();
      store = await openStore(path, { version });
      const run = await store.record({ source: known.endpoint, before: known, now: known }, stream(recordedDocuments));
      expect(run.id).to.equal(3);
      expect(await sql("SELECT name FROM cluster")).to.deep.equal([{ name: "pve" }]);
      expect(await store.latestRun(known)).to.deep.equal(run);
    });
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
      await store.record(recording, stream(recordedDocuments));
      await store.close();
      const damaged = damage(readFileSync(path));
      writeFileSync(path, damaged);
      const refusal = await rejection(openStore(path, { version }).then(async (opened) => opened.observation((await opened.latestRun(recording.now))!.id)));
      expect(refusal).to.include({ code: "store-damaged" });
      expect(readFileSync(path).equals(damaged)).to.equal(true);
    });

  it("that is a folder is refused in words", async () => {
    expect(await rejection(openStore(dirname(path), { version }))).to.include({ code: "store-not-writable" });
  });

  it("does not load the database library before it is opened", async () => {
    const loaded = 'Object.keys(require.cache).some((file) => file.includes("typeorm"))';
    const script = `require("./generator/store/open"); process.exit(${loaded} ? 1 : 0)`;
    const child = spawn(process.execPath, [...runsTypeScript, "--eval", script], { cwd: home, stdio: "inherit" });
    expect(await once(child, "exit")).to.deep.equal([0, null]);
  });
});

async function* stream(answers: readonly Answer[]): AsyncIterable<Answer> {
  yield* answers;
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail("it was accepted"),
    (error: unknown) => error,
  );
}
