import type { Known } from "../engine/known";

/** One line of a list: what was seen of a thing, and what it used at that moment. */
export interface Row extends Known {
  readonly tags?: readonly string[];
  readonly pool?: string;
  /** Cores it has, and the share of them in use: 0.5 is half. */
  readonly cores?: number;
  readonly load?: number;
  /** Bytes. */
  readonly memory?: number;
  readonly memoryUsed?: number;
  readonly disk?: number;
  readonly diskUsed?: number;
  /** Seconds. */
  readonly uptime?: number;
}

/** Columns of a list: the name that people ask for, and what it shows. */
export const columns: Readonly<Record<string, { readonly head: string; readonly show: (row: Row) => string; readonly rank?: (row: Row) => number | string }>> = {
  kind: { head: "kind", show: ({ kind }) => kind },
  id: { head: "id", show: ({ id }) => id, rank: ({ id }) => (/^\d+$/.test(id) ? Number(id) : id) },
  name: { head: "name", show: ({ name }) => name },
  status: { head: "status", show: ({ status = "" }) => status },
  node: { head: "node", show: ({ node = "" }) => node },
  cpu: { head: "cpu", show: ({ cores, load }) => (cores === undefined ? "" : `${cores}${load === undefined ? "" : ` · ${percent(load)}`}`), rank: ({ load = 0, cores = 0 }) => -load * cores },
  memory: { head: "memory", show: ({ memory, memoryUsed }) => share(memoryUsed, memory), rank: ({ memoryUsed = 0, memory = 0 }) => -(memoryUsed || memory / 1e6) },
  disk: { head: "disk", show: ({ disk, diskUsed }) => share(diskUsed, disk), rank: ({ diskUsed = 0, disk = 0 }) => -(diskUsed || disk / 1e6) },
  uptime: { head: "uptime", show: ({ uptime }) => (uptime ? span(uptime) : ""), rank: ({ uptime = 0 }) => -uptime },
  pool: { head: "pool", show: ({ pool = "" }) => pool },
  tags: { head: "tags", show: ({ tags = [] }) => tags.join(", ") },
};

/** Sorts by a column: numbers as numbers, what is used most first. */
export function sortRows(rows: readonly Row[], column: string): readonly Row[] {
  const { rank, show } = columns[column]!;
  const of = (row: Row) => (rank ?? show)(row);
  return [...rows].sort((a, b) => {
    const [left, right] = [of(a), of(b)];
    return typeof left === "number" && typeof right === "number" ? left - right : String(left).localeCompare(String(right), "en", { numeric: true });
  });
}

const percent = (part: number) => `${Math.round(part * 100)} %`;

/** `3.2 of 8 GiB`, `8 GiB` where nothing is in use. */
function share(used: number | undefined, all: number | undefined): string {
  if (!all) return "";
  const [amount, unit] = sized(all);
  return used ? `${round(used / factor(unit))} of ${amount} ${unit}` : `${amount} ${unit}`;
}

const units = ["B", "KiB", "MiB", "GiB", "TiB"] as const;
const factor = (unit: (typeof units)[number]) => 1024 ** units.indexOf(unit);
const round = (amount: number) => (amount < 10 ? Math.round(amount * 10) / 10 : Math.round(amount));

function sized(bytes: number): readonly [number, (typeof units)[number]] {
  const unit = units.findLast((one) => bytes >= factor(one)) ?? "B";
  return [round(bytes / factor(unit)), unit];
}

/** `12 days`, `3 hours`. */
function span(seconds: number): string {
  const [length, unit] = seconds >= 172_800 ? [86_400, "days"] : seconds >= 7200 ? [3600, "hours"] : [60, "minutes"];
  return `${Math.floor(seconds / length)} ${unit}`;
}
