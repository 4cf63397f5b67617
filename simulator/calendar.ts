const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const names: Readonly<Record<string, string>> = {
  minutely: "*-*-* *:*:00",
  hourly: "*-*-* *:00:00",
  daily: "*-*-* 00:00:00",
  weekly: "mon *-*-* 00:00:00",
  monthly: "*-*-1 00:00:00",
  quarterly: "*-1,4,7,10-1 00:00:00",
  "semi-annually": "*-1,7-1 00:00:00",
  semiannually: "*-1,7-1 00:00:00",
  yearly: "*-1-1 00:00:00",
  annually: "*-1-1 00:00:00",
};

type Fits = (value: number) => boolean;

interface Event {
  readonly day: Fits;
  readonly year: Fits;
  readonly month: Fits;
  readonly date: Fits;
  readonly hour: Fits;
  readonly minute: Fits;
}

/** Whether Proxmox VE takes a text for a calendar event: `mon..fri 22:30`, `*-1..7 04:00`, `*:0/15`, `daily`. */
export const isCalendarEvent = (text: string): boolean => parse(text) !== undefined;

/** When an event is due next after a moment (seconds since 1970), in UTC; undefined if that is not within a year. */
export function nextEvent(text: string, after: number): number | undefined {
  const event = parse(text);
  if (event === undefined) return undefined;
  const first = Math.floor(after / 86_400);
  for (let at = first; at < first + 400; at++) {
    const moment = new Date(at * 86_400_000);
    const fits = event.day(moment.getUTCDay()) && event.year(moment.getUTCFullYear()) && event.month(moment.getUTCMonth() + 1) && event.date(moment.getUTCDate());
    if (!fits) continue;
    for (let minute = 0; minute < 1440; minute++) {
      const time = at * 86_400 + minute * 60;
      if (time > after && event.hour(Math.floor(minute / 60)) && event.minute(minute % 60)) return time;
    }
  }
  return undefined;
}

function parse(text: string): Event | undefined {
  const words = (names[text.trim().toLowerCase()] ?? text.trim().toLowerCase()).split(/\s+/).filter((word) => word !== "");
  if (words.length === 0 || words.length > 3) return undefined;
  const day = /^[a-z]/.test(words[0]!) ? parseDays(words.shift()!) : () => true;
  const date = words[0]?.includes("-") ? parseDate(words.shift()!) : { year: () => true, month: () => true, date: () => true };
  const time = words.length > 0 ? parseTime(words.shift()!) : { hour: (value: number) => value === 0, minute: (value: number) => value === 0 };
  return day && date && time && words.length === 0 ? { day, ...date, ...time } : undefined;
}

const dayOf = (word: string) => days.findIndex((name) => word.length >= 3 && `${name}${["day", "day", "sday", "nesday", "rsday", "day", "urday"][days.indexOf(name)]}`.startsWith(word));

function parseDays(text: string): Fits | undefined {
  const found = new Set<number>();
  for (const part of text.split(",")) {
    const [from = "", to = from] = part.split("..");
    const [a, b] = [dayOf(from), dayOf(to)];
    if (a < 0 || b < 0) return undefined;
    for (let at = a; ; at = (at + 1) % 7) {
      found.add(at);
      if (at === b) break;
    }
  }
  return (value) => found.has(value);
}

function parseDate(text: string): Pick<Event, "year" | "month" | "date"> | undefined {
  const parts = text.split("-");
  const [year, month, date] = parts.length === 2 ? ["*", ...parts] : parts;
  const fits = [field(year, 1970, 2100), field(month, 1, 12), field(date, 1, 31)];
  return parts.length > 3 || fits.some((one) => one === undefined) ? undefined : { year: fits[0]!, month: fits[1]!, date: fits[2]! };
}

function parseTime(text: string): Pick<Event, "hour" | "minute"> | undefined {
  const parts = text.split(":");
  const [hour, minute] = parts.length === 1 ? ["*", parts[0]] : parts;
  const fits = [field(hour, 0, 23), field(minute, 0, 59)];
  return parts.length > 3 || fits.some((one) => one === undefined) ? undefined : { hour: fits[0]!, minute: fits[1]! };
}

// A star, 5, 1..7, 0/15, and lists of them.
function field(text: string | undefined, low: number, high: number): Fits | undefined {
  const ranges = (text ?? "").split(",").map((part) => {
    const [, from, to, step] = /^(\*|\d+)(?:\.\.(\d+))?(?:\/(\d+))?$/.exec(part) ?? [];
    if (from === undefined) return undefined;
    const start = from === "*" ? low : Number(from);
    const end = to !== undefined ? Number(to) : from === "*" || step !== undefined ? high : start;
    return start < low || end > high || start > end || Number(step ?? 1) < 1 ? undefined : { start, end, step: Number(step ?? 1) };
  });
  if (ranges.some((range) => range === undefined)) return undefined;
  return (value) => ranges.some((range) => value >= range!.start && value <= range!.end && (value - range!.start) % range!.step === 0);
}
