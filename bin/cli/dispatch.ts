import { existsSync } from "node:fs";
import { explainDisk } from "../../lib/disk";
import { isPmpcError } from "../../lib/error";
import type { Action, Context } from "../../generator/engine/action";
import type { Listed } from "../../generator/engine/listing";
import { run } from "../../generator/engine/run";
import type { Host } from "../../generator/engine/host";
import { exit } from "../../lib/error";
import { asCaller } from "../../generator/caller/caller";
import { traceFrom } from "../../generator/caller/trace";
import { doors } from "../door";
import { logTo, type Log } from "../log";
import { explainVerb, overview } from "./help";
import { terminalHost } from "./host";
import { logFormatOf, parse, spell } from "./parse";
import { print, printProblem, roomOf } from "./print";
import type { Streams } from "./streams";
import { isPlain, type Place } from "../place";

/** Runs what was typed, prints what it comes to, and gives the exit code. */
export async function dispatch(typed: readonly string[], place: Place, streams: Streams = process): Promise<number> {
  const yaml = typed.includes("--yaml");
  const args = underOtherNames(typed.filter((word) => word !== "--yaml"));
  const json = yaml || args.includes("--json");
  return traced(place.context, async () => {
    try {
      return await runVerb(args, { json, yaml }, place, streams);
    } catch (error) {
      const known = onDisk(error, place.context.folder);
      if (!isLogging(args, place.context)) return await explain(known, json, streams, isPlain(place));
      logProblem(logTo(streams.stderr, place.context.now), known);
      return json ? await explain(known, json, streams) : isPmpcError(known) ? known.exit : exit.failed;
    }
  });
}

/** Whether lines of JSON are wanted, also where the rest of the command line cannot be read. */
const isLogging = (args: readonly string[], { environment }: Pick<Context, "environment">) =>
  args.some((word, at) => word === "--log-format=json" || (word === "--log-format" && args[at + 1] === "json")) || (environment.PMPC_LOG_FORMAT === "json" && !args.some((word) => word.startsWith("--log-format")));

const logProblem = (log: Log, error: unknown) => log("error", isPmpcError(error) ? error.code : "unexpected", error instanceof Error ? error.message : String(error), isPmpcError(error) ? { hint: error.hint, exit: error.exit } : {});

async function runVerb(args: readonly string[], { json, yaml }: { readonly json: boolean; readonly yaml: boolean }, place: Place, streams: Streams): Promise<number> {
  const { actions, context, around = (host) => host } = place;
  const { stdout } = streams;
  if (/^(--help|-h|help)$/.test(args[0] ?? "")) return say(overview(actions, { doors }), stdout);
  const listed = named(actions, args);
  if (!listed) return say(explainVerb(actions, args), stdout);
  const given = await parse(listed, args.slice(listed.name.split(" ").length), stdout.columns);
  if (typeof given === "string") return say(given, stdout);
  const action = listed.load();
  const { yes, logFormat, ...input } = given;
  const log = logFormatOf(logFormat, context.environment) === "json" ? logTo(streams.stderr, context.now) : undefined;
  const room = await roomOf(streams.stderr.isTTY ? streams.stderr.columns : undefined);
  const outcome = await logged(action.name, log, () => runAtTerminal(action, input, context, around(terminalHost({ yes: yes === true, json, log, room, plain: isPlain(place), streams, signal: context.signal }))));
  const view = action.view(outcome.report as never);
  // Who has nothing to show at its end has shown everything before.
  if (view.length > 0) say(yaml ? await asYaml(outcome.report) : json ? JSON.stringify(outcome.report, null, 2) : await print(view, stdout.isTTY ? stdout.columns : undefined), stdout);
  return outcome.exit;
}

/** What verbs were called before, and people still type. */
const otherNames: Readonly<Record<string, readonly string[]>> = { "list-nodes": ["list", "nodes"], "test-connection": ["doctor"] };

const underOtherNames = ([first = "", ...rest]: readonly string[]): readonly string[] => (Object.hasOwn(otherNames, first) ? [...otherNames[first]!, ...rest] : first === "" ? rest : [first, ...rest]);

async function asYaml(report: object): Promise<string> {
  const { stringify } = await import("yaml");
  return stringify(JSON.parse(JSON.stringify(report)), { lineWidth: 0 }).trimEnd();
}

/** A command goes on with the trace of its caller. */
const traced = <T>({ environment }: Pick<Context, "environment">, work: () => T) => asCaller({ client: "command line", trace: traceFrom(environment.TRACEPARENT) }, work);

/** Logs that a verb begins, and how it ends. */
async function logged<T extends { readonly exit: number }>(verb: string, log: Log | undefined, work: () => Promise<T>): Promise<T> {
  if (log === undefined) return work();
  const began = performance.now();
  log("info", "verb-begun", `${verb} begins`, { verb });
  const ended = await work();
  log(ended.exit === exit.done ? "info" : "warn", "verb-ended", `${verb} ends with ${ended.exit}`, { verb, exit: ended.exit, seconds: Math.round(performance.now() - began) / 1000 });
  return ended;
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

export function say(text: string, to: Streams["stdout"] = process.stdout): number {
  to.write(`${text}\n`);
  return exit.done;
}

/** Says what is the disk's fault. With too many files open, Node says of a package that it cannot be found, or a file of it that never was, although the package is there. */
export function onDisk(error: unknown, root: string): unknown {
  const { code, message = "" } = (error ?? {}) as NodeJS.ErrnoException;
  const [, named = ""] = /^Cannot find (?:package|module) '([^']+)'/.exec(message) ?? [];
  const path = existsSync(named) ? named : /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(named)?.[0];
  if (path === undefined || (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") || !existsSync(path)) return explainDisk(error, root);
  return explainDisk(Object.assign(new Error(message, { cause: error }), { code: "EMFILE", syscall: "open", path }), root);
}

/** Prints what went wrong and what helps, and gives the exit code. */
export async function explain(error: unknown, json: boolean, { stdout, stderr }: Streams = process, plain = process.env.TERM === "dumb"): Promise<number> {
  const known = isPmpcError(error) ? error : undefined;
  const message = known?.message ?? unexpected(error);
  const code = known?.exit ?? exit.failed;
  if (json) say(JSON.stringify({ error: { code: known?.code ?? "unexpected", message, hint: known?.hint, ...known?.facts }, exit: code }, null, 2), stdout);
  else say(`${stderr.isTTY && !plain ? "\r\u001b[K" : ""}${await printProblem(message, known?.hint, stderr.isTTY ? stderr.columns : undefined)}`, stderr);
  return code;
}

/** An error that pmpc did not expect: in one line, since a trace is of no use unless it is asked for. */
function unexpected(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return process.env.PMPC_TRACE ? (error.stack ?? error.message) : `${error.name === "Error" ? "" : `${error.name}: `}${error.message} (unexpected: set PMPC_TRACE=1 to see where it comes from)`;
}
