import { join } from "node:path";
import { exit } from "../../lib/error";
import { startSimulator } from "../simulator/simulator";
import { action } from "../engine/action";
import { option } from "../engine/option";
import { importCluster } from "./import";
import { viewWriting } from "../renew/write-view";

/** `pmpc demo`: an import of a simulated home cluster, as a user with a real one would run it. */
export const demo = action({
  name: "demo",
  summary: "Import a simulated home cluster into a new folder",
  topic: "first steps",
  effect: "writes workspace",
  atTerminal: true,
  says: "Import a simulated home cluster into a new folder, to see the result.",
  input: { out: option.text("Folder of the project.", { placeholder: "DIR", local: true }), scenario: option.text("Scenario of the simulator.", { preset: "homelab", local: true }) },
  confirms: importCluster.confirms,
  async run({ out, scenario }, context) {
    const served = await startSimulator({ scenario });
    try {
      const defaults = Object.fromEntries(Object.entries(importCluster.input).map(([name, { preset }]) => [name, preset]));
      const given = { endpoint: served.endpoint, apiToken: served.tokens.root, fingerprint: served.fingerprint256, out: out ?? join(context.folder, "pmpc-demo") };
      const outcome = await importCluster.run({ ...defaults, ...given } as Parameters<typeof importCluster.run>[0], context);
      // A guest that is set aside is part of the show.
      return outcome.exit === exit.partial ? { ...outcome, exit: exit.done } : outcome;
    } finally {
      await served.close();
    }
  },
  view: viewWriting,
});
