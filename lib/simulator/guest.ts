import { createHash } from "node:crypto";
import type { GuestType } from "../pve/address";
import { effectiveSection, parseGuestFile, type GuestFile, type Section } from "../pve/guest-config";
import { parsePropertyString } from "../pve/property-string";
import { answerOf } from "../schema/answer";
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
  const current = configOf(guest.type, file.current);
  const effective = effectiveSection(file);
  const reading = { file, digest: digestOf(guest.text), current, effective: effective === file.current ? current : configOf(guest.type, effective) };
  readings.set(guest, { text: guest.text, reading });
  return reading;
}

/** A section as the API answers it. Text outside of ASCII comes encoded twice, but for the notes. */
export function configOf(type: GuestType, section: Section): Config {
  const config = answerOf(type, section);
  const encoded = Object.entries(config).filter(([key, value]) => key !== "description" && typeof value === "string" && /[^\0-\x7f]/.test(value));
  return encoded.length === 0 ? config : { ...config, ...Object.fromEntries(encoded.map(([key, value]) => [key, twice(String(value))])) };
}

const twice = (text: string) => String.fromCharCode(...new TextEncoder().encode(text));

/** What Proxmox VE calls a digest: SHA-1 of a file's text. */
export function digestOf(text: string): string {
  return createHash("sha1").update(text).digest("hex");
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

/** Whether an agent is configured: `1`, `enabled=1,fstrim_cloned_disks=1`. */
export function hasAgent(text = ""): boolean {
  return new Map(parsePropertyString(text, { defaultKey: "enabled" })).get("enabled") === "1";
}

/** By number, as text: `1000` stands before `101` in the lists of Proxmox VE. */
export function guestsInOrder(cluster: Cluster): Guest[] {
  const named = [...cluster.guests.values()].map((guest) => ({ guest, name: String(guest.vmId) }));
  return named.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ guest }) => guest);
}

export function textOf(value: unknown): string | undefined {
  return value === undefined || value === null || value === "" ? undefined : String(value);
}
