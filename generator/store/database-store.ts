import { keepAnchors, readAnchors } from "./anchor";
import { claimHere, closestCluster } from "./cluster";
import { openDatabase } from "./database";
import type { Driver } from "./driver";
import { explainFailure } from "./failure";
import { readDeedCode, readDeeds, rememberDeed } from "./history";
import { noHold } from "./hold";
import { recordRun } from "./record";
import { completeRun, pruneRuns, readLatestRun, readObservation, readResources, readRunCode, readRuns, repeatRun } from "./run";
import type { StateStore, StoreOptions } from "./state-store";

/** The store in a database. */
export async function openDatabaseStore(driver: Driver, place: string, options: StoreOptions): Promise<StateStore> {
  const { version, verb, person, now = () => new Date() } = options;
  const inWords = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw explainFailure(error, driver.label(place), driver.failures);
    });
  const database = await inWords(openDatabase(driver, place, options));
  const seen = { database, shared: driver.shared };
  return {
    record: (recording, answers) => inWords(recordRun(seen, { ...recording, pmpc: version, verb, person, clock: now }, answers)),
    latestRun: (cluster) => inWords(closestCluster(seen, cluster).then((id) => (id === undefined ? undefined : readLatestRun(database, id)))),
    observation: (runId) => inWords(readObservation(database, runId)),
    resources: (runId) => inWords(readResources(database, runId)),
    prune: (cluster, keep = {}) => inWords(closestCluster(seen, cluster).then(async (id) => (id === undefined ? undefined : pruneRuns(database, id, keep, now())))),
    complete: (runId, what) => inWords(completeRun(database, runId, what)),
    runs: (cluster) => inWords(closestCluster(seen, cluster).then(async (id) => (id === undefined ? [] : readRuns(database, id)))),
    runCode: (runId) => inWords(readRunCode(database, runId)),
    recordAgain: (runId) => inWords(repeatRun(database, runId, { verb, person }, now())),
    remember: (cluster, deed) => inWords(claimHere(seen, cluster).then((id) => rememberDeed(database, id, deed, now(), person))),
    deeds: (cluster) => inWords(closestCluster(seen, cluster).then(async (id) => (id === undefined ? [] : readDeeds(database, id)))),
    deedCode: (deedId) => inWords(readDeedCode(database, deedId)),
    anchor: (cluster, heads) => inWords(claimHere(seen, cluster).then((id) => keepAnchors(database, id, heads, now(), person))),
    anchors: (cluster) => inWords(closestCluster(seen, cluster).then(async (id) => (id === undefined ? [] : readAnchors(database, id)))),
    hold: (cluster) => inWords(closestCluster(seen, cluster).then((id) => (id === undefined ? noHold : driver.hold(place, id, options)))),
    check: () => inWords(driver.check(database)),
    close: () => inWords(driver.close(database)),
  };
}
