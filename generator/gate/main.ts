import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { shareHold } from "../store/hold";
import { workFor } from "../caller/caller";
import { isRunning } from "../workspace/process";
import { patientWith } from "./agent";
import type { Stopped } from "./approval";
import { approved } from "./approve";
import { openCluster } from "./live";
import type { Handler } from "./message";
import type { GateOrder, Listening, Watched } from "./order";
import { readOnly } from "./read-only";
import { posingAs, serve } from "./server";
import { scribe } from "./scribe";
import { tellingStorages } from "./telling-storages";

// The process of a gate. It is in a session of its own, as the one that applies is: terraform must come to its end even if pmpc is killed.

/** Milliseconds between two looks at whether terraform still runs. */
const pause = 500;

async function main(): Promise<void> {
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
  const lines = createInterface(process.stdin)[Symbol.asyncIterator]();
  const next = async <T>() => {
    const { value } = (await lines.next()) as { readonly value?: string };
    return value === undefined ? undefined : (JSON.parse(value) as T);
  };
  const order = await next<GateOrder>();
  if (order === undefined) return;
  const hold = await shareHold(order.share);
  workFor(order.caller);
  const first = openCluster(order.way).handle;
  const writing = order.writeWay === undefined ? first : openCluster(order.writeWay).handle;
  const reading = tellingStorages(first);
  const { handle, end } = handlerOf(order, reading, writing);
  const { endpoint, certificate, secret } = await serve(handle, posingAs(order.writeWay ?? order.way), new Date());
  process.stdout.write(`${JSON.stringify({ endpoint, certificate, secret } satisfies Listening)}\n`);
  const watched = await next<Watched>();
  await next();
  // The process that opened it has ended, or wants it to end: open requests are finished first.
  while (watched !== undefined && isRunning(watched.terraform)) await setTimeout(pause);
  await end();
  await hold.release();
}

/** What such a gate lets pass: reads, and the writes that were agreed to. */
function handlerOf({ silent = [], approval, audit, stopped: file }: GateOrder, reading: Handler, writing: Handler): { readonly handle: Handler; end(): Promise<void> } {
  if (approval === undefined) return { handle: patientWith(silent, readOnly(reading, "nothing was agreed to that changes anything")), end: async () => {} };
  const log = audit && scribe({ ...audit, plan: approval.plan }, writing);
  const onStopped = (one: Omit<Stopped, "at">) => {
    const stopped = { at: new Date().toISOString(), ...one };
    if (file !== undefined) appendFileSync(file, `${JSON.stringify(stopped)}\n`, { mode: 0o600 });
    log?.stopped(stopped);
  };
  // A task is its owner's: who began it can ask after it.
  const asking: Handler = (request) => (request.path[2] === "tasks" ? writing : reading)(request);
  const read = log?.watch(asking) ?? asking;
  return { handle: patientWith(silent, approved(approval, { read, send: log?.send ?? (({ request }) => writing(request)), onStopped })), end: async () => log?.end() };
}

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
