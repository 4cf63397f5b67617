import type Client from "pg";
import type { DataSource } from "typeorm";
import { PmpcError } from "../../../lib/error";
import type { Driver } from "../driver";
import { failures } from "./failure";
import { withoutPassword } from "./url";

/** A database of PostgreSQL's, for any number of workspaces. */
export const postgres: Driver = {
  shared: true,
  failures,
  label: withoutPassword,
  async prepare(url, { title = "pmpc" }) {
    return { type: "postgres", driver: await loadClient(), url, applicationName: title, poolSize: 4, connectTimeoutMS: 20_000, installExtensions: false };
  },
  async alone(database, work) {
    const runner = database.createQueryRunner();
    await runner.connect();
    try {
      await runner.query("SELECT pg_advisory_lock($1, 0)", [migrating]);
      return await work();
    } finally {
      // A connection that goes back to the pool keeps its locks.
      await runner.query("SELECT pg_advisory_unlock($1, 0)", [migrating]).catch(() => undefined);
      await runner.release();
    }
  },
  // The server looks after its own pages.
  check: async () => {},
  close: (database: DataSource) => database.destroy(),
};

/** The first of the two numbers of an advisory lock. */
const migrating = 0x706d_7063;

/** The client, which only those install who have a database of PostgreSQL's. */
export async function loadClient(): Promise<typeof Client> {
  try {
    return (await import("pg")).default;
  } catch (cause) {
    throw new PmpcError("store-driver", "the workspace's store is in PostgreSQL, and the package pg is not installed", { hint: "npm install pg", cause });
  }
}
