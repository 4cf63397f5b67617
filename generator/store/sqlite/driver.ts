import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import Database from "libsql";
import type { Driver } from "../driver";
import { noHold } from "../hold";
import { checkPages } from "./check";
import { failures } from "./failure";

/** A file of SQLite's, for one workspace. */
export const sqlite: Driver = {
  shared: false,
  failures,
  label: (path) => path,
  async prepare(path) {
    await makePrivateFile(path);
    return {
      type: "better-sqlite3",
      // Speaks better-sqlite3's interface, and installs without compiling or downloading anything.
      driver: Database,
      database: path,
      // Readers go on while a run is being recorded, and a killed writer leaves nothing half done.
      enableWAL: true,
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

// A cluster's configuration is private, even without a secret in it.
async function makePrivateFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await (await open(path, "a", 0o600)).close();
}
