import type { Client } from "pg";
import type { DataSource } from "typeorm";
import type { Driver } from "../driver";
import { loadClient } from "./client";
import { failures } from "./failure";
import { holdCluster, lockFamily } from "./lock";
import { withoutPassword } from "./url";

/** How long a server may take to answer, in milliseconds. */
const patience = 20_000;

/** A database of PostgreSQL's, for any number of workspaces. */
export const postgres: Driver = {
  shared: true,
  failures,
  label: withoutPassword,
  async prepare(url, { title = "pmpc" }) {
    const driver = await loadClient();
    await knock(new driver.Client({ connectionString: url, application_name: title, connectionTimeoutMillis: patience }));
    return { type: "postgres", driver, url, applicationName: title, poolSize: 4, connectTimeoutMS: patience, installExtensions: false };
  },
  async alone(database, work) {
    const runner = database.createQueryRunner();
    await runner.connect();
    try {
      await runner.query("SELECT pg_advisory_lock($1, 0)", [lockFamily]);
      return await work();
    } finally {
      // A connection that goes back to the pool keeps its locks.
      await runner.query("SELECT pg_advisory_unlock($1, 0)", [lockFamily]).catch(() => undefined);
      await runner.release();
    }
  },
  // The server looks after its own pages.
  check: async () => {},
  hold: (url, cluster, { title = "pmpc" }) => holdCluster(url, cluster, title),
  close: (database: DataSource) => database.destroy(),
};

/** Connects once: a pool would leave a connection open that has no password, and with it the process, for a minute. */
async function knock(client: Client): Promise<void> {
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    void client.end().catch(() => undefined);
    throw error;
  }
  await client.end();
}
