import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DataSource } from "typeorm";
import { closeDatabase, openDatabase } from "../../../generator/store/database";

describe("database of the store", () => {
  let folder: string;
  let database: DataSource;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "pmpc-store-"));
    database = await openDatabase(join(folder, "state.db"), "0.1.0");
  });

  afterEach(async () => {
    await closeDatabase(database);
    rmSync(folder, { recursive: true });
  });

  it("is by its migrations what the entities say", async () => {
    const { upQueries } = await database.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).to.deep.equal([]);
  });

  it("has only column types that PostgreSQL and SQLite share", () => {
    const types = database.entityMetadatas.flatMap(({ columns }) => columns.map(({ type }) => type));
    expect(["integer", "varchar", "text", "boolean"]).to.include.members([...new Set(types)]);
  });

  it("can be taken back to nothing and made again", async () => {
    for (const _ of database.migrations) await database.undoLastMigration();
    expect(await database.query("SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('run', 'answer', 'name')")).to.deep.equal([]);
    await database.runMigrations();
    expect((await database.driver.createSchemaBuilder().log()).upQueries).to.deep.equal([]);
  });

  it("refuses an answer to a document that is not there", async () => {
    await database.query("INSERT INTO run (started_at, source, cluster, pmpc) VALUES ('', '', '', '')");
    const lone = "INSERT INTO answer (run_id, address, hash) VALUES (1, '/version', 'none')";
    expect(
      await database.query(lone).then(
        () => undefined,
        (error: Error) => error.message,
      ),
    ).to.include("FOREIGN KEY");
  });
});
