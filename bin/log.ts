import { callerNow } from "../generator/caller/caller";
import { redact } from "../lib/pve/secret";
import type { Event } from "../generator/engine/event";
import type { Output } from "./cli/streams";

/** How what happens is told beside the result: in sentences, or as a line of JSON each. */
export const logFormats = ["text", "json"] as const;
export type LogFormat = (typeof logFormats)[number];

export type Level = "info" | "warn" | "error";

/** Writes one line; each says when, how grave, what as a stable code and as a sentence, for whom and in which trace. */
export type Log = (level: Level, code: string, message: string, facts?: object) => void;

export const logTo =
  (to: Pick<Output, "write">, now: () => Date = () => new Date()): Log =>
  (level, code, message, facts = {}) =>
    void to.write(`${JSON.stringify(redact({ time: now().toISOString(), level, code, message, ...callerNow(), ...facts }))}\n`);

/** What is shown, and not logged: two of these may hold a token. */
const unlogged: readonly Event["code"][] = ["idle", "look", "serving", "token-made"];

/** Logs what a verb says while it runs; false for what has to be shown instead. */
export function logEvent(log: Log, event: Event): boolean {
  if (unlogged.includes(event.code)) return event.code === "idle";
  const isCalm = event.code === "progress" || event.code === "task-line" || event.code === "rehearsed";
  log(isCalm ? "info" : "warn", event.code, event.says, { data: event.data });
  return true;
}
