import type { Command } from "./command";
import { expand } from "./command";

/** How an option takes its value. */
export interface OptionKind {
  /** May stand alone. */
  readonly flag?: boolean;
  /** May be given several times. */
  readonly list?: boolean;
}

/** The tool's own words about a command line that it does not take. */
export class WrongUsage extends Error {}

/** Takes a command line apart as Proxmox VE's tools do: options anywhere, by one dash or two, cut short if you like. */
export function parseArguments(
  command: Command,
  args: readonly string[],
  kindOf: (name: string) => OptionKind | undefined,
  names: readonly string[],
): Record<string, unknown> {
  const { options, rest, problems } = readOptions(args, kindOf, names);
  if (problems.length > 0) throw wrong(command, "unable to parse option", problems);
  const given: Record<string, unknown> = {};
  for (const [name, values] of options) given[name] = valueOf(command, values, kindOf(name) ?? {});
  command.takes.forEach(({ name, optional }, at) => {
    if (name === "extra-args") given[name] = rest.splice(at);
    else if (at < rest.length) given[name] = rest[at];
    else if (!optional) throw wrong(command, "not enough arguments");
  });
  if (rest.length > command.takes.length) throw wrong(command, "too many arguments");
  return given;
}

function valueOf(command: Command, values: readonly string[], { flag, list }: OptionKind): unknown {
  if (list) return values.join(",");
  const value = values[values.length - 1]!;
  if (!flag) return value;
  if (/^(|1|on|yes|true)$/i.test(value)) return "1";
  if (/^(0|off|no|false)$/i.test(value)) return "0";
  throw wrong(command, "unable to parse boolean option");
}

function readOptions(args: readonly string[], kindOf: (name: string) => OptionKind | undefined, names: readonly string[]) {
  const options = new Map<string, string[]>();
  const rest: string[] = [];
  const problems: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at]!;
    if (word === "--") {
      rest.push(...args.slice(at + 1));
      break;
    }
    const [, short, , attached] = /^--?([^-=][^=]*)(=(.*))?$/s.exec(word) ?? [];
    if (short === undefined) {
      rest.push(word);
      continue;
    }
    const name = kindOf(short) ? short : expand(short, names);
    const kind = name === undefined ? undefined : kindOf(name);
    if (name === undefined || !kind) {
      const near = names.filter((one) => one.startsWith(short));
      problems.push(near.length > 1 ? `Option ${short} is ambiguous (${near.sort().join(", ")})` : `Unknown option: ${short}`);
      continue;
    }
    const next = args[at + 1];
    const separate = attached === undefined && next !== undefined && (!kind.flag || !next.startsWith("-"));
    if (separate) at++;
    const value = attached ?? (separate ? next : undefined);
    if (value === undefined && !kind.flag) problems.push(`Option ${name} requires an argument`);
    else options.set(name, [...(options.get(name) ?? []), value ?? ""]);
  }
  return { options, rest, problems };
}

/** `400 not enough arguments`, then the command's usage. */
export function wrong({ usage }: Command, problem: string, before: readonly string[] = [], after: readonly string[] = []): WrongUsage {
  return new WrongUsage([...before, `400 ${problem}`, ...after].map((line) => `${line}\n`).join("") + usage);
}
