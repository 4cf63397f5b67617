import { exit } from "../../lib/error";
import { action } from "../engine/action";
import { count, fact, facts } from "../engine/view";
import { readingOptions, record, withCluster } from "./import";
import { writeConfiguration } from "./configuration";

/** `pmpc sync`: reads a cluster into the store and writes no code. */
export const sync = action({
  name: "sync",
  summary: "Read a cluster into the workspace's store, and write no code",
  topic: "cluster into code",
  effect: "writes workspace",
  says: "Read a cluster into the workspace's store, and write no code.",
  input: readingOptions,
  async run(input, context) {
    return withCluster(input, context, "sync", async ({ root, store, configuration, settings, source }) => {
      const run = await record(root, store, source, input.addresses ?? true, context);
      await writeConfiguration(root, { ...settings, cluster: configuration?.cluster ?? run.cluster, groupBy: configuration?.groupBy ?? "node", facts: configuration?.facts, forget: configuration?.forget ?? [] });
      await store.prune();
      return { exit: run.unreadable > 0 ? exit.partial : exit.done, report: { workspace: root, ...run } };
    });
  },
  view: ({ workspace, source, documents, unreadable }) => [facts(fact("read", `${count(documents, "answer")}, from ${source}`), fact("workspace", workspace), unreadable > 0 ? fact("not read", count(unreadable, "answer")) : undefined)],
});
