import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exit, isPmpcError, PmpcError } from "../../lib/error";
import type { Action, Context } from "../../generator/engine/action";
import { listActions, type Listed } from "../../generator/engine/listing";
import { run } from "../../generator/engine/run";
import { explainVerb, overview } from "./help";
import type { Host } from "../../generator/engine/host";
import { terminalHost } from "./host";
import { parse, spell } from "./parse";
import { print, printProblem } from "./print";

/** pmpc's own folder: that of its package.json. */
const home = join(__dirname, "../..").replace(/[\\/]dist$/, "");
const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { version: string };

/** Runs the command line and returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  // Who no longer listens does not keep pmpc from its work.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosed);
  const json = args.includes("--json");
  try {
    return await dispatch(args, json);
  } catch (error) {
    return await explain(error, json);
  }
}

function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
}

async function dispatch(args: readonly string[], json: boolean): Promise<number> {
  const [verb] = args;
  if (verb === "--version" || verb === "-v") return say(version);
  const actions = listActions(join(__dirname, "../../generator/action"));
  if (verb === undefined || verb === "--help" || verb === "-h" || verb === "help") return say(overview(actions));
  const listed = named(actions, args);
  if (!listed) return say(explainVerb(actions, args));
  const action = listed.load();
  const given = await parse(action, args.slice(action.name.split(" ").length));
  if (given === undefined) return exit.done;
  const { yes, ...input } = given;
  const outcome = await runAtTerminal(action, input, terminalHost({ yes: yes === true, json }));
  say(json ? JSON.stringify(outcome.report, null, 2) : await print(action.view(outcome.report as never), process.stdout.isTTY ? process.stdout.columns : undefined));
  return outcome.exit;
}

const named = (actions: readonly Listed[], args: readonly string[]) => actions.find(({ name }) => name.split(" ").every((word, at) => args[at] === word));

/** Runs a verb, and says of a wrong option how it is written here. */
async function runAtTerminal(action: Action, input: Readonly<Record<string, unknown>>, host: Host) {
  try {
    return await run(action, input, context(), { host, local: true });
  } catch (error) {
    throw isPmpcError(error) && error.code === "wrong-input" ? spell(error, action) : error;
  }
}

function context(): Omit<Context, "host"> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stop.abort(new PmpcError("stopped", "stopped before it was done", { facts: { signal } })));
  return {
    version,
    home,
    folder: process.cwd(),
    environment: process.env,
    now: () => new Date(),
    signal: stop.signal,
  };
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return exit.done;
}

async function explain(error: unknown, json: boolean): Promise<number> {
  const known = isPmpcError(error) ? error : undefined;
  const message = known?.message ?? unexpected(error);
  const code = known?.exit ?? exit.failed;
  if (json) process.stdout.write(`${JSON.stringify({ error: { code: known?.code ?? "unexpected", message, hint: known?.hint, ...known?.facts }, exit: code }, null, 2)}\n`);
  else process.stderr.write(`${process.stderr.isTTY ? "\r\u001b[K" : ""}${await printProblem(message, known?.hint, process.stderr.isTTY ? process.stderr.columns : undefined)}\n`);
  return code;
}

/** What nobody foresaw: in a line, since a trace helps nobody who is not asked to look for one. */
function unexpected(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return process.env.PMPC_TRACE ? (error.stack ?? error.message) : `${error.name === "Error" ? "" : `${error.name}: `}${error.message} (nobody foresaw this: PMPC_TRACE=1 shows where it comes from)`;
}
