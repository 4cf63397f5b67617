import type { Address } from "../pve/address";

/** What one address of the API answered: the `data` of the body. The raw truth, kept by the store. */
export interface Document {
  readonly address: Address;
  readonly body: unknown;
}

/** An address that did not answer, and why; an import goes on without it. */
export interface Unreadable {
  readonly address: Address;
  readonly why: UnreadableReason;
  /** One sentence in pmpc's voice: `token auditor@pve!pmpc lacks VM.Audit on /vms/101`. */
  readonly message: string;
  /** What the reader can do about it. */
  readonly hint?: string;
}

export type UnreadableReason =
  /** A right is missing; the message names it. */
  | "forbidden"
  /** The node does not answer (595 and its kin). */
  | "offline"
  /** The guest or thing vanished, or moved away, while it was read. */
  | "gone"
  /** It took longer than it may. */
  | "timeout"
  /** Something on the way answered instead: Proxmox VE was not asked. */
  | "way"
  /** The guest's agent does not answer. */
  | "agent-silent"
  /** The guest's agent answers, and does not tell. */
  | "agent-refuses"
  /** Any other answer than the one expected. */
  | "failed";

/** One cluster at one moment, as its documents. */
export interface Observation {
  readonly documents: ReadonlyMap<Address, unknown>;
  readonly unreadable: ReadonlyMap<Address, Unreadable>;
}
