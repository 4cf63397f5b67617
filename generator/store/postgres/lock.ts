import { exit, PmpcError } from "../../../lib/error";
import { loadClient } from "./client";
import { withoutPassword } from "./url";

/** The first of the two numbers of pmpc's advisory locks; the second is the cluster's. */
export const lockFamily = 0x706d_7063;

/**
 * Holds a cluster, against everybody who uses the same database, until it is released or this process ends. Throws where somebody
 * else has it, and names them.
 */
export async function holdCluster(url: string, cluster: number, title: string): Promise<() => Promise<void>> {
  const pg = await loadClient();
  // A connection of its own: one of a pool would go on with the lock.
  const client = new pg.Client({ connectionString: url, application_name: title, keepAlive: true, connectionTimeoutMillis: 20_000 });
  // A connection that breaks takes the lock along, and must not take the process.
  client.on("error", () => undefined);
  await client.connect();
  const end = () => client.end().catch(() => undefined);
  try {
    const { rows } = await client.query<{ got: boolean }>("SELECT pg_try_advisory_lock($1, $2) AS got", [lockFamily, cluster]);
    if (!rows[0]!.got) throw await held(url, cluster, (text, values) => client.query<{ title: string | null }>(text, [...values]));
  } catch (error) {
    await end();
    throw error;
  }
  return async () => {
    await client.query("SELECT pg_advisory_unlock($1, $2)", [lockFamily, cluster]).catch(() => undefined);
    await end();
  };
}

async function held(url: string, cluster: number, query: (text: string, values: readonly unknown[]) => Promise<{ rows: { title: string | null }[] }>): Promise<PmpcError> {
  const { rows } = await query(
    `SELECT activity.application_name AS title FROM pg_locks JOIN pg_stat_activity AS activity USING (pid)
     WHERE locktype = 'advisory' AND granted AND classid = $1 AND objid = $2 AND objsubid = 2
     AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [lockFamily, cluster],
  );
  return new PmpcError("cluster-locked", `the cluster is in use by ${rows[0]?.title || "somebody who did not say who they are"}, says ${withoutPassword(url)}`, {
    hint: "wait until that is done, then run this again; pmpc status and pmpc plan need not wait",
    exit: exit.refused,
  });
}
