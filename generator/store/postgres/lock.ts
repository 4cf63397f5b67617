import type { Client } from "pg";
import { exit, PmpcError } from "../../../lib/error";
import type { Hold, Share } from "../hold";
import { loadClient } from "./client";
import { withoutPassword } from "./url";

/** The first of the two numbers of pmpc's advisory locks; the second is the cluster's. */
export const lockFamily = 0x706d_7063;
/** The same for a run that outlives the process that began it. */
const outlivingFamily = lockFamily + 1;

/** Milliseconds that a server may take to answer, and that somebody who is about to end may take to let go. */
const patience = 20_000;

/**
 * Holds a cluster, against everybody who uses the same database, until it is released or this process ends. Throws where somebody
 * else has it, and names them.
 */
export async function holdCluster(url: string, cluster: number, title: string): Promise<Hold> {
  const client = await connect(url, title);
  const ask = (text: string, values: readonly unknown[]) => client.query<Record<string, unknown>>(text, [...values]);
  const end = () => client.end().catch(() => undefined);
  try {
    const take = async (family: number) => (await ask("SELECT pg_try_advisory_lock($1, $2) AS got, pg_backend_pid() AS connection", [family, cluster])).rows[0]!;
    const { got, connection } = await take(lockFamily);
    if (!got || !(await take(outlivingFamily)).got) throw await held(url, cluster, ask);
    // It is for the process that goes on; with the first one no other can come in between.
    await ask("SELECT pg_advisory_unlock($1, $2)", [outlivingFamily, cluster]);
    return {
      share: { url, cluster, title, connection: connection as number },
      async release() {
        await ask("SELECT pg_advisory_unlock($1, $2)", [lockFamily, cluster]).catch(() => undefined);
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Takes part in a hold: see `shareHold`. */
export async function shareCluster({ url, cluster, title, connection }: Share): Promise<Hold> {
  const open = async () => {
    const client = await connect(url, title);
    try {
      // Several take part: what sees an apply through, and the gate that outlives it.
      await client.query(`SET lock_timeout = ${patience}`);
      await client.query("SELECT pg_advisory_lock_shared($1, $2)", [outlivingFamily, cluster]);
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  };
  let client = await open();
  let isReleased = false;
  const release = async () => {
    isReleased = true;
    await client.query("SELECT pg_advisory_unlock_shared($1, $2)", [outlivingFamily, cluster]).catch(() => undefined);
    await client.end().catch(() => undefined);
  };
  const { rows } = await client.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = $1 AND objid = $2 AND objsubid = 2 AND pid = $3", [lockFamily, cluster, connection]);
  if (rows.length === 0) {
    await release();
    throw new PmpcError("hold-lost", "the process that started this no longer holds the cluster");
  }
  // A server that starts again has forgotten it.
  const again = () => {
    if (isReleased) return;
    setTimeout(() => void open().then((next) => watch((client = next)), again), 1000).unref();
  };
  const watch = (one: Client) => void one.once("end", again);
  watch(client);
  return { release };
}

async function connect(url: string, title: string): Promise<Client> {
  const pg = await loadClient();
  // A connection of its own: one of a pool would go on with the lock.
  const client = new pg.Client({ connectionString: url, application_name: title, keepAlive: true, connectionTimeoutMillis: patience });
  // A connection that breaks takes the lock along, and must not take the process.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

async function held(url: string, cluster: number, query: (text: string, values: readonly unknown[]) => Promise<{ rows: Record<string, unknown>[] }>): Promise<PmpcError> {
  const { rows } = await query(
    `SELECT activity.application_name AS title FROM pg_locks JOIN pg_stat_activity AS activity USING (pid)
     WHERE locktype = 'advisory' AND granted AND classid IN ($1, $2) AND objid = $3 AND objsubid = 2 AND pid <> pg_backend_pid()
     AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [lockFamily, outlivingFamily, cluster],
  );
  return new PmpcError("cluster-locked", `the cluster is in use by ${String(rows[0]?.title || "an unknown user")}, says ${withoutPassword(url)}`, {
    hint: "wait until that is done, then run this again; pmpc status and pmpc plan need not wait",
    exit: exit.refused,
  });
}
