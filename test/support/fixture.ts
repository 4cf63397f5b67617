import { readFileSync } from "node:fs";
import { join } from "node:path";

const read = <T>(path: string) => JSON.parse(readFileSync(path, "utf8")) as T;

/** A recording that lies in this project: `cluster-b.json`. */
export function fixture<T>(name: string): T {
  return read<T>(join(__dirname, "../fixture/pve", name));
}

/** The folder with every recording, some of which may not be copied; undefined in a clean clone. */
export const allFixtures = process.env.PMPC_FIXTURES || undefined;

/** A recording of that folder; undefined if it is not there. */
export function sharedFixture<T>(name: string): T | undefined {
  return allFixtures === undefined ? undefined : read<T>(join(allFixtures, name));
}

/** What Proxmox VE answered to one request. */
export interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly body?: { readonly data: unknown } | null;
}

export type Answers = Readonly<Record<string, Answer>>;

/** A whole small cluster: answers by address, raw files by path. */
export const clusterB = fixture<{ readonly http: Answers; readonly httpLow: Answers; readonly files: Readonly<Record<string, string>> }>("cluster-b.json");

/** One of Proxmox's own odd configurations, with what the API answered for it. */
export interface OddGuest {
  readonly conf: string;
  readonly http: Answers;
  /** What `pct` or `qm` printed, by the words and options without the number. */
  readonly cli: Readonly<Record<string, { readonly exit: number; readonly stdout: string; readonly stderr: string }>>;
}

/** Proxmox's own test configurations by kind and name; undefined in a clean clone. */
export const oddGuests = sharedFixture<Readonly<Record<"qemu" | "lxc", Readonly<Record<string, OddGuest>>>>>("proxmox-tests.json");

/** What is in a title where the recordings are missing. */
export const whenAll = allFixtures === undefined ? " (skipped: PMPC_FIXTURES is not set)" : "";
