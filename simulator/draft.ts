import type { GuestType } from "../lib/pve/address";
import { printGuestFile, type Section, type Setting } from "../lib/pve/guest-config";
import type { Guest } from "./cluster";
import { readGuest } from "./guest";
import { isPending } from "./pending";

/** A guest's configuration while it is being changed. The notes stand among the values, as `description`. */
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
  const { file } = readGuest(guest);
  const draft = newDraft(guest.type, valuesOf(file.current));
  draft.raw.set("", file.current.raw);
  for (const section of file.sections) {
    const special = /^special:(.*)$/.exec(section.name)?.[1];
    const values = valuesOf(section);
    if (isPending(section.name)) values.forEach((value, key) => draft.pending.set(key, value));
    else if (special !== undefined) draft.special.set(special, values);
    else {
      draft.snapshots.set(section.name, values);
      draft.raw.set(section.name, section.raw);
    }
  }
  return draft;
}

// A container's environment stands in raw lines, one for each variable.
const environment = "lxc.environment.runtime";

function valuesOf({ description, settings, raw }: Section): Values {
  const notes = description === undefined ? [] : [["description", description] as const];
  const variables = raw.filter(([key]) => key === environment).map(([, value]) => value);
  return new Map([...notes, ...settings, ...(variables.length === 0 ? [] : [["env", variables.join("\0")] as const])]);
}

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
  const named = (all: ReadonlyMap<string, Values>, prefix = "") =>
    [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, own]) => ({ name: `${prefix}${name}`, ...sectionOf(own, raw.get(prefix === "" ? name : "-")) }));
  const waiting = pending.size > 0 ? [{ name: type === "qemu" ? "PENDING" : "pve:pending", ...sectionOf(pending) }] : [];
  const sections = [...waiting, ...named(special, "special:"), ...named(snapshots)];
  return printGuestFile({ current: sectionOf(values, raw.get("")), sections });
}

function sectionOf(values: Values, raw: readonly Setting[] = []): Section {
  const description = values.get("description");
  const settings = [...values].filter(([key]) => key !== "description" && key !== "env");
  const variables = (values.get("env") ?? "").split("\0").filter((variable) => variable !== "");
  const own = raw.filter(([key]) => key !== environment);
  return { ...(description ? { description } : {}), settings, raw: [...variables.map((variable): Setting => [environment, variable]), ...own], unparsed: [] };
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

/** Keeps a volume that no device holds any more, as `unused0` and on. Its key; undefined where it was kept already. */
export function addUnused(draft: Draft, volume: string): string | undefined {
  const keys = Array.from({ length: 256 }, (_, at) => `unused${at}`);
  if (keys.some((key) => draft.values.get(key) === volume)) return undefined;
  const free = keys.find((key) => !draft.values.has(key));
  if (free === undefined) throw new Error("Too many unused volumes - please delete them first.");
  draft.values.set(free, volume);
  return free;
}
