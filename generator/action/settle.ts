import type { ResourceKey } from "../../lib/pve/address";
import type { StateStore } from "../store/state-store";
import type { FileChange } from "../workspace/file";
import type { Context } from "./action";
import { settingsOf, type Configuration } from "./configuration";
import { writeWorkspace } from "./write";

interface Settling {
  readonly root: string;
  readonly store: StateStore;
  readonly configuration: Configuration;
  /** What Terraform's state has, where that was asked: key → name. */
  readonly adopted?: ReadonlyMap<ResourceKey, string>;
  /** @default as before */
  readonly forget?: readonly string[];
}

/**
 * Writes the code again for the guests as they were written last: without the import blocks of those that are in Terraform's state,
 * and without those that it lets go of. Gives the files that changed.
 */
export async function settle({ root, store, configuration, adopted, forget }: Settling, context: Context): Promise<readonly FileChange[]> {
  const run = await store.latestRun();
  if (run === undefined) return [];
  const options = { root, store, run, settings: settingsOf(configuration, root), before: configuration, selection: () => true, groupBy: undefined, adopted, forget, asWritten: true };
  const { report } = await writeWorkspace(options, context);
  return report.files.filter(({ change }) => change !== "unchanged");
}
