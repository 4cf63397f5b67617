import { formatOf, parseDevice, passingKeys } from "../schema/format";
import type { GuestType, ResourceKey } from "../pve/address";
import { redact } from "../pve/secret";
import { guestsByKey, guestsNumbered } from "./guest-by-key";
import type { Guest, Inventory } from "./inventory";

/** What became of a guest between two looks at a cluster. */
export interface GuestChange {
  readonly key: ResourceKey;
  readonly name: string;
  /** `unlisted`: the cluster does not list it, and nothing proves that it has gone. */
  readonly change: "added" | "changed" | "gone" | "unlisted";
  /** Of a changed one, sorted: `memory`, `net0 tag`, `node`, `pool`. */
  readonly settings: readonly SettingChange[];
}

export interface SettingChange {
  readonly setting: string;
  /** Undefined if it was not set; secrets are masked. */
  readonly before?: string;
  readonly after?: string;
}

type Seen = Pick<Inventory, "guests" | "freeNumbers">;

/** Compares two looks, by guest and setting. What passes by itself (power, locks, snapshots) and what was not read both times is not a change. */
export function compareInventories(before: Seen, after: Seen): readonly GuestChange[] {
  const [earlier, now] = [guestsByKey(before.guests), guestsByKey(after.guests)];
  const left = before.guests
    .filter(({ key }) => !now.has(key))
    .map((guest): GuestChange => ({ ...nameOf(guest), change: after.freeNumbers.has(guest.vmId) || guestsNumbered(after.guests, guest.vmId).length > 0 ? "gone" : "unlisted", settings: [] }));
  const others = after.guests.flatMap((guest): GuestChange[] => {
    const was = earlier.get(guest.key);
    if (was === undefined) return [{ ...nameOf(guest), change: "added", settings: [] }];
    const settings = compareGuests(was, guest);
    return settings.length === 0 ? [] : [{ key: guest.key, name: was.name ?? nameOf(guest).name, change: "changed", settings }];
  });
  return [...others, ...left].sort((a, b) => byNumber.compare(a.key, b.key));
}

const nameOf = ({ key, name = "" }: Guest) => ({ key, name });
const byNumber = new Intl.Collator("en", { numeric: true });

function compareGuests(before: Guest, after: Guest): SettingChange[] {
  if (before.config === undefined || after.config === undefined) return [];
  // Most keys of most guests are what they were, and need no parsing.
  const isKept = (key: string) => before.type === after.type && JSON.stringify(before.config![key]) === JSON.stringify(after.config![key]);
  const [was, is] = [settingsOf(before, isKept), settingsOf(after, isKept)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((setting) => was.get(setting) !== is.get(setting))
    .sort(byNumber.compare)
    .map((setting) => ({ setting, ...(was.has(setting) ? { before: was.get(setting)! } : {}), ...(is.has(setting) ? { after: is.get(setting)! } : {}) }));
}

/** Every setting as a text, those with parts in parts. */
function settingsOf({ type, config = {}, node, pool }: Guest, isKept: (key: string) => boolean): ReadonlyMap<string, string> {
  const settings = new Map<string, string>([["node", node], ...(pool === undefined ? [] : [["pool", pool] as const])]);
  const changed = Object.fromEntries(Object.entries(config).filter(([key]) => !isKept(key)));
  for (const [key, value] of Object.entries(redact(changed) as typeof config)) {
    if (passingKeys(type).has(formatOf(type, key)?.family ?? "")) continue;
    for (const [setting, text] of partsOf(type, key, value)) settings.set(setting, text);
  }
  return settings;
}

function partsOf(type: GuestType, key: string, value: unknown): readonly (readonly [string, string])[] {
  if (key === "lxc" && Array.isArray(value)) return (value as readonly (readonly unknown[])[]).map(([name, text], at) => [`${String(name)} (${at + 1})`, String(text)]);
  const format = formatOf(type, key);
  if (format === undefined || format.fields.size === 0 || format.plain !== undefined) return [[key, String(value)]];
  return parseDevice(type, key, String(value)).parts.map(([field, text]) => [`${key} ${field}`, format.fields.get(field)?.secret ? masked : text]);
}

const masked = "**********";
