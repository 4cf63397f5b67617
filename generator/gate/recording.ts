import type { Document, Observation, Unreadable, UnreadableReason } from "../../lib/inventory/document";
import type { Address } from "../../lib/pve/address";
import { redacted } from "../../lib/pve/secret";
import { bodyOf, isRead, refuse, type GateResponse, type Handler } from "./message";
import { derive } from "./derive";

/** What was read of a cluster, kept as it goes over the wire, in memory alone. */
export interface Recording {
  keep(answer: Document | Unreadable): void;
  /** What an address answered; undefined if it was not asked. */
  find(address: Address): GateResponse | undefined;
  /** The same, taken apart: for lists that other answers follow from. */
  read(address: Address): unknown;
}

export function makeRecording(): Recording {
  const answers = new Map<Address, GateResponse>();
  const parsed = new Map<Address, unknown>();
  return {
    keep(answer) {
      answers.set(answer.address, "why" in answer ? told(answer) : { status: 200, body: bodyOf(answer.body) });
      parsed.delete(answer.address);
    },
    find: (address) => answers.get(address),
    read(address) {
      const { body } = answers.get(address) ?? {};
      if (body === undefined) return undefined;
      if (!parsed.has(address)) parsed.set(address, (JSON.parse(body.toString()) as { readonly data: unknown }).data);
      return parsed.get(address);
    },
  };
}

/** What the store has of a run: without secrets. */
export function recordingOf({ documents, unreadable }: Observation): Recording {
  const recording = makeRecording();
  for (const [address, body] of documents) recording.keep({ address, body });
  for (const answer of unreadable.values()) recording.keep(answer);
  return recording;
}

/** How Proxmox VE says that it cannot answer; the gate itself answers what is unknown. */
const statuses: Readonly<Record<UnreadableReason, number>> = { forbidden: 403, offline: 595, gone: 500, timeout: 504, way: 502, "agent-silent": 500, "agent-refuses": 500, failed: 500 };

function told({ address, why, message }: Unreadable): GateResponse {
  if (why === "offline") return { status: statuses[why], reason: "no route to host" };
  if (why === "gone") return { status: statuses[why], reason: `Configuration file '${address}' does not exist` };
  return refuse(message, statuses[why]);
}

/** How a reading is answered from. */
export interface RecordingOptions {
  /** The recording is of the store, which keeps no secrets: an answer that had one is none. */
  readonly withoutSecrets?: boolean;
}

/**
 * Answers from what was read, and from what follows from it; `next` is asked for what an import does not read and what nothing of a guest
 * depends on.
 */
export function recorded(recording: Recording, next: Handler, { withoutSecrets = false }: RecordingOptions = {}): Handler {
  return async (request) => {
    if (!isRead(request)) return next(request);
    const found = recording.find(request.address);
    if (found === undefined) return derive(request, recording) ?? next(request);
    return withoutSecrets && found.body?.includes(redacted) ? refuse(notProven) : found;
  };
}

/** Words by which a plan tells a guest that a recording cannot answer for. */
export const notProven = "not proven offline: its configuration holds a secret, and the store keeps none";
