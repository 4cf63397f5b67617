import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import Database from "libsql";
import { DataSource, MigrationExecutor, type Logger } from "typeorm";
import { exit, PmpcError } from "../../lib/error";
import { answerSchema, documentSchema, findingSchema, nameSchema, resourceSchema, runSchema } from "./entity";
import { First1795424400000 } from "./migration/1795424400000-first";
import { Adoption1795435200000 } from "./migration/1795435200000-adoption";
import { readLatestRun } from "./run";

// TypeORM prints a migration's failure by itself, whatever is done about it.
const silent: Logger = {
  logQuery() {},
  logQueryError() {},
  logQuerySlow() {},
  logSchemaBuild() {},
  logMigration() {},
  log() {},
};

/** Opens the SQLite file at its newest schema. Refuses one that a newer pmpc has changed, and leaves it as it is. */
export async function openDatabase(path: string, version: string): Promise<DataSource> {
  await makePrivateFile(path);
  const database = new DataSource({
    type: "better-sqlite3",
    // Speaks better-sqlite3's interface, and installs without compiling or downloading anything.
    driver: Database,
    database: path,
    entities: [runSchema, documentSchema, answerSchema, resourceSchema, nameSchema, findingSchema],
    migrations: [First1795424400000, Adoption1795435200000],
    logger: silent,
    // Readers go on while a run is being recorded, and a killed writer leaves nothing half done.
    enableWAL: true,
    prepareDatabase: (connection: { pragma(statement: string): unknown }) => void connection.pragma("synchronous = NORMAL"),
  });
  await database.initialize();
  try {
    await refuseNewer(database, path, version);
    await database.runMigrations();
  } catch (error) {
    await database.destroy();
    throw error;
  }
  return database;
}

/** Looks at every page of the file. */
export async function checkDatabase(database: DataSource): Promise<void> {
  const [found] = (await database.query("PRAGMA quick_check(1)")) as readonly { readonly quick_check: string }[];
  if (found?.quick_check !== "ok") throw Object.assign(new Error(found?.quick_check ?? "nothing came of the check"), { code: "SQLITE_CORRUPT" });
}

/** Closes the file with everything in it: until then the newest rows may be in the one beside it (`-wal`). */
export async function closeDatabase(database: DataSource): Promise<void> {
  await database.query("PRAGMA wal_checkpoint(TRUNCATE)");
  await database.destroy();
}

// A cluster's configuration is nobody else's business, even without a secret in it.
async function makePrivateFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await (await open(path, "a", 0o600)).close();
}

async function refuseNewer(database: DataSource, path: string, version: string): Promise<void> {
  const known = new Set(database.migrations.map(({ name }) => name));
  const unknown = (await new MigrationExecutor(database).getExecutedMigrations()).filter(({ name }) => !known.has(name));
  if (unknown.length === 0) return;
  const newer = await readLatestRun(database).then(
    (run) => run?.pmpc,
    // The newer schema may have no such table.
    () => undefined,
  );
  throw new PmpcError(
    "store-newer",
    `${path} was written by ${newer ? `pmpc ${newer}` : "a newer pmpc"}: pmpc ${version} does not know its schema (${unknown[0]!.name})`,
    { hint: `use the newer one: npm install pmpc@${newer ?? "latest"}`, exit: exit.refused },
  );
}
