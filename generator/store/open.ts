import { noHold } from "./hold";
import { isPostgres } from "./postgres/url";
import { openReader, type Reader } from "./sqlite/reader";
import type { StateStore, StoreOptions } from "./state-store";

/** Opens the store at a path or a URL (`postgres://pmpc@db.lan/pmpc`), making or upgrading it where needed. */
export async function openStore(place: string, options: StoreOptions): Promise<StateStore> {
  // TypeORM takes longer to load than most commands take to run.
  const { openDatabaseStore } = await import("./database-store.js");
  const driver = isPostgres(place) ? (await import("./postgres/driver.js")).postgres : (await import("./sqlite/driver.js")).sqlite;
  return openDatabaseStore(driver, place, options);
}

/** The store at a place, opened when it is needed first, and as lightly as what is asked of it allows. */
export function openStoreLater(place: string, options: StoreOptions): StateStore {
  let opening: Promise<StateStore> | undefined;
  let reading: Promise<Reader | undefined> | undefined;
  const open = () => (opening ??= openStore(place, options));
  const look = async (): Promise<Reader> => (opening === undefined && !isPostgres(place) ? await (reading ??= openReader(place)) : undefined) ?? open();
  return {
    record: async (recording, answers) => (await open()).record(recording, answers),
    latestRun: async (cluster) => (await look()).latestRun(cluster),
    observation: async (runId) => (await open()).observation(runId),
    resources: async (runId) => (await look()).resources(runId),
    prune: async (cluster, keep) => (await open()).prune(cluster, keep),
    check: async () => (await look()).check(),
    complete: async (runId, what) => (await open()).complete(runId, what),
    runs: async (cluster) => (await open()).runs(cluster),
    runCode: async (runId) => (await open()).runCode(runId),
    recordAgain: async (runId) => (await open()).recordAgain(runId),
    remember: async (cluster, deed) => (await open()).remember(cluster, deed),
    deeds: async (cluster) => (await open()).deeds(cluster),
    deedCode: async (deedId) => (await open()).deedCode(deedId),
    anchor: async (cluster, heads) => (await open()).anchor(cluster, heads),
    anchors: async (cluster) => (await open()).anchors(cluster),
    // A file is of one workspace, which has a lock of its own.
    hold: async (cluster) => (isPostgres(place) ? (await open()).hold(cluster) : noHold),
    async close() {
      // What could not be opened was told to who wanted it.
      await (await reading?.catch(() => undefined))?.close();
      await (await opening?.catch(() => undefined))?.close();
    },
  };
}
