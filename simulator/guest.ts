import type { GuestType } from "../lib/pve/address";
import type { Cluster, Guest } from "./cluster";
import { digestOf, readGuestText, type Parsed, type Part } from "./reading";

/** A guest's file, read. */
export interface Reading {
  readonly file: Parsed;
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
  const file = readGuestText(guest.type, guest.vmId, guest.text, guest.processors);
  const reading = { file, digest: digestOf(guest.text), current: configOf(guest.type, file.current), effective: configOf(guest.type, withPending(file)) };
  readings.set(guest, { text: guest.text, reading });
  return reading;
}

/** A part of a guest's file as the API answers it. */
export function configOf(type: GuestType, { values, raw }: Part): Config {
  const masked = type === "qemu" && values.get("cipassword") ? { cipassword: "**********" } : {};
  return { ...Object.fromEntries(values), ...masked, ...(raw.length > 0 ? { lxc: raw } : {}) };
}

/** Pending changes, then pending deletions; what counts as nothing in Perl is not deleted, and raw lines do not wait. */
function withPending({ current, pending }: Parsed): Part {
  if (!pending) return current;
  const values = new Map([...current.values, ...[...pending.values].filter(([key]) => key !== "delete")]);
  const kept = ["", "0", 0];
  const leaving = deletionsIn(pending);
  const raw = leaving.has("lxc") ? [] : current.raw;
  for (const key of leaving.keys()) if (!kept.includes(values.get(key) ?? "")) values.delete(key);
  return { values, raw };
}

/** Keys that wait to be deleted, and whether their volumes go with them: `net0 !unused0`. */
export function deletionsIn({ values }: Part): ReadonlyMap<string, boolean> {
  const words = String(values.get("delete") ?? "").split(/[,;\s]+/).filter((word) => word !== "");
  return new Map(words.map((word) => [word.replace(/^!/, ""), word.startsWith("!")]));
}

/** What Proxmox VE complains of when it reads a guest's file, in its words. */
export function complaintsOf(cluster: Cluster, vmId: number): readonly string[] {
  const guest = cluster.guests.get(vmId);
  return guest === undefined ? [] : readGuest(guest).file.complaints;
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

/** By number, as text: `1000` comes before `101` in the lists of Proxmox VE. */
export function guestsInOrder(cluster: Cluster): Guest[] {
  const named = [...cluster.guests.values()].map((guest) => ({ guest, name: String(guest.vmId) }));
  return named.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ guest }) => guest);
}

export function textOf(value: unknown): string | undefined {
  return value === undefined || value === null || value === "" ? undefined : String(value);
}
