import { readFileSync } from "node:fs";
import { join } from "node:path";
import { listActions } from "../../generator/engine/listing";
import { isPmpcError } from "../../lib/error";
import { checkInput } from "../../generator/engine/input";
import { bind, doors, type Door } from "../door";
import { dispatch, explain, onDisk, say } from "./dispatch";
import { logTo } from "../log";
import { logFormatOf, parse, spell } from "./parse";
import { onSignals, stopped } from "./signal";
import type { Place } from "../place";

/** pmpc's own folder: that of its package.json. */
const home = join(__dirname, "../..").replace(/[\\/]dist$/, "");
const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { version: string };

/** Runs the command line and returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  // Who no longer listens does not keep pmpc from its work.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosed);
  try {
    return await enter(args);
  } catch (error) {
    return explain(onDisk(error, home), args.includes("--json"));
  }
}

/** Chooses the door: the console, or one verb. */
async function enter(args: readonly string[]): Promise<number> {
  const [verb] = args;
  if (verb === "--version" || verb === "-v") return say(version);
  const actions = listActions(join(__dirname, "../../generator/action"));
  const environment = process.env;
  const place = (signal: AbortSignal): Place => ({ actions, context: { version, home, folder: process.cwd(), environment, now: () => new Date(), signal } });
  if (verb === undefined || verb === "--plain") return (await import("../console/console.js")).runConsole(place, { plain: verb === "--plain" });
  const stop = new AbortController();
  const deafen = onSignals(
    (signal) => stop.abort(stopped(signal)),
    (signal) => {
      // As if there were no listener.
      deafen();
      process.kill(process.pid, signal);
    },
  );
  const door = doors.find(({ name }) => name === verb);
  return door === undefined ? dispatch(args, place(stop.signal)) : openDoor(door, args.slice(1), place(stop.signal));
}

async function openDoor(door: Door, args: readonly string[], place: Place): Promise<number> {
  const verb = place.actions.find(({ name }) => name === door.verb);
  const called = { ...door, input: { ...verb?.input, ...door.input } };
  const typed = await parse(called, args, process.stdout.columns);
  if (typeof typed === "string") return say(typed);
  const { yes: _, logFormat, ...input } = typed;
  const log = logFormatOf(logFormat, place.context.environment) === "json" ? logTo(process.stderr) : undefined;
  try {
    checkInput(called, input, { local: true });
    return await (await door.open())({ bound: bind(place, input, log), input, ...(log === undefined ? {} : { log }), signal: place.context.signal, place, json: args.includes("--json") });
  } catch (error) {
    throw isPmpcError(error) && error.code === "wrong-input" && "option" in error.facts ? spell(error, called) : error;
  }
}

function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
}
