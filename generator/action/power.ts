import type { PowerVerb } from "../operate/operator";
import { action } from "../engine/action";
import { option } from "../engine/option";
import { connectionQuestions } from "../connect/connection";
import { findGuest } from "../connect/guest";
import { operatorOptions, runOrder, taskOptions, withOperator } from "../connect/operator";
import { powerOptions, powerParameters, powerSays } from "../tool/power-order";
import { viewTask } from "../tool/task-view";

const guest = option.text("Which one: vm 104, container 202, a number alone, or a name that only one guest has.", { positional: "rest", required: true, placeholder: "vm|container ID", names: "guest" });

const summaries: Readonly<Record<PowerVerb, string>> = {
  start: "Start a guest: vm 104, container 202",
  stop: "Stop a guest at once",
  shutdown: "Ask a guest to shut down",
  reboot: "Ask a guest to shut down, and start it again",
};

const powerVerb = (verb: PowerVerb) =>
  action({
    name: verb,
    summary: summaries[verb],
    topic: "guests",
    effect: "changes cluster",
    says: powerSays[verb],
    input: { guest, ...(powerOptions[verb] as (typeof powerOptions)["shutdown"]), ...taskOptions, ...operatorOptions },
    confirms: connectionQuestions,
    run: (input, context) =>
      withOperator(input, context, async (operator) => {
        const { name, ...place } = await findGuest(operator, input.guest ?? "");
        const { type, vmId, node } = place;
        return runOrder(operator, { verb, type, vmId, node, parameters: powerParameters(input) }, name, input, context);
      }),
    view: viewTask,
  });

/** `pmpc start`, `pmpc stop`, `pmpc shutdown`, `pmpc reboot`. */
export const start = powerVerb("start");
export const stop = powerVerb("stop");
export const shutdown = powerVerb("shutdown");
export const reboot = powerVerb("reboot");
