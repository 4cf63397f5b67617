import type { Alert } from "./verdict";

/** What `pmpc ci` found: its door writes it in the languages of pipelines. */
export interface CiReport {
  readonly workspace: string;
  readonly cluster: string | undefined;
  /** `alarm`: something that was asked for is there. `unread`: not all could be judged. */
  readonly verdict: "pass" | "alarm" | "unread";
  /** In one line. */
  readonly says: string;
  /** The worst first. */
  readonly findings: readonly Alert[];
  /** What every guest was found to be. */
  readonly guests: readonly { readonly guest: string; readonly key: string; readonly alarms: boolean }[];
  /** What no resource is to blame for. */
  readonly problems: readonly string[];
  /** The run that drift was measured against: ISO 8601, UTC; undefined if there is none, and then whatever differs is drift. */
  readonly since?: string;
}
