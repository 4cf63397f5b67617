import { exit, PmpcError } from "../../lib/error";

/** When guests with a tag may be interrupted. */
interface Window {
  readonly tag: string;
  readonly days: readonly number[];
  /** Minutes after midnight, UTC. */
  readonly from: number;
  readonly to: number;
}

const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/**
 * Tells whether a guest may be interrupted now, by its tags.
 * @param written `prod sat,sun 02:00-05:00`: a tag, days or `daily`, and hours in UTC, which may go past midnight
 */
export function readWindows(written: readonly string[], now: Date): (tags: readonly string[]) => boolean {
  const open = written.map(parseWindow).filter((one) => isOpen(one, now));
  return (tags) => open.some(({ tag }) => tags.includes(tag));
}

function parseWindow(text: string): Window {
  const [, tag, when, ...times] = /^(\S+)\s+([a-z,]+)\s+([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/.exec(text.trim()) ?? [];
  const named = when === "daily" ? days : (when?.split(",") ?? []);
  if (tag === undefined || named.length === 0 || named.some((day) => !days.includes(day))) {
    throw new PmpcError("wrong-input", `window: expected a tag, days and hours such as "prod sat,sun 02:00-05:00", got ${JSON.stringify(text.slice(0, 80))}`, { hint: "days are mon to sun, or daily; hours are UTC", exit: exit.usage, facts: { option: "window", expected: "a tag, days and hours", got: JSON.stringify(text.slice(0, 80)) } });
  }
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = times.map(Number);
  return { tag, days: named.map((day) => days.indexOf(day)), from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute };
}

function isOpen({ days: named, from, to }: Window, now: Date): boolean {
  const [day, minute] = [now.getUTCDay(), now.getUTCHours() * 60 + now.getUTCMinutes()];
  if (from <= to) return named.includes(day) && minute >= from && minute < to;
  // Past midnight it is still the window of the day before.
  return (named.includes(day) && minute >= from) || (named.includes((day + 6) % 7) && minute < to);
}
