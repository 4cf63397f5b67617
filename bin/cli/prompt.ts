import type { Question } from "../../generator/engine/event";
import { askPlainly } from "./plain-prompt";
import { stopped } from "./signal";
import { visible } from "./terminal";

type Asked = Pick<Question, "answer" | "preset">;

/** Asks at a terminal. Ctrl-C, Ctrl-D, a terminal that is gone and a signal break the question off: they never answer it. */
export async function prompt(message: string, question: Asked, { signal, plain = false }: { readonly signal?: AbortSignal; readonly plain?: boolean } = {}): Promise<string> {
  const { stdin } = process;
  const off = new AbortController();
  const end = () => off.abort(stopped("SIGINT"));
  const stop = () => off.abort(signal?.reason);
  // A line editor that closes lets go of its input: that is all that can be seen of Ctrl-D.
  for (const event of ["pause", "end", "close"]) stdin.once(event, end);
  // What is asked about an interruption is asked after it.
  if (signal?.aborted === false) signal.addEventListener("abort", stop, { once: true });
  try {
    return (await (plain ? askPlainly : ask)(message, question, off.signal)).trim();
  } catch (error) {
    if (off.signal.aborted) throw off.signal.reason;
    throw error instanceof Error && error.name === "ExitPromptError" ? stopped("SIGINT") : error;
  } finally {
    for (const event of ["pause", "end", "close"]) stdin.off(event, end);
    signal?.removeEventListener("abort", stop);
  }
}

async function ask(message: string, { answer, preset }: Asked, signal: AbortSignal): Promise<string> {
  const { confirm, input, password, select } = await import("@inquirer/prompts");
  const to = { output: process.stderr, signal };
  if (answer === "yes or no") return (await confirm({ message, default: false }, to)) ? "yes" : "no";
  if (answer === "secret") return password({ message }, to);
  if (answer === "text") return input({ message, ...(preset ? { default: preset } : {}) }, to);
  return select({ message, choices: answer.map((one) => ({ name: visible(one.says), value: one.value })) }, to);
}
