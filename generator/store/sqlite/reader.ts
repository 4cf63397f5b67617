import { existsSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { chooseCluster } from "../choice";
import { explainFailure } from "../failure";
import type { ResourceRecord, RunSummary, StateStore } from "../state-store";
import { checkPages } from "./check";
import { failures } from "./failure";

/** The migration that this reader knows the tables of: the newest. */
export const knownSchema = "Anchor1796000400000";

/** What looks at a store need, and no more. */
export type Reader = Pick<StateStore, "latestRun" | "resources" | "check" | "close">;

/** Reads a file without TypeORM, which takes longer to load than the rest of a look; undefined if it has another schema, or is not there. */
export async function openReader(path: string): Promise<Reader | undefined> {
  if (!existsSync(path)) return undefined;
  const { default: Database } = await import("libsql");
  const inWords = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw explainFailure(error, path, failures);
    }
  };
  const open = (place: string) => {
    const opened = new Database(place);
    try {
      opened.prepare("SELECT 1 FROM sqlite_master").all();
    } catch (error) {
      opened.close();
      throw error;
    }
    return opened;
  };
  const database = inWords(() => openAnyway(path, open));
  const all = <Row>(text: string, ...values: readonly unknown[]) => inWords(() => database.prepare(text).all(...values) as Row[]);
  try {
    const tables = all("SELECT 1 FROM sqlite_master WHERE name = 'migrations'");
    const [last] = tables.length === 0 ? [] : all<{ name: string }>("SELECT name FROM migrations ORDER BY timestamp DESC LIMIT 1");
    if (last?.name !== knownSchema) {
      database.close();
      return undefined;
    }
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    async latestRun(ref = {}) {
      const endpoints = all<{ name: string; clusterId: number }>("SELECT name, cluster_id AS clusterId FROM cluster_endpoint WHERE url = ? ORDER BY cluster_id DESC", ref.endpoint ?? "");
      const cluster = chooseCluster(ref, endpoints, all("SELECT id, name FROM cluster ORDER BY id DESC"));
      const [run] = all<RunSummary>(
        "SELECT id, started_at AS startedAt, finished_at AS finishedAt, source, cluster, pmpc, documents, unreadable FROM run WHERE cluster_id = ? AND finished_at IS NOT NULL ORDER BY id DESC LIMIT 1",
        cluster ?? -1,
      );
      return run;
    },
    async resources(runId) {
      const rows = all<{ key: string; kind: string; name: string; node: string | null; status: string | null }>("SELECT key, kind, name, node, status FROM resource WHERE run_id = ? ORDER BY key", runId);
      return rows.map(({ node, status, ...resource }): ResourceRecord => ({ ...resource, ...(node === null ? {} : { node }), ...(status === null ? {} : { status }) }));
    },
    check: async () => inWords(() => checkPages(all("PRAGMA quick_check(1)"))),
    close: async () => inWords(() => void database.close()),
  };
}

/**
 * Opens a file also where SQLite cannot write what it needs beside a file that it reads: on a full disk, and on one that is read-only. Where
 * no rows are beside it, it can be read alone.
 */
export function openAnyway<T>(path: string, open: (place: string) => T): T {
  try {
    return open(path);
  } catch (error) {
    const code = String((error as { readonly code?: unknown }).code);
    if (!/^SQLITE_(IOERR|CANTOPEN|READONLY)/.test(code) || hasRows(path)) throw error;
    return open(`${pathToFileURL(path).href}?immutable=1`);
  }
}

function hasRows(path: string): boolean {
  const [file, beside] = [path, `${path}-wal`].map((one) => statSync(one, { throwIfNoEntry: false }));
  return file === undefined || (beside?.size ?? 0) > 0;
}
