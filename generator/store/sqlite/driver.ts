import { existsSync } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import Database from "libsql";
import type { Driver } from "../driver";
import { noHold } from "../hold";
import { checkPages } from "./check";
import { failures } from "./failure";
import { openAnyway } from "./reader";

/** A file of SQLite's, for one workspace. */
export const sqlite: Driver = {
  shared: false,
  failures,
  label: (path) => path,
  async prepare(path) {
    await makePrivateFile(path);
    const place = openAnyway(path, placeThatOpens);
    return {
      type: "better-sqlite3",
      // Speaks better-sqlite3's interface, and installs without compiling or downloading anything.
      driver: place === path ? Database : openingAt(place),
      database: path,
      // Readers go on while a run is being recorded, and a killed writer leaves nothing half done.
      enableWAL: place === path,
      // A statement that is kept has the values of its last use, and those of a run are hundreds of documents each.
      statementCacheSize: 4,
      prepareDatabase: (connection: { pragma(statement: string): unknown }) => void connection.pragma("synchronous = NORMAL"),
    };
  },
  alone: async (_database, work) => work(),
  // A file is of one workspace, which has a lock of its own.
  hold: async () => noHold,
  async check(database) {
    checkPages((await database.query("PRAGMA quick_check(1)")) as readonly { readonly quick_check: string }[]);
  },
  /** Closes the file with everything in it: until then the newest rows may be in the one beside it (`-wal`). */
  async close(database) {
    try {
      await database.query("PRAGMA wal_checkpoint(TRUNCATE)");
    } finally {
      await database.destroy();
    }
  },
};

/** The place, if it can be read there. */
function placeThatOpens(place: string): string {
  const database = new Database(place);
  try {
    database.prepare("SELECT 1 FROM sqlite_master").all();
    return place;
  } finally {
    database.close();
  }
}

// TypeORM would make a folder of the name that this has.
const openingAt = (place: string) =>
  function (_path: string, options: Database.Options) {
    return new Database(place, options);
  };

// A cluster's configuration is private, even without a secret in it.
async function makePrivateFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  try {
    await (await open(path, "a", 0o600)).close();
  } catch (error) {
    // One that is there can be read, whoever may write it.
    if (!existsSync(path) || !["EROFS", "EACCES", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}
