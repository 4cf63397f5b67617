import type { ExitCode } from "../../lib/error";
import type { QuestionCode } from "./event";
import type { Voice } from "./host";
import type { InputOf, Options } from "./option";
import type { View } from "./view";

/** What a verb may do at worst: look, write files of the workspace, or send changes to Proxmox VE. */
export type Effect = "reads" | "writes workspace" | "changes cluster";

/** Where the help lists a verb. */
export const topics = ["first steps", "cluster into code", "code onto cluster", "workspace", "guests"] as const;
export type Topic = (typeof topics)[number];

/** What a verb runs in. Who is given one may ask the questions that its type names, and no others. */
export interface Context<C extends QuestionCode = never> {
  readonly host: Voice<C>;
  /** The version of this pmpc. */
  readonly version: string;
  /** Where pmpc is installed; a checkout has its sources there. */
  readonly home: string;
  /** The folder that relative paths start from. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** Ends a verb that runs until it is stopped. */
  readonly signal: AbortSignal;
}

/** How a verb ended: an exit code, and one object that says everything. */
export interface Outcome<R extends object = object> {
  readonly exit: ExitCode;
  readonly report: R;
}

/** What can be known of a verb without loading it. */
export interface Summary {
  /** The words that call it: `import`, `pct start`. */
  readonly name: string;
  /** What it does, in one line of a list: without a full stop. */
  readonly summary: string;
  /** What it does, in sentences: for help. */
  readonly says: string;
  readonly topic: Topic;
  readonly effect: Effect;
  /** Asked for so often that a door with room for a dozen verbs shows it by itself; the others are found by a search. @default false */
  readonly common?: boolean;
  /** Goes on until it is stopped, or makes no sense away from a terminal: doors for programs have no such verb. @default false */
  readonly atTerminal?: boolean;
}

export interface Action<O extends Options = Options, R extends object = object, Q extends readonly QuestionCode[] = readonly QuestionCode[]> extends Summary {
  readonly input: O;
  /** The questions that it may ask. */
  readonly confirms: Q;
  readonly run: (input: InputOf<O>, context: Context<Q[number]>) => Promise<Outcome<R>>;
  /** The report as people read it. Its type is what doors publish: the build makes a JSON Schema of it. */
  readonly view: (report: R) => View;
}

const declared = new WeakSet<object>();

/** Declares a verb, once: every door is a projection of this. */
export function action<O extends Options, R extends object, const Q extends readonly QuestionCode[]>(verb: Action<O, R, Q>): Action<O, R, Q> {
  declared.add(verb);
  return verb;
}

/** Whether something that a file exports is a verb. */
export const isAction = (thing: unknown): thing is Action => typeof thing === "object" && thing !== null && declared.has(thing);
