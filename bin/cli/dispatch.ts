import { isPmpcError, PmpcError } from "../../lib/error";
import type { Action, Context } from "../../generator/engine/action";
import type { Listed } from "../../generator/engine/listing";
import { run } from "../../generator/engine/run";
import type { Host } from "../../generator/engine/host";
import { exit } from "../../lib/error";
import { explainVerb } from "./help";
import { terminalHost } from "./host";
import { parse, spell } from "./parse";
import { print, printProblem } from "./print";

/** What a command line is run with. */
export interface Place {
  readonly actions: readonly Listed[];
  /** All but the host: that is the terminal. */
  readonly context: Omit<Context, "host">;
}

/** Runs what was typed, prints what it comes to, and gives the exit code. */
export async function dispatch(args: readonly string[], place: Place): Promise<number> {
  const json = args.includes("--json");
  try {
    return await runVerb(args, json, place);
  } catch (error) {
    return await explain(error, json);
  }
}

async function runVerb(args: readonly string[], json: boolean, { actions, context }: Place): Promise<number> {
  const listed = named(actions, args);
  if (!listed) return say(explainVerb(actions, args));
  const action = listed.load();
  const given = await parse(action, args.slice(action.name.split(" ").length));
  if (given === undefined) return exit.done;
  const { yes, ...input } = given;
  const outcome = await runAtTerminal(action, input, context, terminalHost({ yes: yes === true, json }));
  say(json ? JSON.stringify(outcome.report, null, 2) : await print(action.view(outcome.report as never), process.stdout.isTTY ? process.stdout.columns : undefined));
  return outcome.exit;
}

const named = (actions: readonly Listed[], args: readonly string[]) => actions.find(({ name }) => name.split(" ").every((word, at) => args[at] === word));

/** Runs a verb, and says of a wrong option how it is written here. */
async function runAtTerminal(action: Action, input: Readonly<Record<string, unknown>>, context: Omit<Context, "host">, host: Host) {
  try {
    return await run(action, input, context, { host, local: true });
  } catch (error) {
    throw isPmpcError(error) && error.code === "wrong-input" ? spell(error, action) : error;
  }
}

export function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return exit.done;
}

/** Prints what went wrong and what helps, and gives the exit code. */
export async function explain(error: unknown, json: boolean): Promise<number> {
  const known = isPmpcError(error) ? error : undefined;
  const message = known?.message ?? unexpected(error);
  const code = known?.exit ?? exit.failed;
  if (json) process.stdout.write(`${JSON.stringify({ error: { code: known?.code ?? "unexpected", message, hint: known?.hint, ...known?.facts }, exit: code }, null, 2)}\n`);
  else process.stderr.write(`${process.stderr.isTTY ? "\r\u001b[K" : ""}${await printProblem(message, known?.hint, process.stderr.isTTY ? process.stderr.columns : undefined)}\n`);
  return code;
}

/** An error that pmpc did not expect: in one line, since a trace helps nobody who did not ask for one. */
function unexpected(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return process.env.PMPC_TRACE ? (error.stack ?? error.message) : `${error.name === "Error" ? "" : `${error.name}: `}${error.message} (this is unexpected: PMPC_TRACE=1 shows where it comes from)`;
}

/** Why a verb is to stop: the signal that asked for it. */
export const stopped = (signal: NodeJS.Signals) => new PmpcError("stopped", "stopped before it was done", { facts: { signal } });
