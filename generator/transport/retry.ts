import { setTimeout as delay } from "node:timers/promises";

/** Time and chance, so that tests need not wait for either. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  /** 0 ≤ random < 1. */
  random(): number;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: Date.now,
  random: Math.random,
  sleep: async (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
};

const first = 250;
const longest = 5_000;

/** How often an answer of this status is asked for again, of the `retries` that the caller allows. */
export function retriesFor(status: number, retries: number): number {
  // pveproxy answers 595 where it could not reach the node that was asked for: it is most likely down.
  if (status === 595) return Math.min(1, retries);
  const transient = status === 429 || (status >= 502 && status <= 504) || (status >= 596 && status <= 599);
  return transient ? retries : 0;
}

/** Milliseconds to wait after this many failures: doubling, and never the same for two clients. */
export function backoff(failures: number, random: number): number {
  const most = Math.min(longest, first * 2 ** (failures - 1));
  return most / 2 + (most / 2) * random;
}

/** Whether an answer says that there were too many requests, or that there is no time for them. */
export const isTooMany = (status: number) => status === 429 || status === 503;

/** The milliseconds that a `Retry-After` header asks for, in seconds or as a date; undefined if it asks for nothing. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return wait > 0 ? wait : undefined;
}
