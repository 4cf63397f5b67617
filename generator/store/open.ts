import { isPostgres } from "./postgres/url";
import type { StateStore, StoreOptions } from "./state-store";

/** Opens the store at a path or a URL (`postgres://pmpc@db.lan/pmpc`), making or upgrading it where needed. */
export async function openStore(place: string, options: StoreOptions): Promise<StateStore> {
  // TypeORM takes longer to load than most commands take to run.
  const { openDatabaseStore } = await import("./database-store.js");
  const driver = isPostgres(place) ? (await import("./postgres/driver.js")).postgres : (await import("./sqlite/driver.js")).sqlite;
  return openDatabaseStore(driver, place, options);
}

/** The store at a place, opened when it is needed first. */
export function openStoreLater(place: string, options: StoreOptions): StateStore {
  let opening: Promise<StateStore> | undefined;
  const open = () => (opening ??= openStore(place, options));
  return {
    record: async (recording, answers) => (await open()).record(recording, answers),
    latestRun: async (cluster) => (await open()).latestRun(cluster),
    observation: async (runId) => (await open()).observation(runId),
    resources: async (runId) => (await open()).resources(runId),
    prune: async (cluster, keep) => (await open()).prune(cluster, keep),
    check: async () => (await open()).check(),
    // What could not be opened was told to who wanted it.
    close: async () => (await opening?.catch(() => undefined))?.close(),
  };
}
