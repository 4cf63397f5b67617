import type { GateOrder } from "../gate/order";
import type { Share } from "../store/hold";
import type { Command } from "../terraform/terraform";
import type { Holder } from "../workspace/lock";

/** What a runner is told, on its standard input: no argument and no file may hold what is secret. */
export interface Order {
  readonly root: string;
  /** The folder of this run. */
  readonly folder: string;
  /** The verb that asked for it: `apply`. */
  readonly verb: string;
  /** The lock while it runs, which is the runner's. */
  readonly lock: Holder;
  /** Whose the lock is again afterwards, if that process still waits. */
  readonly before: Holder;
  /** The cluster's hold, which it takes part in. */
  readonly share?: Share;
  readonly command: Command;
  /** What is between the provider and the cluster meanwhile. */
  readonly gate: GateOrder;
  /** The backend, and where its state lies if that is on this machine: remembered as soon as something is in it. */
  readonly state: { readonly backend: string; readonly where?: string };
}

export const print = (order: Order): string => `${JSON.stringify(order)}\n`;

/** Reads an order; undefined if the process that gave it died before its end. */
export function parse(text: string): Order | undefined {
  return text.endsWith("\n") ? (JSON.parse(text) as Order) : undefined;
}
