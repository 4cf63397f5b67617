import { oneOf } from "../accept";
import { constant, key } from "../place";
import { block, row } from "../row";
import { flag } from "../shape/number";
import { word } from "../shape/text";

// watchdog: i6300esb,action=reset
export const watchdog = block("watchdog", "watchdog", { says: "The watchdog.", from: key("watchdog"), when: "present", packing: { defaultKey: "model" } }, [
  row("action", "action", "action", word("reset", "shutdown", "poweroff", "pause", "debug", "none"), { default: "none", means: "reset", accepts: oneOf("debug", "none", "pause", "poweroff", "reset", "shutdown"), says: "What happens if the guest stops responding." }),
  row(constant(true), "enabled", "enabled", flag, { says: "Adds the watchdog." }),
  row("model",  "model",  "model",  word("i6300esb", "ib700"), { default: "i6300esb", always: true, accepts: oneOf("i6300esb", "ib700"), says: "Device that the guest sees." }),
]);
