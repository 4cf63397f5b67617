import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect } from "chai";
import { shareHold, type Hold, type Share } from "../../../../generator/store/hold";
import { openStore } from "../../../../generator/store/open";
import type { StateStore } from "../../../../generator/store/state-store";
import { testedDatabases } from "../../../support/store";
import { runsTypeScript } from "../../../support/typescript";

const database = testedDatabases().find(({ name }) => name === "PostgreSQL")!;
const here = { endpoint: "https://pve:8006", cluster: "pve" };
const other = { endpoint: "https://other:8006", cluster: "pve" };

(database.skipped ? describe.skip : describe)(`a cluster in PostgreSQL that somebody changes${database.when}`, function () {
  let url: string;
  const stores: StateStore[] = [];
  const open = async (title: string) => {
    const store = await openStore(url, { version: "0.1.0", title });
    stores.push(store);
    return store;
  };

  before(() => database.start());
  after(() => database.stop());
  beforeEach(async () => {
    url = await database.newPlace();
    const store = await open("pmpc");
    for (const now of [here, other]) await store.record({ source: now.endpoint, before: undefined, now }, answers());
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });

  /** A process that has the cluster, and what it gives to another. */
  async function begun(): Promise<{ readonly child: ChildProcess; readonly share: Share }> {
    const child = spawn(process.execPath, [...runsTypeScript, join(__dirname, "holder.ts"), url], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    return { child, share: JSON.parse(line.toString()) as Share };
  }

  /** Holds it as soon as the server has seen that somebody has gone. */
  const taken = async (store: StateStore): Promise<Hold> => store.hold(here).catch(() => taken(store));

  it("is refused to others, who are told who has it, and is theirs once it is let go of", async () => {
    const [anna, ben] = [await open("pmpc apply by anna on laptop since 2026-11-29 12:00 UTC"), await open("pmpc import by ben on desk")];
    const hold = await anna.hold(here);
    const refusal = await rejection(ben.hold(here));
    expect(refusal).to.include({ code: "cluster-locked", exit: 6 });
    expect((refusal as Error).message).to.contain("pmpc apply by anna on laptop since 2026-11-29 12:00 UTC").and.not.contain("pw-of");
    expect((await ben.latestRun(here))?.cluster, "others may look").to.equal("pve");
    await hold.release();
    await (await ben.hold(here)).release();
  });

  it("keeps nobody from another cluster in the same database", async () => {
    const [anna, ben] = [await open("anna"), await open("ben")];
    const holds = [await anna.hold(here), await ben.hold(other)];
    for (const hold of holds) await hold.release();
  });

  it("is let go of when the process that has it is killed", async () => {
    const { child } = await begun();
    const ben = await open("ben");
    expect(((await rejection(ben.hold(here))) as Error).message).to.contain("pmpc apply by anna");
    child.kill("SIGKILL");
    await once(child, "exit");
    await (await taken(ben)).release();
  });

  it("stays held by the process that goes on with it when the one that began is killed", async () => {
    const { child, share } = await begun();
    const runner = await shareHold(share);
    child.kill("SIGKILL");
    await once(child, "exit");
    const ben = await open("ben");
    // The server may not have seen it yet, and it makes no difference.
    while ((await database.query(url, "SELECT 1 FROM pg_stat_activity WHERE pid = " + String(share.connection))).length > 0);
    const refusal = await rejection(ben.hold(here));
    expect(refusal).to.include({ code: "cluster-locked", exit: 6 });
    expect((refusal as Error).message).to.contain("pmpc apply by anna");
    await runner.release();
    await (await ben.hold(here)).release();
  });

  it("is not gone on with by a process that comes after its first holder has gone: somebody else may have it", async () => {
    const { child, share } = await begun();
    child.kill("SIGKILL");
    await once(child, "exit");
    const ben = await open("ben");
    const hold = await taken(ben);
    expect(await rejection(shareHold(share))).to.include({ code: "hold-lost" });
    await hold.release();
    expect(await rejection(shareHold(share))).to.include({ code: "hold-lost" });
    await (await ben.hold(here)).release();
  });

  it("is held again by the process that goes on with it after the server has dropped its connection", async () => {
    const hold = await (await open("anna")).hold(here);
    const runner = await shareHold(hold.share);
    await hold.release();
    const holders = "FROM pg_locks WHERE locktype = 'advisory' AND granted";
    await database.query(url, `SELECT pg_terminate_backend(pid) ${holders}`);
    while ((await database.query(url, `SELECT 1 ${holders}`)).length === 0);
    const ben = await open("ben");
    expect(await rejection(ben.hold(here))).to.include({ code: "cluster-locked" });
    await runner.release();
    await (await ben.hold(here)).release();
  });

  it("is made once by those who read it first at the same time", async () => {
    const fresh = { endpoint: "https://fresh:8006", cluster: "fresh" };
    const record = async (store: StateStore) => store.record({ source: "test", before: undefined, now: fresh }, answers());
    const people = await Promise.all(["anna", "ben", "cleo", "dan", "eva", "fay"].map(open));
    await Promise.all(people.map(record));
    expect(await database.query(url, "SELECT count(*)::int AS clusters FROM cluster WHERE name = 'fresh'")).to.deep.equal([{ clusters: 1 }]);
    expect(await database.query(url, "SELECT count(*)::int AS runs, count(DISTINCT cluster_id)::int AS clusters FROM run WHERE source = 'test'")).to.deep.equal([{ runs: 6, clusters: 1 }]);
  });

  it("is opened by many at once, where nobody has made its tables yet", async () => {
    url = await database.newPlace();
    await Promise.all([open("a"), open("b"), open("c")]);
    expect(await database.query(url, "SELECT count(*)::int AS migrations FROM migrations")).to.deep.equal([{ migrations: 6 }]);
  });
});

async function* answers() {
  yield { address: "/cluster/status", body: [{ type: "cluster", name: "pve" }] };
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail("it was accepted"),
    (error: unknown) => error,
  );
}
