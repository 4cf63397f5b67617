import { questions, type QuestionCode } from "../../generator/engine/event";
import type { Context } from "../../generator/engine/action";
import { inputSchema, type InputSchema } from "../../generator/engine/input";
import type { Listed, OutputSchema } from "../../generator/engine/listing";
import type { Log } from "../log";

/** What a door for programs was bound to when it started. */
export interface Bound {
  readonly actions: readonly Listed[];
  /** Its folder is the workspace, which no request chooses. */
  readonly context: Omit<Context, "host" | "signal">;
  /** Whether it may do more than look. */
  readonly allowWrites: boolean;
  /** What happens goes here, where lines of JSON were asked for. */
  readonly log?: Log;
}

/** The question that a program may answer: it carries the plan that was seen. */
export const answerable: QuestionCode = "apply";

/**
 * The verbs that a program may run: those that only look, and, where writing is allowed, those that write the workspace or ask before
 * they send a plan to the cluster. What changes the cluster without a plan is for the person at a terminal.
 */
export function offered({ actions, allowWrites }: Bound): readonly Listed[] {
  return actions.filter(({ atTerminal, effect, confirms }) => !atTerminal && (effect === "reads" || (allowWrites && (effect === "writes workspace" || confirms.includes(answerable)))));
}

/** Who runs a verb that there is, but not at this door; undefined if there is no such verb. */
export function whoRuns(name: string, bound: Bound): string | undefined {
  const isIt = (one: Listed) => one.name === name;
  if (!bound.actions.some(isIt)) return undefined;
  return offered({ ...bound, allowWrites: true }).some(isIt)
    ? `${name} is for a door that was started with --allow-writes; without it, propose a plan, and a person approves it`
    : `${name} is for a person at a terminal: pmpc ${name}`;
}

/** What a verb takes from a program: nothing local, and nothing that its help hides. */
export function inputOf({ input }: Pick<Listed, "input">): InputSchema {
  return inputSchema(Object.fromEntries(Object.entries(input).filter(([, { hidden }]) => hidden !== true)), { local: false });
}

/** Whether a verb talks to the cluster, and not only to files. */
export const reachesCluster = ({ confirms }: Pick<Listed, "confirms">): boolean => confirms.includes("endpoint");

/** The report's schema below a property of an answer, its definitions at the top: where references look for them. */
export function answerSchema({ $defs, $schema: _, ...report }: OutputSchema, beside: Readonly<Record<string, object>> = {}): { readonly type: "object"; readonly properties: Readonly<Record<string, object>> } & Readonly<Record<string, unknown>> {
  return { type: "object", properties: { exit: exitSchema, report, error: problemSchema, ...beside }, additionalProperties: false, ...($defs === undefined ? {} : { $defs }) };
}

export const exitSchema = { type: "integer", enum: [0, 1, 2, 3, 4, 5, 6, 64], description: "How it ended: 0 done, 1 failed, 2 something would change, 3 done in part, 4 not authorised, 5 not found, 6 refused for safety, 64 wrong usage." };

/** What stands for an answer in a request. */
export const answersSchema: object = {
  type: "object",
  description: "Answers to the questions of the verb, by the question's code.",
  properties: {
    [answerable]: {
      type: "object",
      description: questions[answerable].says,
      properties: { value: { type: "string", enum: ["yes", "no"] }, plan: { type: "string", description: "The plan that was seen, as the question names it." } },
      required: ["value", "plan"],
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};

/** What went wrong, and what helps. */
export const problemSchema: object = {
  type: "object",
  properties: {
    code: { type: "string", description: "In words and stable." },
    message: { type: "string" },
    hint: { type: "string", description: "What to do." },
    facts: { type: "object" },
    question: { type: "object", description: "What was asked, and how to go on." },
  },
  required: ["code", "message"],
  additionalProperties: false,
};
