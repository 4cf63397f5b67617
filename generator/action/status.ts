import { exit } from "../../lib/error";
import type { RunSummary } from "../store/state-store";
import { action, option } from "./action";
import { findRoot, noWorkspace, withSession } from "./session";
import { readWritten } from "./written";

export interface StatusReport {
  readonly workspace: string;
  readonly cluster: string | undefined;
  readonly endpoint: string | undefined;
  /** Undefined before anything was seen. */
  readonly lastRun: RunSummary | undefined;
  readonly seen: { readonly virtualMachines: number; readonly containers: number; readonly nodes: number };
  /** Guests that have code. */
  readonly inCode: number;
  /** Keys of those that the code let go. */
  readonly forgotten: readonly string[];
}

/** `pmpc status`: what the workspace knows, without asking the cluster. */
export const status = action({
  name: "status",
  says: "Show the workspace: its cluster, what was seen last, and what is in the code.",
  input: { out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR" }) },
  async run({ out }, context) {
    const root = await findRoot(out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    return withSession(root, "status", context, async ({ store, configuration }) => {
      if (configuration === undefined) throw noWorkspace(root);
      const run = await store.latestRun();
      const { names, forgotten } = await readWritten(root);
      const seen = run === undefined ? [] : await store.resources(run.id);
      const count = (kind: string) => seen.filter((one) => one.kind === kind).length;
      const report: StatusReport = {
        workspace: root,
        cluster: configuration.cluster,
        endpoint: configuration.endpoint,
        lastRun: run,
        seen: { virtualMachines: count("qemu"), containers: count("lxc"), nodes: count("node") },
        inCode: names.size,
        forgotten: [...forgotten.values()].map(({ guest }) => guest),
      };
      return { exit: exit.done, report };
    });
  },
});
