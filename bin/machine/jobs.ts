import { randomUUID } from "node:crypto";
import type { Event } from "../../generator/engine/event";
import { PmpcError } from "../../lib/error";
import { reachesCluster, type Bound } from "./offer";
import { carryOut, failed, type Ended, type Request } from "./run";

/** Something that a verb said, with its place in the order. */
export interface Said {
  readonly id: number;
  readonly event: Event;
}

/** A verb that is under way or has ended. */
export interface Job {
  readonly id: string;
  readonly verb: string;
  readonly since: string;
  /** What was said last, for those who ask how it goes. */
  readonly doing: () => string;
  readonly ended: () => Ended | undefined;
  /** How long it took, or has taken so far. */
  readonly seconds: () => number;
  readonly end: Promise<Ended>;
  /** What was said after the event with this id: a job remembers the last thousand. */
  readonly after: (id: number) => readonly Said[];
  /** Calls back for each event from now on, and at the end without one; gives what ends that. */
  readonly follow: (listener: (said: Said | undefined) => void) => () => void;
  readonly cancel: () => void;
}

export interface Jobs {
  start(request: Request): Job;
  find(id: string): Job | undefined;
  all(): readonly Job[];
  /** Stops everything that is under way; an apply goes on by itself. */
  close(): void;
}

const mostRemembered = 100;
const mostUnderWay = 20;
const mostEvents = 1000;

/** The jobs of one door. What reaches the cluster or writes goes one after another, since a workspace takes one at a time; reading does not wait. */
export function openJobs(bound: Bound): Jobs {
  const jobs = new Map<string, Job>();
  let queue: Promise<unknown> = Promise.resolve();
  return {
    start(request) {
      const open = [...jobs.values()].filter((job) => job.ended() === undefined).length;
      if (open >= mostUnderWay) throw new PmpcError("too-much-work", `${open} requests are under way already`, { hint: "wait until one of them has ended, or cancel one", facts: { status: 429 } });
      const waits = request.verb.effect !== "reads" || reachesCluster(request.verb);
      const job = begin(request, bound, waits ? queue : Promise.resolve());
      // A job that is cancelled before its turn ends at once; the one before it goes on.
      if (waits) queue = Promise.all([queue, job.end]).then(() => undefined);
      jobs.set(job.id, job);
      for (const { id } of [...jobs.values()].filter((one) => one.ended() !== undefined).slice(0, -mostRemembered)) jobs.delete(id);
      return job;
    },
    find: (id) => jobs.get(id),
    all: () => [...jobs.values()],
    close: () => jobs.forEach((job) => job.cancel()),
  };
}

function begin(request: Request, bound: Bound, turn: Promise<unknown>): Job {
  const stop = new AbortController();
  const said: Said[] = [];
  const listeners = new Set<(said: Said | undefined) => void>();
  const began = performance.now();
  let took: number | undefined;
  let [count, doing, ended] = [0, "waiting for its turn", undefined as Ended | undefined];
  const watch = (event: Event) => {
    const one = { id: ++count, event };
    if (event.code === "progress") doing = `${event.data.stage} ${event.says}`;
    said.push(one);
    if (said.length > mostEvents) said.shift();
    for (const listener of listeners) listener(one);
  };
  const cancelled = new Promise<void>((resolve) => stop.signal.addEventListener("abort", () => resolve(), { once: true }));
  const end = Promise.race([turn, cancelled]).then(async () => {
    ended = stop.signal.aborted ? failed(stop.signal.reason) : await carryOut(request, bound, stop.signal, watch);
    took = performance.now() - began;
    for (const listener of listeners) listener(undefined);
    return ended;
  });
  return {
    id: randomUUID(),
    verb: request.verb.name,
    since: bound.context.now().toISOString(),
    doing: () => doing,
    ended: () => ended,
    seconds: () => (took ?? performance.now() - began) / 1000,
    end,
    after: (id) => said.filter((one) => one.id > id),
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    cancel: () => stop.abort(new PmpcError("cancelled", `${request.verb.name} was cancelled`, { hint: "an apply that had started continues by itself: pmpc status shows it" })),
  };
}
