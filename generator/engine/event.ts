import type { ResourceKey } from "../../lib/pve/address";

/** Something a verb says while it works. Doors know it by its code; the words are for people. */
interface Told<C extends string, D extends object> {
  readonly code: C;
  readonly says: string;
  readonly data: D;
}

type Nothing = Readonly<Record<string, never>>;

/** Everything that verbs say while they work. */
export type Event =
  /** What is being done right now; the next one, or `idle`, takes its place. */
  | Told<"progress", { readonly stage: string; readonly done?: number; readonly total?: number; readonly on?: readonly string[] }>
  | Told<"idle", Nothing>
  /** What people need while a verb that does not end by itself goes on: names and values. */
  | Told<"serving", Readonly<Record<string, string>>>
  /** A line that a task prints, as it came: it may hold anything. */
  | Told<"task-line", { readonly line: string }>
  | Told<"task-goes-on", { readonly task?: string }>
  | Told<"path-not-used", { readonly endpoint: string; readonly path: string }>
  | Told<"certificate-not-checked", { readonly endpoint: string }>
  /** The cluster asked pmpc to wait. */
  | Told<"waiting", { readonly endpoint: string; readonly until: string }>
  | Told<"files-tell-less", Nothing>
  | Told<"state-rescued", Nothing>
  /** An apply that goes on without whoever began it. */
  | Told<"run-under-way", { readonly verb: string; readonly since: string }>
  | Told<"run-ended", { readonly verb: string; readonly since: string; readonly error?: string }>
  | Told<"stopping", Nothing>;

/** One of several ways to go on. */
export interface Choice {
  readonly value: string;
  readonly says: string;
}

/** Something a verb has to know from a person. */
interface Asked<C extends string, D extends object = Nothing> extends Told<C, D> {
  /** Shown before the question. */
  readonly help?: string;
  /** What an answer is: one of these, or `yes`/`no`. */
  readonly answer: "text" | "secret" | "yes or no" | readonly Choice[];
  /** The option that would have answered it: `--endpoint`. */
  readonly option: string;
  /** The resources that it is about. */
  readonly about: readonly ResourceKey[];
  /** What counts for those who cannot be asked; without one, a yes is a no, and everything else is an error. */
  readonly preset?: string;
  /** Names the plan that it speaks of: an answer to another plan does not count. */
  readonly plan?: string;
}

/** Everything that verbs ask. */
export type Question =
  | Asked<"endpoint">
  | Asked<"api-token">
  | Asked<"password", { readonly user: string }>
  | Asked<"trust-certificate", { readonly endpoint: string; readonly fingerprint: string }>
  | Asked<"guests-gone", { readonly of: number }>
  | Asked<"another-guest", { readonly sameness: string }>
  | Asked<"apply", { readonly grades: Readonly<Record<string, number>> }>
  | Asked<"lose-guest", { readonly grade: string }>
  | Asked<"records-anew">
  | Asked<"restore-state", { readonly copy: string }>
  | Asked<"destroy-guest">
  | Asked<"run-under-way">;

/** What somebody answered, and the plan that was seen then. */
export interface Answer {
  readonly value: string;
  readonly plan?: string;
}
