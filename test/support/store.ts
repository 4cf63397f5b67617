import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { password, startPostgres, whenPostgres, type Postgres } from "./postgres";

/** A database that stores are tested in. */
export interface TestedDatabase {
  readonly name: "SQLite" | "PostgreSQL";
  /** What is in a title where it is not there. */
  readonly when: string;
  readonly skipped: boolean;
  start(): Promise<void>;
  /** A new, empty place for a store. */
  newPlace(): Promise<string>;
  /** What a query answers, asked by another connection. */
  query(place: string, statement: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  removePlace(place: string): void;
  stop(): Promise<void>;
}

/** The databases that a store may lie in: the same is tested in each. */
export function testedDatabases(): readonly TestedDatabase[] {
  return [overSqlite(), overPostgres()];
}

function overSqlite(): TestedDatabase {
  return {
    name: "SQLite",
    when: "",
    skipped: false,
    start: async () => {},
    newPlace: async () => join(mkdtempSync(join(tmpdir(), "pmpc-store-")), ".proxmox", "state.db"),
    async query(place, statement) {
      const { default: Database } = await import("libsql");
      const database = new Database(place);
      try {
        if (/^select/i.test(statement)) return database.prepare(statement).all() as Readonly<Record<string, unknown>>[];
        database.exec(statement);
        return [];
      } finally {
        database.close();
      }
    },
    removePlace: (place) => rmSync(join(place, "../.."), { recursive: true }),
    stop: async () => {},
  };
}

function overPostgres(): TestedDatabase {
  let server: Postgres | undefined;
  const before = process.env.PGPASSWORD;
  return {
    name: "PostgreSQL",
    when: whenPostgres,
    skipped: whenPostgres !== "",
    async start() {
      server = await startPostgres();
      process.env.PGPASSWORD = password;
    },
    newPlace: () => server!.newDatabase(),
    query: (place, statement) => server!.query(place, statement),
    removePlace: () => {},
    async stop() {
      if (before === undefined) delete process.env.PGPASSWORD;
      else process.env.PGPASSWORD = before;
      await server?.stop();
    },
  };
}
