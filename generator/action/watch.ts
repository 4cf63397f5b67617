import { setTimeout } from "node:timers/promises";
import { exit } from "../../lib/error";
import { action } from "../engine/action";
import { option } from "../engine/option";
import { status } from "./status";

/** `pmpc watch`: the status, again and again until it is stopped. */
export const watch = action({
  name: "watch",
  summary: "Keep the status of workspace and cluster on the screen",
  topic: "workspace",
  effect: "reads",
  says: "Show what pmpc status shows, again and again until you stop it with Ctrl-C. With --json it prints one object in one line each time.",
  input: {
    interval: option.number("Seconds between two looks.", { preset: 5, from: 1, to: 3600 }),
    times: option.number("Stop after so many looks. Default: when you stop it.", { from: 1 }),
    ...status.input,
  },
  confirms: status.confirms,
  async run({ interval = 5, times = Infinity, ...input }, context) {
    let looks = 0;
    while (!context.signal.aborted) {
      const { report } = await status.run(input, context);
      looks += 1;
      context.host.notify({ code: "look", says: report.workspace, data: { report, view: status.view(report) } });
      if (looks >= times) break;
      await setTimeout(interval * 1000, undefined, { signal: context.signal }).catch(() => {});
    }
    return { exit: exit.done, report: { looks } };
  },
  view: () => [],
});
