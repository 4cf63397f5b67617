import { exit, PmpcError } from "../lib/error";
import type { Action, Context, Outcome } from "./action/action";

/** Runs a verb with what a door collected: what was not given comes from the environment, then from the presets. */
export async function run(action: Action, given: Readonly<Record<string, unknown>>, context: Context): Promise<Outcome> {
  const input = Object.fromEntries(Object.entries(action.input).map(([name, option]) => [name, given[name] ?? fromEnvironment(option, context) ?? option.preset]));
  return action.run(input as never, context);
}

function fromEnvironment(option: Action["input"][string], { environment }: Context): unknown {
  const [text] = (option.environment ?? []).flatMap((name) => environment[name] || []);
  if (text === undefined) return undefined;
  if (option.type === "flag") return text === "1" || text.toLowerCase() === "true";
  if (option.type === "number") return numberOf(text);
  return option.type === "list" ? text.split(",") : text;
}

function numberOf(text: string): number {
  const number = Number(text);
  if (Number.isNaN(number)) throw new PmpcError("not-a-number", `"${text}" is not a number`, { exit: exit.usage });
  return number;
}
