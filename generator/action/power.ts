import type { PowerVerb } from "../operate/operator";
import { action } from "../engine/action";
import { option } from "../engine/option";
import { findGuest } from "./guest";
import { operatorOptions, runOrder, taskOptions, withOperator } from "./operator";
import { viewTask } from "./task-view";

const guest = option.text("Which one: vm 104, container 202, a number alone, or a name that only one guest has.", { positional: "rest", required: true, placeholder: "vm|container ID" });
const timeout = option.number("Seconds that the guest has for it.", { placeholder: "SECONDS" });

/** What can be asked of a guest's power, and what is sent for it. */
export const powerOptions = {
  start: {},
  stop: {},
  shutdown: { timeout, force: option.flag("Stop it where it does not follow in time.") },
  reboot: { timeout },
} as const;

/** `timeout` and `force` in the API's words. */
export function powerParameters({ timeout: seconds, force }: { readonly timeout?: number; readonly force?: boolean }): Record<string, string> {
  return { ...(seconds === undefined ? {} : { timeout: String(seconds) }), ...(force === true ? { forceStop: "1" } : {}) };
}

export const powerSays: Readonly<Record<PowerVerb, string>> = {
  start: "Start a guest.",
  stop: "Stop a guest at once, as if its power were cut.",
  shutdown: "Ask a guest to shut down.",
  reboot: "Ask a guest to shut down, and start it again.",
};

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
