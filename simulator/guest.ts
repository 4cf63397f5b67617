import { effectiveSection, parseGuestFile, type GuestFile } from "../lib/pve/guest-config";
import { answerOf, digestOf } from "../lib/schema/answer";
import type { Cluster, Guest } from "./cluster";

/** A guest's file, read. */
export interface Reading {
  readonly file: GuestFile;
  readonly digest: string;
  /** What is in force. */
  readonly current: Config;
  /** With pending changes applied: what the API shows unless asked for `current`. */
  readonly effective: Config;
}

/** A configuration as the API answers it, without the digest. */
export type Config = Readonly<Record<string, unknown>>;

const readings = new WeakMap<Guest, { readonly text: string; readonly reading: Reading }>();

/** Reads the file once for each text it had. */
export function readGuest(guest: Guest): Reading {
  const known = readings.get(guest);
  if (known?.text === guest.text) return known.reading;
  const file = parseGuestFile(guest.text);
  const current = answerOf(guest.type, file.current);
  const effective = effectiveSection(file);
  const reading = { file, digest: digestOf(guest.text), current, effective: effective === file.current ? current : answerOf(guest.type, effective) };
  readings.set(guest, { text: guest.text, reading });
  return reading;
}

/** What lists call a guest; one without a name gets one made up. */
export function nameOf(guest: Guest): string {
  const { current } = readGuest(guest);
  if (guest.type === "qemu") return textOf(current.name) ?? `VM ${guest.vmId}`;
  return textOf(current.hostname)?.replace(/\s/g, "") ?? `CT${guest.vmId}`;
}

export function isTemplate(guest: Guest): boolean {
  return readGuest(guest).current.template === 1;
}

export function isRunning({ power }: Guest): boolean {
  return power !== "stopped";
}

/** By number, as text: `1000` stands before `101` in the lists of Proxmox VE. */
export function guestsInOrder(cluster: Cluster): Guest[] {
  const named = [...cluster.guests.values()].map((guest) => ({ guest, name: String(guest.vmId) }));
  return named.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ guest }) => guest);
}

export function textOf(value: unknown): string | undefined {
  return value === undefined || value === null || value === "" ? undefined : String(value);
}
