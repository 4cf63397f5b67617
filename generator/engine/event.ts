import type { ResourceKey } from "../../lib/pve/address";
import type { View } from "./view";

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
  /** What a verb that looks again and again sees now: it takes the place of what was seen before. */
  | Told<"look", { readonly report: object; readonly view: View }>
  /** A line that a task prints, as it came: it may hold anything. */
  | Told<"task-line", { readonly line: string }>
  | Told<"task-goes-on", { readonly task?: string }>
  | Told<"path-not-used", { readonly endpoint: string; readonly path: string }>
  /** A token was made; Proxmox VE tells its secret this once, and pmpc does not store it. */
  | Told<"token-made", { readonly id: string; readonly token: string }>
  /** An earlier init that was interrupted made a token, too; whether anybody has its secret, pmpc does not know. */
  | Told<"token-left", { readonly ids: readonly string[] }>
  | Told<"certificate-not-checked", { readonly endpoint: string }>
  /** An answer cannot be one, and the question is asked again. */
  | Told<"wrong-answer", { readonly question: string }>
  /** The code's providers also go where the gate is not. */
  | Told<"past-gate", { readonly endpoints: readonly string[] }>
  /** A command of a node has not ended for some seconds. */
  | Told<"waiting-for-node", { readonly node: string; readonly command: string }>
  /** A program that pmpc runs takes long, or hangs: which of both, the person knows better. */
  | Told<"takes-long", { readonly what: string; readonly minutes: number }>
  /** The cluster asked pmpc to wait. */
  | Told<"waiting", { readonly endpoint: string; readonly until: string }>
  /** A rehearsal has passed: what became of the twin. */
  | Told<"rehearsed", { readonly notRehearsed: readonly string[]; readonly taken: readonly string[] }>
  /** The end of the audit log was not told to where it belongs; what was applied is done. */
  | Told<"anchor-failed", { readonly where: string }>
  /** What a plan takes in is in a state elsewhere: an apply is refused. */
  | Told<"state-elsewhere", { readonly adopted: number }>
  /** A shared state that nothing locks. */
  | Told<"backend-without-lock", { readonly backend: string }>
  /** Whose proposal a person is about to approve; the name is the client's own. */
  | Told<"proposed-by", { readonly client: string; readonly by?: string; readonly at: string }>
  | Told<"files-tell-less", Nothing>
  | Told<"state-rescued", Nothing>
  /** An apply that goes on without the process that began it. */
  | Told<"run-under-way", { readonly verb: string; readonly since: string }>
  | Told<"run-ended", { readonly verb: string; readonly since: string; readonly error?: string }>
  /** A command was killed while it wrote files, and the rest is written now, or not. */
  | Told<"files-finished", { readonly written: readonly string[]; readonly changed: readonly string[] }>
  | Told<"stopping", Nothing>;

/** One of several ways to go on. */
export interface Choice {
  readonly value: string;
  readonly says: string;
}

/** What there is to know of a question before it is asked. */
export interface Declaration {
  readonly says: string;
  /** What an answer is: one of these, or `yes`/`no`. */
  readonly answer: "text" | "secret" | "yes or no" | readonly Choice[];
  /** The option that would have answered it: `--endpoint`. */
  readonly option: string;
}

const whileApplying: readonly Choice[] = [
  { value: "leave", says: "leave it running: it continues without this terminal" },
  { value: "stop", says: "stop it after the current change" },
];

const waysToLogIn: readonly Choice[] = [
  { value: "token", says: "with an API token that you have" },
  { value: "make", says: "as a user, once: pmpc then makes a token for itself, after asking" },
];

const sides: readonly Choice[] = [
  { value: "mine", says: "yours: the code stays as it is" },
  { value: "theirs", says: "the cluster's: the code gets it" },
  { value: "edit", says: "another one, which you type" },
  { value: "later", says: "decide later" },
];

const waysToGroup: readonly Choice[] = [
  { value: "node", says: "node" },
  { value: "pool", says: "pool" },
  { value: "tag", says: "tag, the first of a guest" },
  { value: "none", says: "nothing: all guests in one file" },
];

/** Everything that verbs ask. A verb declares which of these it may ask, and cannot ask another. */
export const questions = {
  endpoint: { says: "Where the cluster's API is.", answer: "text", option: "--endpoint" },
  "api-token": { says: "The API token for the cluster.", answer: "secret", option: "--api-token" },
  login: { says: "How pmpc logs in to the cluster.", answer: waysToLogIn, option: "--api-token" },
  username: { says: "The user who logs in this once, with realm: root@pam.", answer: "text", option: "--username" },
  "make-token": { says: "Whether to make a user, a role and a token on the cluster, which may read everything that an import needs.", answer: "yes or no", option: "--make-token" },
  password: { says: "The password of the user.", answer: "secret", option: "--password" },
  "trust-certificate": { says: "Whether to trust a certificate that is not signed by a known authority.", answer: "yes or no", option: "--fingerprint" },
  "group-by": { says: "What decides which file a guest's code is in.", answer: waysToGroup, option: "--group-by" },
  "guests-gone": { says: "The number of guests that leave the code because the cluster does not have them any more.", answer: "text", option: "--confirm" },
  "another-guest": { says: "Whether a guest replaces the one in the code that had its number: adopt.", answer: "text", option: "--adopt" },
  apply: { says: "Whether to apply the plan.", answer: "yes or no", option: "--yes" },
  "lose-guest": { says: "The name of a guest that would lose a disk, become a template, or be replaced or destroyed.", answer: "text", option: "--confirm" },
  "records-anew": { says: "Whether to renew Terraform's records of guests that have moved.", answer: "yes or no", option: "--yes" },
  "past-gate": { says: "The address of another cluster that the code changes without passing through the gate.", answer: "text", option: "--allow-endpoint" },
  "restore-state": { says: "Whether to replace Terraform's state by an earlier copy.", answer: "yes or no", option: "--yes" },
  "roll-back": { says: "Whether to replace the code by that of an earlier run.", answer: "yes or no", option: "--yes" },
  upgrade: { says: "Whether to write what an upgrade changes in the workspace.", answer: "yes or no", option: "--yes" },
  "write-bundle": { says: "Whether to write the parts of a support bundle that were listed.", answer: "yes or no", option: "--yes" },
  "change-power": { says: "Whether to start, stop, shut down or reboot the guests that a filter chose.", answer: "yes or no", option: "--yes" },
  "destroy-guest": { says: "The name of the guest that is destroyed with all of its disks.", answer: "text", option: "--confirm" },
  "name-there": { says: "What a node, a storage, a bridge or a pool is called on the other cluster, or which template containers are made from there.", answer: "text", option: "--map" },
  "which-side": { says: "Whether a value that both the user and the cluster changed stays the user's.", answer: sides, option: "--mine, --theirs or --value" },
  "which-value": { says: "The value that takes the place of both the user's and the cluster's.", answer: "text", option: "--value" },
  "run-under-way": { says: "What to do with a running apply that is interrupted.", answer: whileApplying, option: "Ctrl-C" },
} as const satisfies Readonly<Record<string, Declaration>>;

/** What questions carry beside their words, where they carry anything. */
interface QuestionData {
  readonly password: { readonly user: string };
  readonly "make-token": { readonly endpoint: string };
  readonly "trust-certificate": { readonly endpoint: string; readonly fingerprint: string };
  readonly "guests-gone": { readonly of: number };
  readonly "another-guest": { readonly sameness: string };
  readonly apply: { readonly grades: Readonly<Record<string, number>> };
  readonly "lose-guest": { readonly grade: string };
  readonly "past-gate": { readonly endpoint: string };
  readonly "restore-state": { readonly copy: string };
  readonly upgrade: { readonly provider: string; readonly files: readonly string[] };
  readonly "roll-back": { readonly run: string; readonly files: readonly string[]; readonly lost: readonly string[] };
}

export type QuestionCode = keyof typeof questions;

/** Something a verb has to know from a person. */
interface Asked<C extends QuestionCode> extends Told<C, C extends keyof QuestionData ? QuestionData[C] : Nothing> {
  /** Shown before the question. */
  readonly help?: string;
  /** The resources that it is about. */
  readonly about: readonly ResourceKey[];
  /** What counts for those who cannot be asked; without one, a yes is a no, and everything else is an error. */
  readonly preset?: string;
  /** Names the plan that it is about: an answer to another plan does not count. */
  readonly plan?: string;
}

/** A question as a verb asks it. */
export type Asking<C extends QuestionCode = QuestionCode> = { readonly [K in C]: Asked<K> }[C];

/** A question as a host gets it: with how it can be answered. */
export type Question<C extends QuestionCode = QuestionCode> = { readonly [K in C]: Asked<K> & Pick<Declaration, "answer" | "option"> }[C];

/** What somebody answered, and the plan that was seen then. */
export interface Reply {
  readonly value: string;
  readonly plan?: string;
}
