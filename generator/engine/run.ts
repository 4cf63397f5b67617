import { randomUUID } from "node:crypto";
import { asCaller, callerNow, commandLine } from "../caller/caller";
import { explainDisk } from "../../lib/disk";
import type { Action, Context, Outcome } from "./action";
import { speak, type Host } from "./host";
import { checkInput } from "./input";
import type { Option } from "./option";
import { traceFrom } from "../caller/trace";

/** Where a request comes from. */
export interface Door {
  readonly host: Host;
  /** The person at a terminal may choose hosts, files and programs; no other door takes such options. */
  readonly local: boolean;
  /** What a door that serves others was bound to when it started: its workspace, its cluster. */
  readonly bound?: Readonly<Record<string, unknown>>;
}

/**
 * Runs a verb with what a door collected, after a check. What was not given comes from what the door is bound to, the environment, and
 * the presets, in this order.
 */
export async function run(action: Action, given: Readonly<Record<string, unknown>>, context: Omit<Context, "host">, door: Door): Promise<Outcome> {
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  checkInput(action, said, door);
  const input = Object.fromEntries(Object.entries(action.input).map(([name, option]) => [name, said[name] ?? door.bound?.[name] ?? fromEnvironment(option, context) ?? option.preset]));
  const set = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  // What the environment says is checked like everything else.
  checkInput(action, set, { local: true });
  try {
    const caller = callerNow() ?? { client: commandLine, trace: traceFrom(context.environment.TRACEPARENT) };
    return await asCaller(caller, () => action.run(input as never, { ...context, host: speak(door.host, randomUUID()) }));
  } catch (error) {
    // Whatever touches the disk may meet a full one, a file where a folder should be, or a limit on open files.
    throw explainDisk(error, context.folder);
  }
}

function fromEnvironment({ environment: names = [], type }: Option<unknown>, { environment }: Pick<Context, "environment">): unknown {
  const text = names.map((name) => environment[name]).find((value) => value);
  if (text === undefined) return undefined;
  if (type === "flag") return text === "1" || text.toLowerCase() === "true";
  if (type === "number") return Number.isNaN(Number(text)) ? text : Number(text);
  return type === "list" ? text.split(",") : text;
}
