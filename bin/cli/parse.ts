import { exit, PmpcError } from "../../lib/error";
import type { Action } from "../../generator/engine/action";
import type { Option, Options } from "../../generator/engine/option";
import { logFormats, type LogFormat } from "../log";
import { didYouMean } from "./help";
import { readPlainly, type Typed } from "./plain";

/** What is called by its name: a verb, or a door. */
type Called = Pick<Action, "name" | "says" | "input">;

/** What was typed for a verb, by the names of its options; the help, as a text, where that was asked for. Values are checked by the engine. */
export async function parse(action: Called, args: readonly string[], width = 100): Promise<Record<string, unknown> | string> {
  const words = Object.entries(action.input).filter(([, { positional }]) => positional !== undefined);
  const named = Object.fromEntries(Object.entries(action.input).filter(([, { positional }]) => positional === undefined));
  const byName = Object.fromEntries(Object.entries({ ...named, ...flags }).map(([name, one]) => [kebab(name), one]));
  const spread = withNumbers(action, withFlags(action, args));
  const typed = readPlainly(byName, spread) ?? (await readFully(action, spread, words, named, width));
  if (typeof typed === "string") return typed;
  const given = Object.fromEntries([...Object.keys(named), "yes", "logFormat"].flatMap((name) => (typed.named[kebab(name)] === undefined ? [] : [[name, typed.named[kebab(name)]]])));
  for (const [name, value] of Object.entries(given)) {
    if (named[name]?.series) given[name] = [value].flat();
    if (named[name]?.type !== "list" && Array.isArray(value)) throw usage(action, `--${kebab(name)} is given more than once; give it once`);
    if (Number.isNaN(value)) given[name] = wordAfter(args, `--${kebab(name)}`);
  }
  return { ...given, ...readWords(action, words, typed.words) };
}

/** What every verb takes. */
const flags: Options = {
  yes: { type: "flag", says: "Answer every question with yes." },
  json: { type: "flag", says: "One JSON object on standard output, nothing else." },
  yaml: { type: "flag", says: "The same as YAML." },
  logFormat: { type: "text", says: "How what happens is told on standard error: as sentences, or as a line of JSON each.", choices: logFormats, environment: ["PMPC_LOG_FORMAT"] },
};

/** How what happens is told: as the option or the environment says. */
export function logFormatOf(typed: unknown, { PMPC_LOG_FORMAT: preset }: Readonly<Record<string, string | undefined>>): LogFormat {
  const said = typed ?? (preset === undefined || preset === "" ? "text" : preset);
  const known = logFormats.find((one) => one === said);
  if (known === undefined) throw new PmpcError("wrong-input", `--log-format: expected text or json, got ${String(said)}`, { hint: "text is for people, json for programs", exit: exit.usage });
  return known;
}

/** Reads a command line with all that yargs knows; gives the help where that was asked for. */
async function readFully(action: Called, args: readonly string[], words: readonly (readonly [string, Option<unknown>])[], named: Options, width: number): Promise<Typed | string> {
  const { default: load } = await import("yargs");
  const shown = words.map(([name, { placeholder = name, required }]) => (required ? placeholder : `[${placeholder}]`)).join(" ");
  const known = [...Object.keys(named).map(kebab), "yes", "json", "yaml", "log-format", "help"];
  let help = "";
  const parsed = await load()
    .scriptName(`pmpc ${action.name}`)
    .usage(`$0 ${shown === "" ? "" : `${shown} `}[options]\n\n${action.says}`)
    .options(optionsOf({ ...named, ...flags }))
    .parserConfiguration({ "parse-positional-numbers": false })
    .version(false)
    .help("help", "Show this help.")
    .alias("help", "h")
    .strictOptions()
    .wrap(Math.min(width, 120))
    .exitProcess(false)
    .fail((message, error) => {
      if (error && error.name !== "YError") throw error;
      const [, lacking] = /^Not enough arguments following: ([\w-]+)/.exec(message) ?? [];
      if (lacking !== undefined) throw usage(action, `--${kebab(lacking)}: expected ${action.input[lacking]?.placeholder ?? "a value"} after it, got nothing`);
      const unknown = message.startsWith("Unknown argument") ? unknownIn(args, action, known) : [];
      throw usage(action, unknown.length === 0 ? message.toLowerCase().replace(/\.$/, "") : unknown.map((word) => `there is no option ${word}${didYouMean(word, known.map((name) => `--${name}`))}`).join("\n      "));
    })
    .parseAsync([...args], {}, (_error, _parsed, output) => {
      help = output;
    });
  return parsed.help === true ? help : { named: parsed, words: parsed._.map(String) };
}

/** Options that were typed and are not there, as they were typed. */
function unknownIn(args: readonly string[], { input }: Called, known: readonly string[]): readonly string[] {
  const there = new Set(["-h", ...known.flatMap((name) => [`--${name}`, `--no-${name}`]), ...Object.values(input).flatMap(({ short }) => (short === undefined ? [] : [`-${short}`]))]);
  const typed = args.flatMap((word) => /^--?[a-zA-Z][\w-]*/.exec(word) ?? []);
  return [...new Set(typed)].filter((word) => !there.has(word));
}

/** A wrong option, as it is written on a command line. */
export function spell(error: PmpcError, action: Called): PmpcError {
  const { option, expected, got } = error.facts as { readonly option: string; readonly expected: string; readonly got?: string };
  // What a file says wrong is told with its line, and is no option.
  if ("file" in error.facts) return error;
  const declared = action.input[option];
  const name = declared?.positional === undefined ? `--${kebab(option)}` : (declared.placeholder ?? option);
  const says = got === undefined ? `${name}: ${expected}` : `${name}: expected ${expected}, got ${got}`;
  return new PmpcError(error.code, says.replace(/: it is missing$/, " is missing"), { hint: error.hint, exit: error.exit, facts: error.facts });
}

const usage = (action: Called, what: string) => new PmpcError("wrong-input", what, { hint: `pmpc ${action.name} --help lists its options`, exit: exit.usage });

/** Proxmox VE's tools write `--onboot 1` where others write `--onboot`. */
function withFlags(action: Called, args: readonly string[]): string[] {
  const flags = Object.entries(action.input).flatMap(([name, { type }]) => (type === "flag" ? [`--${kebab(name)}`] : []));
  const isValue = (at: number) => flags.includes(args[at - 1] ?? "") && /^[01]$/.test(args[at] ?? "");
  return args.flatMap((word, at) => (isValue(at) ? [] : isValue(at + 1) ? [`${word}=${String(args[at + 1] === "1")}`] : [word]));
}

/** `--net0 TEXT` is the first of what `--net` takes. */
function withNumbers(action: Called, args: readonly string[]): string[] {
  const { input } = action;
  const read = (word: string) => /^--([a-z][a-z-]*?)(\d+)(?:=(.*))?$/s.exec(word);
  const isCounted = (word: string) => {
    const [, name, digits] = read(word) ?? [];
    return name !== undefined && input[camel(name)]?.series === true && input[camel(`${name}${digits}`)] === undefined;
  };
  const seen = new Set<string>();
  return args.flatMap((word, at) => {
    if (at > 0 && isCounted(args[at - 1]!) && !args[at - 1]!.includes("=")) return [];
    if (!isCounted(word)) return [word];
    const [, name, digits, value = /^--[a-z]/.test(args[at + 1] ?? "") ? "" : (args[at + 1] ?? "")] = read(word)!;
    const option = `--${name}${digits}`;
    if (value === "") throw usage(action, `${option}: expected ${input[camel(name!)]!.placeholder ?? "a value"} after it, got nothing`);
    if (seen.has(option)) throw usage(action, `${option} is given more than once; give it once`);
    seen.add(option);
    return [`--${name}=${digits}=${value}`];
  });
}

/** What was typed for an option that is not a number. */
function wordAfter(args: readonly string[], name: string): string {
  const at = args.findIndex((word) => word === name || word.startsWith(`${name}=`));
  return args[at]?.slice(name.length + 1) || (args[at + 1] ?? "");
}

/** The values that are given without a name, each by the name of its option. */
function readWords(action: Called, options: readonly (readonly [string, Option<unknown>])[], given: readonly string[]): Record<string, unknown> {
  const takesAll = options.some(([, { positional }]) => positional === "rest");
  if (!takesAll && given.length > options.length) throw usage(action, `"${given[options.length]}" is one argument too many`);
  return Object.fromEntries(
    options.flatMap(([name, { positional, type }], at) => {
      const text = positional === "rest" ? given.slice(at).join(" ") : given[at];
      return text === undefined || text === "" ? [] : [[name, type === "number" && /^\d+$/.test(text) ? Number(text) : text]];
    }),
  );
}

const kinds = { text: "string", number: "number", flag: "boolean", list: "array" } as const;

function optionsOf(options: Options) {
  return Object.fromEntries(
    Object.entries(options).map(([name, { type, says, choices, environment, preset, hidden, bare, short, series }]) => {
      const words = choices === undefined ? "" : ` One of ${choices.join(", ")}.`;
      const also = environment?.length ? ` (${environment.join(", ")})` : "";
      const shown = preset === undefined || preset === true ? "" : ` Default: ${String(preset)}.`;
      return [kebab(name), { type: series ? "string" : kinds[type], describe: `${says}${words}${shown}${also}`, ...(hidden ? { hidden } : {}), ...(short === undefined ? {} : { alias: short }), ...(type === "list" && !series ? { string: true } : {}), requiresArg: type !== "flag" && !bare }];
    }),
  );
}

const camel = (name: string) => name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
