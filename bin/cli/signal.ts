import { PmpcError } from "../../lib/error";

/** Why a verb is to stop: the signal that asked for it. `closes`: it was meant for the console around the verb. */
export const stopped = (signal: NodeJS.Signals, { closes = false } = {}) => new PmpcError("stopped", "stopped before it was done", { facts: { signal, ...(closes ? { closes } : {}) } });

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Milliseconds in which a signal that comes again is the same one: npx may pass on what the terminal has sent to everybody. */
const echo = 500;

/** Calls one function at the first of each signal that asks this process to end, and another where it comes again; gives what ends that. */
export function onSignals(first: (signal: NodeJS.Signals) => void, later: (signal: NodeJS.Signals) => void): () => void {
  const last = new Map<NodeJS.Signals, number>();
  const take = (signal: NodeJS.Signals) => {
    const [before, now] = [last.get(signal), performance.now()];
    last.set(signal, now);
    if (before === undefined) first(signal);
    else if (now - before > echo) later(signal);
  };
  for (const signal of signals) process.on(signal, take);
  return () => {
    for (const signal of signals) process.off(signal, take);
  };
}

/** Calls a function where this process is told to end, other than by a key; gives what ends that. */
export function onEnd(end: () => void): () => void {
  const told = signals.filter((signal) => signal !== "SIGINT");
  for (const signal of told) process.once(signal, end);
  return () => {
    for (const signal of told) process.off(signal, end);
  };
}
