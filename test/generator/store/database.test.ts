import { expect } from "chai";
import type { DataSource } from "typeorm";
import { openDatabase } from "../../../generator/store/database";
import type { Driver } from "../../../generator/store/driver";
import { postgres } from "../../../generator/store/postgres/driver";
import { sqlite } from "../../../generator/store/sqlite/driver";
import { testedDatabases } from "../../support/store";

const drivers: Readonly<Record<string, Driver>> = { SQLite: sqlite, PostgreSQL: postgres };

for (const tested of testedDatabases())
  (tested.skipped ? describe.skip : describe)(`database of the store in ${tested.name}${tested.when}`, function () {
    const driver = drivers[tested.name]!;
    let place: string;
    let database: DataSource;

    before(() => tested.start());
    after(() => tested.stop());

    beforeEach(async () => {
      place = await tested.newPlace();
      database = await openDatabase(driver, place, { version: "0.1.0" });
    });

    afterEach(async () => {
      await driver.close(database);
      tested.removePlace(place);
    });

    const schemaChanges = async () => (await database.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);

    it("is by its migrations what the entities say", async () => {
      expect(await schemaChanges()).to.deep.equal([]);
    });

    it("has only column types that PostgreSQL and SQLite share", () => {
      const types = database.entityMetadatas.flatMap(({ columns }) => columns.map(({ type }) => type));
      expect(["integer", "varchar", "text", "boolean"]).to.include.members([...new Set(types)]);
    });

    it("says in every table which cluster a row is of", () => {
      const without = database.entityMetadatas.filter(({ tableName, columns }) => tableName !== "cluster" && !columns.some(({ databaseName }) => databaseName === "cluster_id"));
      expect(without.map(({ tableName }) => tableName)).to.deep.equal([]);
    });

    it("can be taken back to nothing and made again", async () => {
      for (const _ of database.migrations) await database.undoLastMigration();
      const tables = tested.name === "SQLite" ? "SELECT name FROM sqlite_master WHERE type = 'table'" : "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'";
      expect((await tested.query(place, tables)).map(({ name }) => name)).to.not.include.members(["run"]);
      await database.runMigrations();
      expect(await schemaChanges()).to.deep.equal([]);
    });

    it("refuses an answer to a document that is not there", async () => {
      await database.query("INSERT INTO cluster (name) VALUES ('')");
      await database.query("INSERT INTO run (cluster_id, started_at, source, cluster, pmpc) VALUES (1, '', '', '', '')");
      const lone = "INSERT INTO answer (cluster_id, run_id, address, hash) VALUES (1, 1, '/version', 'none')";
      expect(
        await database.query(lone).then(
          () => undefined,
          (error: Error) => error.message,
        ),
      ).to.match(/foreign key/i);
    });
  });
