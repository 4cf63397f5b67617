import { readFileSync } from "node:fs";
import { join } from "node:path";
import type yargs from "yargs";
import { exit, isPmpcError, PmpcError } from "../../lib/error";
import type { Action, Context, Options } from "../../generator/action/action";
import { actions } from "../../generator/action/index";
import { run } from "../../generator/engine";
import { draw } from "./draw";
import { terminalHost } from "./host";
import { visible } from "./terminal";

/** pmpc's own folder: that of its package.json. */
const home = join(__dirname, "../..").replace(/[\\/]dist$/, "");
const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { version: string };

const summaries: Readonly<Record<string, string>> = {
  import: "Read a cluster, and write it as a CDKTF project and an Ansible inventory",
  sync: "Read a cluster into the workspace's store, and write no code",
  generate: "Write the project again from what was seen last",
  verify: "Prove that the code changes nothing",
  plan: "Show what an apply would do to each guest",
  apply: "Apply the plan; after an import, adopt the guests and settle",
  forget: "Let go of a guest, and leave it as it is",
  state: "Show Terraform's state and its copies, restore or move it",
  protect: "Have Proxmox VE refuse to remove a guest or its disks",
  unprotect: "Let a guest be removed again",
  status: "Show the workspace",
  doctor: "Check connection, certificate, rights and tools",
  simulator: "Put a simulated cluster on a port of this machine",
  demo: "Import a simulated home cluster into a new folder",
  start: "Start a guest: vm 104, container 202",
  stop: "Stop a guest at once",
  shutdown: "Ask a guest to shut down",
  reboot: "Ask a guest to shut down, and start it again",
  pct: "Containers: list, status, config, create, destroy and more",
  qm: "Virtual machines: the same",
};

/** Runs the command line and returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  // Who no longer listens does not keep pmpc from its work.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosed);
  const json = args.includes("--json");
  try {
    return await dispatch(args, json);
  } catch (error) {
    return explain(error, json);
  }
}

function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
}

async function dispatch(args: readonly string[], json: boolean): Promise<number> {
  const [verb] = args;
  if (verb === "--version" || verb === "-v") return print(version);
  if (verb === undefined || verb === "--help" || verb === "-h" || verb === "help") return print(overview());
  const listed = actions.find(({ name }) => name.split(" ").every((word, at) => args[at] === word));
  if (!listed) return explainVerb(args);
  const action = await listed.load();
  const { default: load } = await import("yargs");
  const given = await parse(load(withFlags(action, args.slice(action.name.split(" ").length))), action);
  if (given === undefined) return exit.done;
  const outcome = await run(action, given, contextFor(given.yes === true, json));
  const text = json ? JSON.stringify(outcome.report, null, 2) : draw(action.name, outcome);
  process.stdout.write(`${text}\n`);
  return outcome.exit;
}

/** What there is instead of a verb that is not there: the verbs of a group, if it is one. */
function explainVerb([verb = "", word]: readonly string[]): number {
  const group = actions.filter(({ name }) => name.startsWith(`${verb} `)).map(({ name }) => name.slice(verb.length + 1));
  if (group.length > 0 && (word === undefined || word === "--help" || word === "-h" || word === "help")) {
    return print([`pmpc ${verb}: ${summaries[verb] ?? ""}`, "", ...group.map((name) => `  pmpc ${verb} ${name}`), "", `  pmpc ${verb} VERB --help lists the options of a verb.`].join("\n"));
  }
  const [missing, there] = group.length > 0 ? [`${verb} ${visible(word ?? "")}`, group] : [verb, groupsOf()];
  throw new PmpcError("unknown-verb", `pmpc has no "${missing}"`, { hint: `it has ${there.join(", ")}; pmpc --help says what they do`, exit: exit.usage });
}

/** The first words of all verbs. */
function groupsOf(): string[] {
  return [...new Set(actions.map(({ name }) => name.split(" ")[0]!))];
}

function contextFor(yes: boolean, json: boolean): Context {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stop.abort(new PmpcError("stopped", "stopped before it was done", { facts: { signal } })));
  return {
    host: terminalHost({ yes, json }),
    version,
    home,
    folder: process.cwd(),
    environment: process.env,
    now: () => new Date(),
    signal: stop.signal,
  };
}

async function parse(program: ReturnType<typeof yargs>, action: Action): Promise<Record<string, unknown> | undefined> {
  const words = Object.entries(action.input).filter(([, { positional }]) => positional !== undefined);
  const shown = words.map(([name, { placeholder = name, required }]) => (required ? placeholder : `[${placeholder}]`)).join(" ");
  const parsed = await program
    .scriptName(`pmpc ${action.name}`)
    .usage(`$0 ${shown === "" ? "" : `${shown} `}[options]\n\n${action.says}`)
    .options(optionsOf(Object.fromEntries(Object.entries(action.input).filter(([, { positional }]) => positional === undefined))))
    .options({
      yes: { type: "boolean", describe: "Answer every question with yes." },
      json: { type: "boolean", describe: "One JSON object on standard output, nothing else." },
    })
    .parserConfiguration({ "parse-positional-numbers": false })
    .version(false)
    .help("help", "Show this help.")
    .alias("help", "h")
    .strictOptions()
    .wrap(Math.min(process.stdout.columns ?? 100, 120))
    .exitProcess(false)
    .fail((message, error) => {
      if (error && error.name !== "YError") throw error;
      throw new PmpcError("wrong-usage", message.toLowerCase().replace(/\.$/, ""), { hint: `pmpc ${action.name} --help lists the options`, exit: exit.usage });
    })
    .parseAsync();
  for (const [name, { type }] of Object.entries(action.input)) {
    const wrong = Number.isNaN(parsed[name]) ? "is a number" : type !== "list" && Array.isArray(parsed[name]) ? "is there more than once; say it once" : undefined;
    if (wrong) throw new PmpcError("wrong-usage", `--${kebab(name)} ${wrong}`, { hint: `pmpc ${action.name} --help lists the options`, exit: exit.usage });
  }
  return parsed.help === true ? undefined : { ...parsed, ...readWords(action, words, parsed._.map(String)) };
}

/** Proxmox VE's tools write `--onboot 1` where others write `--onboot`. */
function withFlags(action: Action, args: readonly string[]): string[] {
  const flags = Object.entries(action.input).flatMap(([name, { type }]) => (type === "flag" ? [`--${kebab(name)}`] : []));
  const isValue = (at: number) => flags.includes(args[at - 1] ?? "") && /^[01]$/.test(args[at] ?? "");
  return args.flatMap((word, at) => (isValue(at) ? [] : isValue(at + 1) ? [`${word}=${String(args[at + 1] === "1")}`] : [word]));
}

/** The values that stand without a name, each by the name of its option. */
function readWords(action: Action, options: readonly (readonly [string, Options[string]])[], given: readonly string[]): Record<string, unknown> {
  const usage = (what: string) => new PmpcError("wrong-usage", what, { hint: `pmpc ${action.name} --help says what it expects`, exit: exit.usage });
  const all = options.some(([, { positional }]) => positional === "rest");
  if (!all && given.length > options.length) throw usage(`"${given[options.length]}" is one word too many`);
  return Object.fromEntries(
    options.map(([name, { positional, required, type, placeholder = name }], at) => {
      const text = positional === "rest" ? given.slice(at).join(" ") : given[at];
      if (text === undefined || text === "") {
        if (required) throw usage(`${placeholder} is missing`);
        return [name, undefined];
      }
      if (type === "number" && !/^\d+$/.test(text)) throw usage(`${placeholder} is a number, not "${text}"`);
      return [name, type === "number" ? Number(text) : text];
    }),
  );
}

const kinds = { text: "string", number: "number", flag: "boolean", list: "array" } as const;

function optionsOf(options: Options) {
  return Object.fromEntries(
    Object.entries(options).map(([name, { type, says, choices, environment, preset, hidden, bare }]) => {
      const also = environment?.length ? ` (${environment.join(", ")})` : "";
      const shown = preset === undefined || preset === true ? "" : ` Default: ${String(preset)}.`;
      return [kebab(name), { type: kinds[type], describe: `${says}${shown}${also}`, ...(choices ? { choices } : {}), ...(hidden ? { hidden } : {}), ...(type === "list" ? { string: true } : {}), requiresArg: type !== "flag" && !bare }];
    }),
  );
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function overview(): string {
  const verbs = groupsOf().map((name) => `  pmpc ${name.padEnd(12)} ${summaries[name] ?? ""}`);
  return ["pmpc: Proxmox VE as real TypeScript", "", ...verbs, "", "  pmpc VERB --help lists the options of a verb; --json prints one object."].join("\n");
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return exit.done;
}

function explain(error: unknown, json: boolean): number {
  const known = isPmpcError(error) ? error : undefined;
  const message = known?.message ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
  const code = known?.exit ?? exit.failed;
  if (json) process.stdout.write(`${JSON.stringify({ error: { code: known?.code ?? "unexpected", message, hint: known?.hint, ...known?.facts }, exit: code }, null, 2)}\n`);
  else process.stderr.write(`\r\u001b[K`.repeat(process.stderr.isTTY ? 1 : 0) + [`pmpc: ${visible(message)}`, ...(known?.hint?.split("\n").map((line) => `  ${visible(line)}`) ?? [])].join("\n") + "\n");
  return code;
}
