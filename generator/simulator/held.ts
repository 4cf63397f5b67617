import type { Readable } from "node:stream";
import type { Address } from "../../lib/pve/address";
import { answer } from "../../simulator/respond";
import type { Task } from "../../simulator/cluster";
import { controlOf, type Control } from "../../simulator/control";
import type { Caller } from "../../simulator/credential";
import { loadCluster } from "../../simulator/load";
import type { Response, Parameters } from "../../simulator/request";
import { filesOf } from "../../simulator/save";
import type { Scenario } from "../../simulator/scenario";
import { saveStorages } from "../../simulator/storage";
import { parseParts } from "./wire";

/** A simulated cluster without a port: only the code that holds it reaches it, as one caller. */
export interface HeldCluster {
  ask(method: string, address: Address, body?: Parameters): Response;
  readonly control: Control;
  /** Every file as it is, by path below `/etc/pve`. */
  files(): ReadonlyMap<string, string>;
  /** What was done, the oldest first. */
  tasks(): readonly Task[];
}

export function holdCluster(scenario: Scenario, caller: Caller, now: () => number): HeldCluster {
  const cluster = loadCluster(scenario, { now });
  // A write of one storage writes all of them: whatever else it turns round is no change.
  saveStorages(cluster);
  return {
    ask: (method, address, body = {}) => answer(cluster, { method, address, body }, caller),
    control: controlOf(cluster),
    files: () => filesOf(cluster),
    tasks: () => cluster.tasks,
  };
}

/** Bytes of an upload that are kept: they tell what kind of file it is. */
const kept = 2 ** 20;

/** Takes an upload in: its fields, and the beginning of its file. */
export async function readUpload(stream: Readable, type: string): Promise<Parameters> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (length < kept) chunks.push(chunk.subarray(0, kept - length));
    length += chunk.length;
  }
  return parseParts(type, Buffer.concat(chunks).toString("latin1"));
}
