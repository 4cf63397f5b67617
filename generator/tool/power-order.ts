import type { PowerVerb } from "../operate/operator";
import { option } from "../engine/option";

const timeout = option.number("Seconds to wait for the guest.", { placeholder: "SECONDS" });

/** What can be asked of a guest's power, and what is sent for it. */
export const powerOptions = {
  start: {},
  stop: {},
  shutdown: { timeout, force: option.flag("Stop it if it does not shut down in time.") },
  reboot: { timeout },
} as const;

/** `timeout` and `force` in the API's words. */
export function powerParameters({ timeout: seconds, force }: { readonly timeout?: number; readonly force?: boolean }): Record<string, string> {
  return { ...(seconds === undefined ? {} : { timeout: String(seconds) }), ...(force === true ? { forceStop: "1" } : {}) };
}

/** What each of them does. */
export const powerSays: Readonly<Record<PowerVerb, string>> = {
  start: "Start a guest.",
  stop: "Stop a guest at once, as if its power were cut.",
  shutdown: "Ask a guest to shut down.",
  reboot: "Ask a guest to shut down, and start it again.",
};
