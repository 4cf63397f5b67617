import type { Context } from "../engine/action";

/** Tells that a program still runs. It is waited for: a slow machine must not be taken for one where something hangs. */
export const sayLong = (host: Context["host"], what: string) => (minutes: number): void =>
  host.notify({ code: "takes-long", says: `${what} has been running for ${minutes === 1 ? "a minute" : `${minutes} minutes`}; pmpc waits for it, and Ctrl-C ends it`, data: { what, minutes } });
