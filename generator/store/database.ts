import { DataSource, MigrationExecutor, type Logger } from "typeorm";
import { exit, PmpcError } from "../../lib/error";
import type { Driver } from "./driver";
import { anchorSchema, answerSchema, clusterSchema, documentSchema, endpointSchema, historyFileSchema, historySchema, resourceSchema, runFileSchema, runSchema } from "./entity";
import { First1795424400000 } from "./migration/1795424400000-first";
import { Adoption1795435200000 } from "./migration/1795435200000-adoption";
import { Clusters1795953600000 } from "./migration/1795953600000-clusters";
import { History1795960800000 } from "./migration/1795960800000-history";
import { Record1795989600000 } from "./migration/1795989600000-record";
import { Anchor1796000400000 } from "./migration/1796000400000-anchor";
import type { StoreOptions } from "./state-store";

// TypeORM prints a migration's failure by itself, whatever is done about it.
const silent: Logger = {
  logQuery() {},
  logQueryError() {},
  logQuerySlow() {},
  logSchemaBuild() {},
  logMigration() {},
  log() {},
};

/** Opens a database at its newest schema. Refuses one that a newer pmpc has changed, and leaves it as it is. */
export async function openDatabase(driver: Driver, place: string, options: StoreOptions): Promise<DataSource> {
  const database = new DataSource({
    ...(await driver.prepare(place, options)),
    entities: [clusterSchema, endpointSchema, runSchema, documentSchema, answerSchema, resourceSchema, historySchema, historyFileSchema, runFileSchema, anchorSchema],
    migrations: [First1795424400000, Adoption1795435200000, Clusters1795953600000, History1795960800000, Record1795989600000, Anchor1796000400000],
    logger: silent,
  });
  await database.initialize();
  try {
    const executed = await new MigrationExecutor(database).getExecutedMigrations();
    await refuseNewer(database, executed.map(({ name }) => name), driver.label(place), options.version);
    if (executed.length < database.migrations.length) await driver.alone(database, () => database.runMigrations());
  } catch (error) {
    await database.destroy();
    throw error;
  }
  return database;
}

async function refuseNewer(database: DataSource, executed: readonly string[], label: string, version: string): Promise<void> {
  const known = new Set(database.migrations.map(({ name }) => name));
  const unknown = executed.find((name) => !known.has(name));
  if (unknown === undefined) return;
  // The newer schema may have no such table.
  const [last] = await (database.query("SELECT pmpc FROM run ORDER BY id DESC LIMIT 1") as Promise<{ pmpc: string }[]>).catch(() => []);
  const newer = last?.pmpc;
  throw new PmpcError(
    "store-newer",
    `${label} was written by ${newer === undefined ? "a newer pmpc" : `pmpc ${newer}`}: pmpc ${version} does not know its schema (${unknown})`,
    { hint: `use the newer one: npm install pmpc@${newer ?? "latest"}`, exit: exit.refused },
  );
}
