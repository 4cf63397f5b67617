import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { isPmpcError, exit } from "../../lib/error";
import type { Known } from "../../generator/engine/known";
import { newCompleter, type Completable } from "../../generator/engine/complete";
import type { Host } from "../../generator/engine/host";
import { run } from "../../generator/engine/run";
import { dispatch } from "../cli/dispatch";
import { overview } from "../cli/help";
import { onSignals, stopped } from "../cli/signal";
import { visible } from "../cli/terminal";
import { optionLines } from "./explain";
import { readLine } from "./editor";
import { openHistory } from "./history";
import { readPlainLine } from "./plain-line";
import { watchWorkspace, type Neighbour } from "./neighbour";
import { readOrder, type Order } from "./words";
import { isPlain, type Place } from "../place";

type PlaceFor = (signal: AbortSignal) => Place;

interface Sitting {
  readonly placeFor: PlaceFor;
  /** To be called with the exit code of each verb. */
  readonly settle: (code: number) => void;
}

/** What the console knows of its folder, from what was seen last: no network. */
interface Seen {
  readonly workspace?: string;
  readonly cluster?: string;
  readonly seenAt?: string;
  /** Who changes it at this moment. */
  readonly atWork?: string;
  readonly resources: readonly Known[];
}

/**
 * A token that was typed or made is good for the rest of the sitting. It is in memory, where verbs look for it first: the console's own
 * copy of the environment.
 */
function sittingOf(placeFor: PlaceFor): Sitting {
  const environment: Record<string, string | undefined> = { ...process.env };
  let typed: string | undefined;
  return {
    placeFor: (signal) => {
      const place = placeFor(signal);
      const around = (host: Host): Host => ({
        notify(event) {
          if (event.code === "token-made") environment.PROXMOX_VE_API_TOKEN = event.data.token;
          host.notify(event);
        },
        async ask(question) {
          const answer = await host.ask(question);
          if (question.code === "api-token") typed = answer?.value;
          return answer;
        },
      });
      return { ...place, context: { ...place.context, environment }, around };
    },
    settle(code) {
      // One that was not accepted is asked for again.
      if (typed !== undefined && code !== exit.notAuthorised) environment.PROXMOX_VE_API_TOKEN ??= typed;
      typed = undefined;
    },
  };
}

/** The interactive console; without a terminal, the lines of standard input, one after another. */
export async function runConsole(placeFor: PlaceFor, { plain }: { readonly plain: boolean }): Promise<number> {
  const sitting = sittingOf((signal) => ({ ...placeFor(signal), plain }));
  return process.stdin.isTTY === true && process.stdout.isTTY === true ? talk(sitting) : followLines(sitting);
}

/** Runs the lines of a file or a pipe, and stops at the first that fails: what comes after it may depend on it. */
async function followLines(sitting: Sitting): Promise<number> {
  let [last, seen] = [exit.done as number, false];
  for await (const line of createInterface({ input: process.stdin })) {
    seen = true;
    const order = readOrder(line);
    if (order.is === "exit") return last;
    const { code, isToEnd } = await carryOut(line, sitting);
    last = code;
    if (isToEnd) return last;
    if (last !== exit.done && last !== exit.changes && last !== exit.partial) {
      process.stderr.write(`pmpc: stopped at "${visible(line.trim())}", which ended with ${last}\n  the lines after it were not run\n`);
      return last;
    }
  }
  if (!seen) process.stdout.write(`${overview(sitting.placeFor(new AbortController().signal).actions)}\n`);
  return last;
}

async function talk(sitting: Sitting): Promise<number> {
  const { placeFor } = sitting;
  const place = placeFor(new AbortController().signal);
  const { actions, context } = place;
  const history = openHistory(context.environment);
  const { default: widthOf } = await import("string-width");
  const isBare = isPlain(place);
  const verbs: readonly Completable[] = [...actions, ...ownVerbs];
  let seen = await look(placeFor);
  let complete = await newCompleter(verbs, seen.resources);
  let neighbour = neighbourOf(seen);
  const learn = async () => {
    seen = await look(placeFor);
    complete = await newCompleter(verbs, seen.resources);
    neighbour ??= neighbourOf(seen);
  };
  /** What another process has changed in the workspace, as a line; undefined if nothing. */
  const news = () => {
    const says = neighbour?.changed();
    return says === undefined ? undefined : visible(`  changed meanwhile by another process: ${says}`);
  };
  const pasted: string[] = [];
  let [commands, failed, isEnded] = [0, 0, false];
  process.stdout.write(`${await header(seen, context.version, context.now())}\n\n`);
  for (let wantsOut = false; ; ) {
    const prompt = `${seen.cluster ?? "pmpc"}> `;
    const typed = await (context.environment.TERM === "dumb" ? readPlainLine : readLine)({
      prompt: visible(prompt),
      history: history.lines,
      plain: isBare,
      complete: (line) => complete(line),
      explain: (line) => optionLines(verbs, line, process.stdout.columns),
      pasted,
      look: () => ({ width: process.stdout.columns, height: Math.min(8, Math.max(0, process.stdout.rows - 4)), styled: !context.environment.NO_COLOR, widthOf }),
      // What a screen reader reads is not written over: there it is told with the next line.
      ...(isBare || neighbour === undefined ? {} : { attend: attendTo(neighbour, news, learn) }),
      input: process.stdin,
      output: process.stdout,
    });
    const told = news();
    if (told !== undefined) {
      process.stdout.write(`${told}\n`);
      await learn();
    }
    if (typed.is === "end" || (typed.is === "interrupted" && wantsOut)) {
      if (typed.is === "end") process.stdout.write("\n");
      break;
    }
    if (typed.is === "interrupted") process.stdout.write("\n  Ctrl-C again, Ctrl-D or /exit leaves\n");
    wantsOut = typed.is === "interrupted";
    if (typed.is === "interrupted") continue;
    history.add(typed.text);
    const order = readOrder(typed.text);
    if (order.is === "exit") break;
    if (order.is === "nothing") continue;
    const [, asked] = (isBare && /^(.*\s)\?\s*$/.exec(typed.text)) || [];
    if (asked !== undefined) {
      process.stdout.write(`${optionLines(verbs, asked, process.stdout.columns).join("\n")}\n\n`);
      continue;
    }
    const { code, isToEnd } = await carryOut(typed.text, sitting);
    commands += 1;
    failed += code === exit.done || code === exit.changes ? 0 : 1;
    process.stdout.write("\n");
    isEnded = isToEnd;
    if (isEnded) break;
    // What a verb that only reads finds changed, somebody else has changed.
    if (!isReading(order, actions)) neighbour?.changed();
    await learn();
  }
  if (commands > 0) process.stdout.write(`  ${commands} ${commands === 1 ? "command" : "commands"}${failed > 0 ? `, ${failed} of them failed` : ""}\n`);
  // A question that was broken off may go on listening for an answer.
  if (isEnded) process.exit(exit.done);
  return exit.done;
}

const neighbourOf = ({ workspace }: Seen) => (workspace === undefined ? undefined : watchWorkspace(workspace));

const attendTo = (neighbour: Neighbour, news: () => string | undefined, learn: () => Promise<void>) => (tell: (text: string) => void) => {
  neighbour.listen(() => {
    const says = news();
    if (says === undefined) return;
    tell(says);
    void learn();
  });
  return () => neighbour.deafen();
};

function isReading(order: Order, actions: Place["actions"]): boolean {
  const [first = "", second = ""] = order.is === "verb" ? order.args : [];
  return (actions.find(({ name }) => name === `${first} ${second}`) ?? actions.find(({ name }) => name === first))?.effect === "reads";
}

/** What is the console's own: everything else is a verb. */
const ownVerbs: readonly Completable[] = [
  { name: "help", summary: "List the verbs, or the options of one", input: {} },
  { name: "exit", summary: "Leave the console; what is under way goes on", input: {} },
];

interface Carried {
  readonly code: number;
  /** Not only the verb was told to end. */
  readonly isToEnd: boolean;
}

/** Runs a line. Ctrl-C asks it to stop; a second one leaves at once. Any other signal that ends a process ends the console after it. */
async function carryOut(line: string, sitting: Sitting): Promise<Carried> {
  const stop = new AbortController();
  let isToEnd = false;
  const first = (signal: NodeJS.Signals) => {
    isToEnd ||= signal !== "SIGINT";
    if (stop.signal.aborted) process.exit(exit.failed);
    stop.abort(stopped(signal, { closes: signal !== "SIGINT" }));
  };
  const deafen = onSignals(first, () => process.exit(exit.failed));
  try {
    const code = await codeOf(line, sitting, stop.signal);
    return { code, isToEnd };
  } finally {
    deafen();
  }
}

async function codeOf(line: string, { placeFor, settle }: Sitting, signal: AbortSignal): Promise<number> {
  const settled = async (run: Promise<number>) => {
    const code = await run;
    settle(code);
    return code;
  };
  const place = placeFor(signal);
  const order = readOrder(line);
  switch (order.is) {
    case "verb":
      return await settled(dispatch(order.args, place));
    case "shell":
      return await shell(order.command);
    case "help":
      if (order.about.length > 0) return await dispatch([...order.about, "--help"], place);
      process.stdout.write(`${overview(place.actions, { slash: true })}\n`);
      return exit.done;
    case "unfinished":
      process.stderr.write(`pmpc: a quote was opened and not closed: ${order.quote}\n  close it, or write \\${order.quote} for the character itself\n`);
      return exit.usage;
    default:
      return exit.done;
  }
}

/** A command of the user's own shell. */
function shell(command: string): Promise<number> {
  const child = spawn(command, { shell: process.env.SHELL || true, stdio: "inherit" });
  return new Promise((resolve) => {
    child.once("error", ({ message }) => (process.stderr.write(`pmpc: the shell could not be started: ${message}\n`), resolve(exit.failed)));
    child.once("close", (code) => resolve(code ?? exit.failed));
  });
}

/** Reads what completion knows; a folder that is not a workspace knows nothing. */
async function look(placeFor: PlaceFor): Promise<Seen> {
  const { actions, context } = placeFor(new AbortController().signal);
  const list = actions.find(({ name }) => name === "list");
  try {
    const outcome = list && (await run(list.load(), { kind: "all" }, context, { host: { notify: () => {}, ask: async () => undefined }, local: true }));
    return (outcome?.report as Seen | undefined) ?? { resources: [] };
  } catch (error) {
    if (isPmpcError(error)) return { resources: [] };
    throw error;
  }
}

async function header({ cluster, seenAt, atWork, resources }: Seen, version: string, now: Date): Promise<string> {
  if (cluster === undefined) return `${fitted([`pmpc ${version}`, "no workspace in this folder"])}\n  ${fitted(["/init makes one", "/simulator starts a cluster to try it on", "/help"], "  ")}`;
  const nodes = resources.filter(({ kind }) => kind === "node").map(({ name }) => name);
  const where = nodes.length > 4 ? `${nodes.length} nodes` : nodes.join(", ");
  const guests = resources.filter(({ isGuest }) => isGuest).length;
  const first = fitted([`pmpc ${version}`, visible(`${cluster} (${guests} guests on ${where})`), ...(seenAt === undefined ? [] : [`read ${ago(seenAt, now)}`]), "/help"]);
  return atWork === undefined ? first : `${first}\n  ${visible(atWork)}`;
}

/** Parts beside one another, and below where the terminal is narrow. */
function fitted(parts: readonly string[], indent = ""): string {
  const width = process.stdout.columns || 80;
  return parts.reduce((lines, part) => {
    const last = lines.slice(lines.lastIndexOf("\n") + 1);
    return lines === "" ? part : last.length + part.length + 3 + indent.length <= width ? `${lines} · ${part}` : `${lines}\n${indent}${part}`;
  }, "");
}

function ago(at: string, now: Date): string {
  const minutes = Math.max(0, Math.round((now.getTime() - Date.parse(at)) / 60_000));
  if (minutes < 1) return "just now";
  const [amount, unit] = minutes < 60 ? [minutes, "minute"] : minutes < 2 * 1440 ? [Math.round(minutes / 60), "hour"] : [Math.round(minutes / 1440), "day"];
  return `${amount} ${unit}${amount === 1 ? "" : "s"} ago`;
}
