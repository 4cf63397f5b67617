import { dirname } from "node:path";
import { expect } from "chai";
import { openDatabase } from "../../../../generator/store/database";
import { openStore, openStoreLater } from "../../../../generator/store/open";
import { sqlite } from "../../../../generator/store/sqlite/driver";
import { knownSchema, openReader } from "../../../../generator/store/sqlite/reader";
import { testedDatabases } from "../../../support/store";

const [database] = testedDatabases() as [ReturnType<typeof testedDatabases>[number]];
const refs = [
  { endpoint: "https://pve:8006", cluster: "pve" },
  { endpoint: "https://other:8006", cluster: "pve" },
  { endpoint: "https://other:8006", cluster: "renamed" },
  { endpoint: "https://nowhere:8006", cluster: "pve" },
  { cluster: "pve" },
];

describe("reader of a store's file", () => {
  let path: string;
  beforeEach(async () => {
    path = await database.newPlace();
  });
  afterEach(() => database.removePlace(path));

  it("knows the newest schema", async () => {
    const opened = await openDatabase(sqlite, path, { version: "0.1.0" });
    expect(opened.migrations.at(-1)!.name).to.equal(knownSchema);
    await sqlite.close(opened);
  });

  it("gives what the store gives, for every way to name a cluster", async () => {
    const store = await openStore(path, { version: "0.1.0" });
    for (const [at, now] of refs.slice(0, 2).entries()) await store.record({ source: "test", before: undefined, now: now as { endpoint: string } }, answers(at));
    const reader = (await openReader(path))!;
    for (const ref of refs) {
      const run = await store.latestRun(ref);
      expect(await reader.latestRun(ref), JSON.stringify(ref)).to.deep.equal(run);
      if (run) expect(await reader.resources(run.id)).to.deep.equal(await store.resources(run.id));
    }
    await reader.check();
    await reader.close();
    await store.close();
  });

  it("leaves a file that is not there, or of another schema, to the store", async () => {
    expect(await openReader(`${path}-not-there`)).to.equal(undefined);
    const store = await openStore(path, { version: "0.1.0" });
    await store.close();
    await database.query(path, "DELETE FROM migrations WHERE name = 'Anchor1796000400000'");
    expect(await openReader(path)).to.equal(undefined);
  });

  it("says in words that a folder is in the file's place", async () => {
    expect(await openReader(dirname(dirname(path))).catch((error: unknown) => error)).to.include({ code: "store-not-writable" });
  });

  it("sees what is recorded by the store that it became", async () => {
    await (await openStore(path, { version: "0.1.0" })).close();
    const later = openStoreLater(path, { version: "0.1.0" });
    const [now] = refs as [{ endpoint: string; cluster: string }];
    expect(await later.latestRun(now)).to.equal(undefined);
    const run = await later.record({ source: "test", before: undefined, now }, answers(7));
    expect(await later.latestRun(now)).to.deep.equal(run);
    await later.close();
  });
});

async function* answers(vmId: number) {
  yield { address: "/cluster/status", body: [{ type: "node", name: "pve1", local: 1, online: 1 }] };
  yield { address: "/cluster/resources", body: [{ type: "qemu", vmid: 100 + vmId, node: "pve1", name: "web", status: "running" }] };
}
