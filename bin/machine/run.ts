import { explainDisk } from "../../lib/disk";
import { exit, isPmpcError, type ExitCode } from "../../lib/error";
import type { Reply, Event, Question } from "../../generator/engine/event";
import type { Host } from "../../generator/engine/host";
import type { Listed } from "../../generator/engine/listing";
import { run } from "../../generator/engine/run";
import { logEvent } from "../log";
import type { Bound } from "./offer";

/** What a program asks for. */
export interface Request {
  readonly verb: Listed;
  readonly input: Readonly<Record<string, unknown>>;
  /** By the question's code. */
  readonly answers?: Readonly<Record<string, Reply>>;
}

/** How it ended. */
export type Ended = Done | Failed;

export interface Done {
  readonly exit: ExitCode;
  readonly report: object;
}

export interface Failed {
  readonly exit: ExitCode;
  readonly error: Problem;
}

export interface Problem {
  /** In words and stable: `not-confirmed`. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  /** What was asked, and not answered. */
  readonly question?: Asked;
}

/** A question, and how a program goes on. */
export interface Asked {
  readonly code: string;
  readonly says: string;
  readonly about: readonly string[];
  /** The plan that the answer must name. */
  readonly plan?: string;
  readonly data: object;
  readonly next: string;
}

// These interrupt no guest, so a program that may write may answer them.
const calm = ["clean", "state only", "live change"];

/** Runs a verb with what came with a request; what goes wrong is part of the answer. */
export async function carryOut({ verb, input, answers = {} }: Request, bound: Bound, signal: AbortSignal, watch: (event: Event) => void = () => undefined): Promise<Ended> {
  let open: Asked | undefined;
  const host: Host = {
    notify(event) {
      if (bound.log !== undefined) logEvent(bound.log, event);
      watch(event);
    },
    async ask(question) {
      const answer = answers[question.code];
      const isOurs = mayAnswer(question, bound);
      // An answer counts for the plan that it names, and for no other.
      if (isOurs && answer !== undefined && (answer.plan !== undefined || question.plan === undefined)) return answer;
      open = askedOf(question, isOurs);
      return undefined;
    },
  };
  try {
    bound.log?.("info", "verb-begun", `${verb.name} begins`, { verb: verb.name });
    const outcome = await run(verb.load(), input, { ...bound.context, signal }, { host, local: false, bound: { out: bound.context.folder } });
    bound.log?.(outcome.exit === exit.done ? "info" : "warn", "verb-ended", `${verb.name} ends with ${outcome.exit}`, { verb: verb.name, exit: outcome.exit });
    return { exit: outcome.exit, report: outcome.report };
  } catch (error) {
    bound.log?.("error", isPmpcError(error) ? error.code : "unexpected", error instanceof Error ? error.message : String(error), { verb: verb.name });
    return failed(explainDisk(error, bound.context.folder), open);
  }
}

/** What went wrong, for a program. */
export function failed(error: unknown, question?: Asked): Failed {
  if (!isPmpcError(error)) return { exit: exit.failed, error: { code: "unexpected", message: error instanceof Error ? error.message : String(error) } };
  const { code, message, hint, facts } = error;
  return { exit: error.exit, error: { code, message, ...(hint === undefined ? {} : { hint }), ...(Object.keys(facts).length === 0 ? {} : { facts }), ...(question === undefined ? {} : { question }) } };
}

function mayAnswer(question: Question, { allowWrites }: Bound): boolean {
  return allowWrites && question.code === "apply" && Object.keys(question.data.grades).every((grade) => calm.includes(grade));
}

function askedOf({ code, says, about, plan, data }: Question, isOurs: boolean): Asked {
  const next = isOurs ? `ask again with answers: { "${code}": { "value": "yes", "plan": "${plan ?? ""}" } }` : "this takes a person at a terminal: propose gives the plan a code, and pmpc approve CODE applies it";
  return { code, says, about, ...(plan === undefined ? {} : { plan }), data, next };
}
