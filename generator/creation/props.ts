import type { GuestType } from "../../lib/pve/address";
import { propOrder, settingsOf } from "../../lib/schema/setting/setting";
import type { PropValue } from "../../lib/schema/shape";
import { put, wishesOf } from "../revise/assignment";
import type { Said } from "../revise/options";
import { wrongInput } from "./wanted";

/** The props of a guest that is not there yet, as plain data that is still being decided. */
export type Draft = Record<string, PropValue | undefined>;

type List = Readonly<Record<string, PropValue>>[];

/** What was said, as the props of a guest that has nothing yet; in the order in which code says them. */
export function draftOf(type: GuestType, said: readonly Said[]): Draft {
  const settings = settingsOf(type);
  const ordered = [...said].sort((a, b) => settings.indexOf(a.setting) - settings.indexOf(b.setting));
  const draft: Record<string, unknown> = {};
  const named = new Set<string>();
  for (const { path, value, title } of wishesOf(ordered, { size: () => 0, has: () => false })) {
    if (value === undefined) continue;
    const at = path.findIndex((step) => !("prop" in step));
    if (at >= 0 && named.has(title)) throw wrongInput(title, "it is said twice", "say it once, with all that it is to have");
    named.add(title);
    if (at < 0) put(draft, path as Parameters<typeof put>[1], value);
    else append(draft, path.slice(0, at).flatMap((step) => ("prop" in step ? [step.prop] : [])), value);
  }
  return draft as Draft;
}

function append(props: Record<string, unknown>, [name, ...rest]: readonly string[], value: PropValue): void {
  if (rest.length > 0) append((props[name!] ??= {}) as Record<string, unknown>, rest, value);
  else (props[name!] = [...((props[name!] as unknown[] | undefined) ?? []), value]);
}

/** The elements of a list that is written down. */
export const listOf = (draft: Draft, prop: string): List => (Array.isArray(draft[prop]) ? [...(draft[prop] as unknown as List)] : []);

/** The props in the order in which code says them. */
export function inOrder(type: GuestType, draft: Draft): readonly (readonly [string, PropValue])[] {
  const order = propOrder(type);
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.entries(draft).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])).sort(([a], [b]) => place(a) - place(b));
}

/** `ip=dhcp,ip6=auto` */
export const packed = (parts: Readonly<Record<string, unknown>>): string => Object.entries(parts).flatMap(([key, value]) => (typeof value === "string" ? [`${key}=${value}`] : [])).join(",");
