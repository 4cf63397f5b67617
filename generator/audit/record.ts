import { createHash } from "node:crypto";

/** What somebody had done to the cluster, or its answer to that. */
export interface Entry {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Who asked: the user of this machine. */
  readonly person: string;
  /** By which way in, and which program: `command line`, `mcp claude-code 2.1`, `rest nightly`. */
  readonly client?: string;
  /** The trace that it belongs to, as W3C's trace context spells it. */
  readonly trace?: string;
  /** `start`, `apply` */
  readonly verb: string;
  /** `qemu/104` */
  readonly key?: string;
  /** Names the plan that it belongs to. */
  readonly plan?: string;
  /** What was asked, in Proxmox VE's words; without secrets. */
  readonly asked?: Readonly<Record<string, unknown>>;
  /** The guest's configuration before, as far as it could be read; without secrets. */
  readonly before?: Readonly<Record<string, unknown>>;
  /** The record that this one answers. */
  readonly of?: number;
  /** `OK`, or what went wrong. */
  readonly answer?: string;
  /** The task's UPID. */
  readonly task?: string;
}

/** A line of a chain. */
export interface Recorded extends Entry {
  /** From 1 on, without a gap. */
  readonly n: number;
  /** Hash of the bytes that a writer left behind when it was killed over a line: they follow the record before. */
  readonly torn?: string;
  /** Hash of the record before; empty for the first. */
  readonly previous: string;
  /** Hash of this record without its hash. */
  readonly hash: string;
}

/** The end of a chain: what the next record is linked to. */
export interface Head {
  readonly n: number;
  readonly hash: string;
}

export const start: Head = { n: 0, hash: "" };

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The line that comes after a head. */
export function link(entry: Entry, head: Head, torn?: string): { readonly record: Recorded; readonly line: string } {
  const body = { n: head.n + 1, ...entry, ...(torn === undefined ? {} : { torn: hashOf(torn) }), previous: head.hash };
  const record: Recorded = { ...body, hash: hashOf(JSON.stringify(body)) };
  return { record, line: `${JSON.stringify(record)}\n` };
}

/** What a file of a chain says. */
export interface Chain {
  readonly records: readonly Recorded[];
  readonly head: Head;
  /** What follows the last whole record, where a writer was killed over it. */
  readonly torn: string;
  /** The first line that is not what was written, and why. */
  readonly fault?: { readonly line: number; readonly says: string };
}

/** Reads a chain as far as it holds. */
export function readChain(text: string): Chain {
  const records: Recorded[] = [];
  let head = start;
  let torn = "";
  const lines = text.split("\n");
  const rest = lines.pop()!;
  for (const [at, line] of lines.entries()) {
    const record = parse(line);
    // A line that is not a record is reported with the next one, or is not ours.
    if (record === undefined) {
      if (torn !== "") return { records, head, torn, fault: { line: at + 1, says: "is not a record" } };
      torn = line;
      continue;
    }
    const says = faultOf(record, head, torn);
    if (says !== undefined) return { records, head, torn, fault: { line: at + 1, says } };
    records.push(record);
    head = { n: record.n, hash: record.hash };
    torn = "";
  }
  if (torn !== "") return { records, head, torn, fault: { line: lines.length, says: "is not a record" } };
  return { records, head, torn: rest };
}

function faultOf(record: Recorded, head: Head, torn: string): string | undefined {
  const { hash, ...body } = record;
  if (hash !== hashOf(JSON.stringify(body))) return "was changed: its hash does not match";
  if (record.n !== head.n + 1) return `has the number ${record.n}, and ${head.n + 1} was expected`;
  if (record.previous !== head.hash) return "does not follow the record before it";
  if (record.torn !== (torn === "" ? undefined : hashOf(torn))) return "does not match the incomplete line before it";
  return undefined;
}

function parse(line: string): Recorded | undefined {
  try {
    const record = JSON.parse(line) as Recorded | null;
    return typeof record === "object" && typeof record?.hash === "string" ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Records of several chains, the newest first. Where a clock was set back, a record is as late as the one before it in its chain. */
export function newestFirst<R extends Recorded>(chains: readonly (readonly R[])[]): readonly R[] {
  const dated = chains.flatMap((records) => {
    let latest = "";
    return records.map((record) => ({ record, at: (latest = record.at > latest ? record.at : latest) }));
  });
  return dated.sort((a, b) => (a.at === b.at ? b.record.n - a.record.n : a.at < b.at ? 1 : -1)).map(({ record }) => record);
}

/** The first record that is dated before the one that it follows: a clock was set back, or a date is not true. */
export const datedBack = ({ records }: Pick<Chain, "records">): number | undefined => records.find(({ at }, place) => place > 0 && at < records[place - 1]!.at)?.n;
