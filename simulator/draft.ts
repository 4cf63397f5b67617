import type { GuestType } from "../lib/pve/address";
import { printGuestFile, type NamedSection, type Section, type Setting } from "../lib/pve/guest-config";
import type { Guest } from "./cluster";
import { readGuest } from "./guest";
import { valueText, type Part } from "./reading";

/** A guest's configuration while it is being changed. The notes are among the values, as `description`. */
export interface Draft {
  readonly type: GuestType;
  readonly values: Values;
  /** Changes that wait for the guest to stop; `delete` lists those that go. */
  readonly pending: Values;
  readonly special: Map<string, Values>;
  readonly snapshots: Map<string, Values>;
  /** A container's `lxc.*` lines: of the configuration (at the empty name) and of its snapshots. */
  readonly raw: Map<string, readonly Setting[]>;
}

export type Values = Map<string, string>;

export function newDraft(type: GuestType, values: Values = new Map()): Draft {
  return { type, values, pending: new Map(), special: new Map(), snapshots: new Map(), raw: new Map() };
}

/** Reads the file for changing; lines that Proxmox VE does not understand are left behind, as there. */
export function readDraft(guest: Guest): Draft {
  const { current, pending, special, snapshots } = readGuest(guest).file;
  const draft = newDraft(guest.type, valuesOf(current));
  for (const [key, value] of pending ? valuesOf(pending) : []) draft.pending.set(key, value);
  for (const [name, part] of special) draft.special.set(name, valuesOf(part));
  for (const [name, part] of snapshots) draft.snapshots.set(name, valuesOf(part));
  for (const [name, { raw }] of [["", current] as const, ...snapshots]) draft.raw.set(name, raw.map(([key, value]): Setting => [key, valueText(value)]));
  return draft;
}

const valuesOf = ({ values }: Part): Values => new Map([...values].map(([key, value]) => [key, key === "description" ? String(value) : valueText(String(value))]));

/**
 * Writes the file: pending changes, special sections and snapshots behind what is in force, each kind by name. A volume that a device
 * holds, or is to hold, is not unused.
 */
export function writeDraft(guest: Guest, draft: Draft): void {
  const used = new Set([...draft.values, ...draft.pending].filter(([key]) => !key.startsWith("unused")).map(([, value]) => value.split(",")[0]!.replace(/^(file|volume)=/, "")));
  for (const [key, value] of draft.values) if (/^unused\d+$/.test(key) && used.has(value)) draft.values.delete(key);
  guest.text = printDraft(draft);
}

export function printDraft({ type, values, pending, special, snapshots, raw }: Draft): string {
  const byName = (all: ReadonlyMap<string, Values>) => [...all].sort(([a], [b]) => (a < b ? -1 : 1));
  const sections: NamedSection[] = [
    ...(pending.size > 0 ? [{ kind: "pending" as const, name: type === "qemu" ? "PENDING" : "pve:pending", ...sectionOf(pending) }] : []),
    ...byName(special).map(([name, own]) => ({ kind: "special" as const, name: `special:${name}`, ...sectionOf(own) })),
    ...byName(snapshots).map(([name, own]) => ({ kind: "snapshot" as const, name, ...sectionOf(own, raw.get(name)) })),
  ];
  return printGuestFile({ current: sectionOf(values, raw.get("")), sections });
}

function sectionOf(values: Values, raw: readonly Setting[] = []): Section {
  const description = values.get("description");
  const settings = [...values].filter(([key]) => key !== "description");
  return { ...(description ? { description } : {}), settings, raw };
}

/** The keys that wait to be deleted, and whether their volumes go with them. */
export function pendingDeletions({ pending }: Draft): Map<string, boolean> {
  const words = (pending.get("delete") ?? "").split(/[,;\s]+/).filter((word) => word !== "");
  return new Map(words.map((word) => [word.replace(/^!/, ""), word.startsWith("!")]));
}

function setDeletions({ pending }: Draft, deletions: ReadonlyMap<string, boolean>): void {
  const words = [...deletions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, force]) => (force ? `!${key}` : key));
  if (words.length > 0) pending.set("delete", words.join(","));
  else pending.delete("delete");
}

export function addPendingDeletion(draft: Draft, key: string, force: boolean): void {
  setDeletions(draft, new Map([...pendingDeletions(draft), [key, force]]));
}

export function removePendingDeletion(draft: Draft, key: string): void {
  const deletions = pendingDeletions(draft);
  if (deletions.delete(key)) setDeletions(draft, deletions);
}

/** Forgets pending changes that change nothing. */
export function cleanPending(draft: Draft): void {
  const { values, pending } = draft;
  for (const [key, value] of pending) if (key !== "delete" && values.get(key) === value) pending.delete(key);
  setDeletions(draft, new Map([...pendingDeletions(draft)].filter(([key]) => values.has(key))));
}

/** Keeps a volume that no device holds any more, as `unused0` and on. Its key; undefined if it was kept already. */
export function addUnused(draft: Draft, volume: string): string | undefined {
  const keys = Array.from({ length: 256 }, (_, at) => `unused${at}`);
  if (keys.some((key) => draft.values.get(key) === volume)) return undefined;
  const free = keys.find((key) => !draft.values.has(key));
  if (free === undefined) throw new Error("Too many unused volumes - please delete them first.");
  draft.values.set(free, volume);
  return free;
}
