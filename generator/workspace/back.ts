import { exit, PmpcError } from "../../lib/error";
import { explainDisk } from "../../lib/disk";
import { baseFolders, readBase } from "./base";
import { clusterNamesPath } from "./cluster-names";
import { hashContent } from "./hash";
import { lookAt } from "./look";
import { checkPath, offerSuffix } from "./path";
import { runSteps, type Step } from "./step";
import { isMemory } from "./whole";

/** Texts of a workspace as they were: path → text; undefined for a file that was not there. */
export type Former = ReadonlyMap<string, string | undefined>;

/** A path that pmpc rewrites, of one that holds what it generated last for it. */
const rewritten = (path: string): string | undefined => (path.startsWith(`${baseFolders.owned}/`) ? path.slice(baseFolders.owned.length + 1) : undefined);

/**
 * What becomes of the files that pmpc writes, and of what it remembers of them, when a workspace goes back to what it was: no file that is
 * its user's is among them. `kept` are files whose former text is not known; they stay as they are, with what is remembered of them.
 */
export function filesBack(now: ReadonlyMap<string, string>, then: Former): { readonly files: Former; readonly kept: readonly string[]; readonly yours: readonly string[] } {
  const ours = new Set([...now.keys(), ...then.keys()].flatMap((path) => rewritten(path) ?? []));
  const paths = [...ours, ...[...new Set([...now.keys(), ...then.keys()])].filter(isMemory)];
  const isLost = (path: string) => then.has(path) && then.get(path) === undefined;
  const kept = [...ours].filter((path) => isLost(path) || isLost(`${baseFolders.owned}/${path}`));
  // A run of an earlier pmpc did not record what is not a guest; its code tells that there was something.
  const isUnknown = (path: string) => path === clusterNamesPath && !then.has(path) && [...then.keys()].some((one) => one.startsWith(`${baseFolders.owned}/cluster/`));
  const stays = new Set(kept.flatMap((path) => [path, `${baseFolders.owned}/${path}`]));
  const files = new Map(paths.filter((path) => !stays.has(path) && !isLost(path) && !isUnknown(path) && now.get(path) !== then.get(path)).map((path) => [path, then.get(path)]));
  const yours = [...new Set([...now.keys(), ...then.keys()])].filter((path) => !ours.has(path) && !isMemory(path) && now.get(path) !== then.get(path) && !isLost(path));
  return { files, kept: kept.sort(), yours: yours.sort() };
}

/** Puts files back, all of them or none. Refuses a path that leads out of the workspace, and one that something else than a file is at. */
export async function putBack(root: string, files: Former): Promise<void> {
  for (const path of files.keys()) checkPath(bare(path));
  const sights = await lookAt(root, [...files.keys()]);
  const inTheWay = [...sights].find(([, sight]) => sight.is === "other")?.[0];
  if (inTheWay !== undefined) throw new PmpcError("path-refused", `${inTheWay} is a folder or a link, and a file was there`, { hint: "move it away", exit: exit.refused });
  const { writing } = await readBase(root);
  const steps = [...files].map(([path, content]): Step => {
    const sight = sights.get(path);
    return content === undefined ? { do: "remove", path } : { do: "write", path, content, ...(sight?.is === "file" ? { mode: sight.mode } : {}) };
  });
  const fresh = steps.flatMap((step) => (step.do === "write" ? [[step.path, [hashContent(step.content)]] as const] : []));
  await runSteps(root, [...steps.filter((step) => step.do === "remove"), ...steps.filter((step) => step.do === "write")], new Map([...writing, ...fresh])).catch((error: unknown) => {
    throw explainDisk(error, root);
  });
}

/** What has to be a plain path: the store may be shared, and is trusted no more than others. */
function bare(path: string): string {
  const named = rewritten(path) ?? (isMemory(path) ? "memory" : path);
  return named.endsWith(offerSuffix) ? named.slice(0, -offerSuffix.length) : named;
}
