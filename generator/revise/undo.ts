import type { GuestType } from "../../lib/pve/address";
import { guestKinds } from "../../lib/schema/kind/all";
import { camel, findSetting } from "../../lib/schema/setting/find";
import { holdsVolume } from "../../lib/schema/volume-place";
import { readSaid, type Said } from "./options";

type Values = Readonly<Record<string, unknown>>;

/** What brings a guest's configuration back to what it was before a change, as the code can say it. */
export interface WayBack {
  readonly said: readonly Said[];
  /** Settings that the change brought: `cores`, `net1`, `net0.tag`. */
  readonly unset: readonly string[];
  /** Keys that code cannot bring back, and why. */
  readonly left: readonly { readonly key: string; readonly why: string }[];
}

// What a request says beside keys of the configuration.
const notKeys: readonly string[] = ["request", "node", "digest", "delete"];

/** The way back from a change: only what it changed, since others may have changed the rest. */
export function wayBack(type: GuestType, asked: Values, before: Values): WayBack {
  const gone = String(asked.delete ?? "").split(/[\s,;]+/).filter((key) => key !== "");
  const keys = [...Object.keys(asked).filter((key) => !notKeys.includes(key)), ...gone].filter((key) => String(before[key]) !== String(asked[key]));
  const found = keys.map((key) => keyBack(type, key, asked[key], before[key]));
  return { said: found.flatMap(({ said = [] }) => said), unset: found.flatMap(({ unset = [] }) => unset), left: found.flatMap(({ key, why }) => (why === undefined ? [] : [{ key, why }])) };
}

interface KeyBack {
  readonly key: string;
  readonly said?: readonly Said[];
  readonly unset?: readonly string[];
  readonly why?: string;
}

function keyBack(type: GuestType, key: string, now: unknown, was: unknown): KeyBack {
  const word = key === guestKinds[type].nameKey ? "name" : key;
  const { setting, number } = findSetting(type, key) ?? findSetting(type, word) ?? {};
  if (setting === undefined) return { key, why: "the code cannot say it" };
  if (was === undefined) return now === undefined ? { key } : { key, unset: [key] };
  if (holdsVolume(key)) return { key, why: now === undefined ? "a disk that was taken away is not brought back by code" : "a disk does not become smaller, nor go back, by itself: change the code by hand" };
  const text = setting.is === "device" && number !== undefined && setting.series !== undefined ? `${number}=${String(was)}` : String(was);
  try {
    return { key, said: readSaid(type, { [camel(setting.names[0]!)]: text }), unset: setting.is === "device" ? newFields(key, String(was), String(now ?? "")) : [] };
  } catch (error) {
    return { key, why: error instanceof Error ? error.message : String(error) };
  }
}

/** Sub-keys that only the new text has. */
function newFields(key: string, was: string, now: string): readonly string[] {
  const named = (text: string) => text.split(",").flatMap((part) => (part.includes("=") ? [part.split("=")[0]!] : []));
  const before = named(was);
  return named(now).filter((field) => !before.includes(field)).map((field) => `${key}.${field}`);
}
