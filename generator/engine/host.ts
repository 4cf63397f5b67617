import { exit, isPmpcError, PmpcError } from "../../lib/error";
import { questions, type Reply, type Asking, type Event, type Question, type QuestionCode } from "./event";

/** Which run of a verb speaks. */
interface OfRun {
  readonly run: string;
}

/** What watches a verb: a terminal, a test, a browser. It may show an event as it likes, and answer a question later. */
export interface Host {
  notify(event: Event & OfRun): void;
  /** The answer; undefined if there is no one to ask. */
  ask(question: Question & OfRun): Promise<Reply | undefined>;
}

/** How a verb speaks to its host. It never prints by itself, and asks only what it has declared. */
export interface Voice<C extends QuestionCode = never> {
  notify(event: Event): void;
  /** What is being done right now. */
  progress(stage: string, says: string, data?: { readonly done?: number; readonly total?: number; readonly on?: readonly string[] }): void;
  /** Nothing is under way any more. */
  idle(): void;
  /**
   * Asks a person. If there is no one to ask, the preset counts, a yes is a no, and for everything else `missing-option` says what is missing.
   * Raises `plan-changed` for an answer to another plan. `check` raises what is wrong with an answer: it is told, and the question asked
   * again, until the same answer comes twice.
   */
  readonly ask: (question: Asking<C>, check?: (answer: string) => unknown) => Promise<string>;
  /** Whether the answer is yes. */
  readonly confirm: (question: Asking<C>) => Promise<boolean>;
}

/** The voice of one run of a verb. */
export function speak(host: Host, run: string): Voice<QuestionCode> {
  const voice: Voice<QuestionCode> = {
    notify: (event) => host.notify({ ...event, run }),
    progress: (stage, says, data = {}) => voice.notify({ code: "progress", says, data: { stage, ...data } }),
    idle: () => voice.notify({ code: "idle", says: "", data: {} }),
    async ask(asking, check) {
      const { answer: kind, option } = questions[asking.code];
      const question: Question = { ...asking, answer: kind, option };
      for (let before: string | undefined; ; ) {
        const answer = await host.ask({ ...question, run });
        if (answer === undefined || answer.value === "") return unanswered(question, answer !== undefined);
        if (question.plan !== undefined && answer.plan !== undefined && answer.plan !== question.plan) {
          throw new PmpcError("plan-changed", "the plan is not the one that was agreed to", { hint: "nothing was done; pmpc plan shows the current plan", exit: exit.refused });
        }
        try {
          await check?.(answer.value);
          return answer.value;
        } catch (error) {
          if (!isPmpcError(error) || answer.value === before) throw error;
          before = answer.value;
          voice.notify({ code: "wrong-answer", says: [error.message, error.hint].filter(Boolean).join("\n"), data: { question: asking.code } });
        }
      }
    },
    confirm: async (question) => (await voice.ask(question)) === "yes",
  };
  return voice;
}

/** Whether a question failed because there was no one to ask, or nobody said anything. */
export const isUnanswered = (error: unknown) => isPmpcError(error) && error.code === "missing-option";

/** For `catch` behind a question that may stay open: undefined if nobody answered, and what failed otherwise is raised again. */
export function ifUnanswered(error: unknown): undefined {
  if (isUnanswered(error)) return undefined;
  throw error;
}

function unanswered({ code, says, help, option, answer, preset }: Question, wasAsked: boolean): string {
  if (preset !== undefined) return preset;
  if (answer === "yes or no") return "no";
  throw new PmpcError("missing-option", `${option} is missing: ${says}`, { hint: help ?? (wasAsked ? `nothing was entered; ${option} answers it, too` : `give ${option}: pmpc asks only at a terminal`), exit: exit.usage, facts: { question: code } });
}
