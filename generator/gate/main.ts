import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { isRunning } from "../workspace/process";
import { patientWith } from "./agent";
import { openCluster } from "./live";
import type { GateOrder, Listening, Watched } from "./order";
import { posingAs, serve } from "./server";

// The process of a gate. It is in a session of its own, as the one that applies is: terraform must come to its end whoever is killed.

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
  const cluster = openCluster(order.way);
  const { endpoint, certificate, secret } = await serve(patientWith(order.silent ?? [], cluster.handle), posingAs(order.way), new Date());
  process.stdout.write(`${JSON.stringify({ endpoint, certificate, secret } satisfies Listening)}\n`);
  const watched = await next<Watched>();
  await next();
  // Whoever opened it has ended, or wants it to: what goes through comes to its end first.
  while (watched !== undefined && isRunning(watched.terraform)) await setTimeout(pause);
}

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
