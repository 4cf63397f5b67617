import { checkDatabase, closeDatabase, openDatabase } from "./database";
import { explainFailure } from "./failure";
import { readFindings, writeFindings } from "./finding";
import { dropNames, readNames, writeNames } from "./name";
import { recordRun } from "./record";
import { pruneRuns, readLatestRun, readObservation, readResources } from "./run";
import type { StateStore, StoreOptions } from "./state-store";

const keptRuns = 20;

/** The store in a SQLite file. */
export async function openDatabaseStore(path: string, { version, now = () => new Date() }: StoreOptions): Promise<StateStore> {
  const inWords = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw explainFailure(error, path);
    });
  const database = await inWords(openDatabase(path, version));
  return {
    record: (source, answers) => inWords(recordRun(database, { source, pmpc: version, now }, answers)),
    latestRun: () => inWords(readLatestRun(database)),
    observation: (runId) => inWords(readObservation(database, runId)),
    resources: (runId) => inWords(readResources(database, runId)),
    names: () => inWords(readNames(database)),
    saveNames: (names) => inWords(writeNames(database, names)),
    dropNames: (keys) => inWords(dropNames(database, keys)),
    findings: () => inWords(readFindings(database)),
    saveFindings: (findings) => inWords(writeFindings(database, findings)),
    prune: (keepRuns = keptRuns) => inWords(pruneRuns(database, keepRuns)),
    check: () => inWords(checkDatabase(database)),
    close: () => inWords(closeDatabase(database)),
  };
}
