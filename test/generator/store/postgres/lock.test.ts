import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect } from "chai";
import { openStore } from "../../../../generator/store/open";
import type { StateStore } from "../../../../generator/store/state-store";
import { testedDatabases } from "../../../support/store";

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

  it("is refused to others, who are told who has it, and is theirs once it is let go of", async () => {
    const [anna, ben] = [await open("pmpc apply by anna on laptop since 2026-11-29 12:00 UTC"), await open("pmpc import by ben on desk")];
    const release = await anna.hold(here);
    const refusal = await rejection(ben.hold(here));
    expect(refusal).to.include({ code: "cluster-locked", exit: 6 });
    expect((refusal as Error).message).to.contain("pmpc apply by anna on laptop since 2026-11-29 12:00 UTC").and.not.contain("pw-of");
    expect((await ben.latestRun(here))?.cluster, "others may look").to.equal("pve");
    await release();
    await (await ben.hold(here))();
  });

  it("keeps nobody from another cluster in the same database", async () => {
    const [anna, ben] = [await open("anna"), await open("ben")];
    const releases = [await anna.hold(here), await ben.hold(other)];
    for (const release of releases) await release();
  });

  it("is let go of when the process that has it is killed", async () => {
    const child = spawn(process.execPath, ["--import", "tsx", join(__dirname, "holder.ts"), url], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    const ben = await open("ben");
    expect(((await rejection(ben.hold(here))) as Error).message).to.contain("pmpc apply by anna");
    child.kill("SIGKILL");
    await once(child, "exit");
    const take = async (): Promise<() => Promise<void>> => ben.hold(here).catch(() => take());
    await (await take())();
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
    expect(await database.query(url, "SELECT count(*)::int AS migrations FROM migrations")).to.deep.equal([{ migrations: 4 }]);
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
