import { exit } from "../../lib/error";
import { compareInventories } from "../../lib/inventory/difference";
import { readInventory } from "../../lib/inventory/inventory";
import { action } from "../engine/action";
import { count, fact, facts } from "../engine/view";
import type { RunSummary } from "../store/state-store";
import { changeFacts } from "../renew/change-view";
import { readingOptions, readingQuestions, record, withCluster } from "../renew/reading";
import { keepRun } from "../session/keep-run";
import { writeConfiguration } from "../settings/configuration";

/** `pmpc sync`: reads a cluster into the store and writes no code. */
export const sync = action({
  name: "sync",
  summary: "Read a cluster into the workspace's store, and write no code",
  topic: "cluster into code",
  effect: "writes workspace",
  says: "Read a cluster into the workspace's store, and write no code.",
  input: readingOptions,
  confirms: readingQuestions,
  async run(input, context) {
    return withCluster(input, context, "sync", async (reached) => {
      const { root, store, configuration, settings } = reached;
      const previous = await store.latestRun(configuration);
      const run = await record(reached, input.addresses ?? true, context);
      await writeConfiguration(root, { ...settings, cluster: configuration?.cluster ?? run.cluster, groupBy: configuration?.groupBy ?? "node", facts: configuration?.facts, forget: configuration?.forget ?? [] });
      const look = async ({ id }: RunSummary) => readInventory(await store.observation(id));
      const changed = previous === undefined ? undefined : compareInventories(await look(previous), await look(run));
      await keepRun(root, store, run, previous);
      await store.prune({ ...settings, cluster: configuration?.cluster ?? run.cluster }, configuration?.keep);
      return { exit: run.unreadable > 0 ? exit.partial : exit.done, report: { workspace: root, ...run, ...(changed === undefined ? {} : { changed }) } };
    });
  },
  view: ({ workspace, source, documents, unreadable, changed }) => [facts(fact("read", `${count(documents, "answer")}, from ${source}`), fact("workspace", workspace), unreadable > 0 ? fact("not read", count(unreadable, "answer")) : undefined, ...changeFacts(changed))],
});
