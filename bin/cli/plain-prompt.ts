import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { Question } from "../../generator/engine/event";
import { stopped } from "./signal";
import { visible } from "./terminal";

/** Asks where lines are only ever added: the terminal itself shows what is typed, and takes it back. What is secret is not shown. */
export async function askPlainly(message: string, { answer, preset }: Pick<Question, "answer" | "preset">, signal: AbortSignal): Promise<string> {
  if (answer === "yes or no") return /^y(es)?$/i.test((await readAnswer(`${message} (y/N) `, signal)).trim()) ? "yes" : "no";
  if (answer === "secret") return readSecret(`${message} (not shown) `, signal);
  if (answer === "text") return (await readAnswer(`${message}${preset ? ` (${preset})` : ""} `, signal)) || (preset ?? "");
  const list = answer.map(({ says }, at) => `  ${at + 1}  ${visible(says)}\n`).join("");
  process.stderr.write(`${message}\n${list}`);
  const usual = answer.findIndex(({ value }) => value === preset) + 1;
  for (;;) {
    const typed = (await readAnswer(`1 to ${answer.length}${usual > 0 ? ` (${usual})` : ""}: `, signal)).trim();
    // Nothing is marked as chosen: Enter alone takes what is said, or asks again.
    const chosen = answer[Number(typed || usual) - 1];
    if (chosen !== undefined) return chosen.value;
  }
}

async function readAnswer(message: string, signal: AbortSignal): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  try {
    return await lines.question(message, { signal });
  } finally {
    lines.close();
  }
}

/** Keys come one by one, so that the terminal shows none. */
async function readSecret(message: string, signal: AbortSignal): Promise<string> {
  process.stderr.write(message);
  const lines = createInterface({ input: process.stdin, output: new Writable({ write: (_, __, done) => done() }), terminal: true, historySize: 0 });
  const off = new AbortController();
  lines.on("SIGINT", () => off.abort(stopped("SIGINT")));
  try {
    return await lines.question("", { signal: AbortSignal.any([signal, off.signal]) });
  } catch (error) {
    throw off.signal.aborted ? off.signal.reason : error;
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}
