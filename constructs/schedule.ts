import type { Duration } from "../lib/pve/duration";
import { isDuration } from "../lib/schema/shape";
import { shown } from "./check/shown";
import { isToken } from "./token";

/** A day of the week. */
export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

const weekdays: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const time = /^([01]?\d|2[0-3]):[0-5]\d$/;

/** When jobs run: texts of Proxmox VE's calendar. Each is as good as the text itself. */
export const Schedule = {
  /** Every day at a time: `Schedule.daily("21:00")`. */
  daily: (at: string): string => timeOf(at),

  /** At a time of some days: `Schedule.weekly(["sat", "sun"], "03:00")`. */
  weekly: (days: Weekday | readonly Weekday[], at: string): string => `${daysOf(days)} ${timeOf(at)}`,

  /** On a day of every month: `Schedule.monthly(1, "03:00")`. */
  monthly: (day: number, at: string): string => {
    if (!Number.isInteger(day) || day < 1 || day > 31) throw new RangeError(`Schedule.monthly: ${day} is not a day of a month; say 1 to 31`);
    return `*-*-${String(day).padStart(2, "0")} ${timeOf(at)}`;
  },

  /** Every so many minutes of an hour, or hours of a day: `Schedule.every(Duration.minutes(15))`. */
  every: (span: Duration): string => {
    if (!isDuration(span)) throw new TypeError(`Schedule.every: expected a duration such as Duration.minutes(15), got ${shown(span)}`);
    const minutes = span.toMilliseconds() / 60_000;
    if (Number.isInteger(minutes) && minutes >= 1 && minutes <= 60 && 60 % minutes === 0) return minutes === 60 ? "*:00" : `*/${minutes}`;
    const hours = minutes / 60;
    if (Number.isInteger(hours) && hours > 1 && hours <= 24 && 24 % hours === 0) return hours === 24 ? "00:00" : `0/${hours}:00`;
    throw new RangeError(`Schedule.every: ${String(span)} does not divide an hour or a day; say minutes such as 5, 10, 15, 30, or hours such as 2, 3, 4, 6, 8, 12`);
  },
} as const;

function daysOf(days: Weekday | readonly Weekday[]): string {
  const all = typeof days === "string" ? [days] : days;
  if (Array.isArray(all) && all.length > 0 && all.every((day) => weekdays.includes(day))) return all.join(",");
  throw new RangeError(`Schedule.weekly: expected days such as "sat" or ["sat", "sun"], got ${Array.isArray(days) ? JSON.stringify(days) : shown(days)}`);
}

function timeOf(at: string): string {
  if (isToken(at)) return at;
  if (!time.test(at)) throw new RangeError(`Schedule: ${JSON.stringify(at)} is not a time of the day; say one such as "21:00"`);
  return at;
}
