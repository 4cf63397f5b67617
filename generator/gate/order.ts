import type { Caller } from "../caller/caller";
import type { ProcessId } from "../workspace/process";
import type { Share } from "../store/hold";
import type { SilentGuest } from "./agent";
import type { Approval } from "./approval";
import type { Way } from "./live";
import type { Served } from "./server";

/** What the process of a gate is told, on its standard input: no argument and no file may hold what is secret. */
export interface GateOrder {
  /** How the cluster is reached; undefined if there are no credentials. */
  readonly way?: Way;
  /** How what was agreed to is written, where a token of its own does that; `way` then reads only. */
  readonly writeWay?: Way;
  /** Guests that did not say their addresses while the plan was made, and that are not waited for now. */
  readonly silent?: readonly SilentGuest[];
  /** What may be written; without it nothing but reads passes. */
  readonly approval?: Approval;
  /** Whose audit log it is written down in, and by which verb; without it nothing is, as where the cluster is a simulated one. */
  readonly audit?: { readonly root: string; readonly verb: string };
  /** The cluster's hold, which it takes part in: nobody else may change the cluster while it lets something pass. */
  readonly share?: Share;
  /** For whom it works. */
  readonly caller?: Caller;
  /** The file that gets a line for each write that was stopped. */
  readonly stopped?: string;
}

/** What it says once it listens, on its standard output. */
export type Listening = Pick<Served, "endpoint" | "certificate" | "secret">;

/** Who goes through it: it ends with them. */
export interface Watched {
  readonly terraform: ProcessId;
}
