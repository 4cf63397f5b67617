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
  status: "Show the workspace",
  doctor: "Check connection, certificate, rights and tools",
  simulator: "Put a simulated cluster on a port of this machine",
  demo: "Import a simulated home cluster into a new folder",
};

/** Runs the command line and returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const json = args.includes("--json");
  try {
    return await dispatch(args, json);
  } catch (error) {
    return explain(error, json);
  }
}

async function dispatch(args: readonly string[], json: boolean): Promise<number> {
  const [verb] = args;
  if (verb === "--version" || verb === "-v") return print(version);
  if (verb === undefined || verb === "--help" || verb === "-h" || verb === "help") return print(overview());
  const listed = actions.find(({ name }) => name === verb);
  if (!listed) throw new PmpcError("unknown-verb", `pmpc has no "${verb}"`, { hint: `it has ${actions.map(({ name }) => name).join(", ")}; pmpc --help says what they do`, exit: exit.usage });
  const action = await listed.load();
  const { default: load } = await import("yargs");
  const given = await parse(load([...args.slice(1)]), action);
  if (given === undefined) return exit.done;
  const outcome = await run(action, given, contextFor(given.yes === true, json));
  const text = json ? JSON.stringify(outcome.report, null, 2) : draw(action.name, outcome);
  process.stdout.write(`${text}\n`);
  return outcome.exit;
}

function contextFor(yes: boolean, json: boolean): Context {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort(new PmpcError("stopped", "stopped before it was done")));
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
  const parsed = await program
    .scriptName(`pmpc ${action.name}`)
    .usage(`$0 [options]\n\n${action.says}`)
    .options(optionsOf(action.input))
    .options({
      yes: { type: "boolean", describe: "Answer every question with yes." },
      json: { type: "boolean", describe: "One JSON object on standard output, nothing else." },
    })
    .version(false)
    .help("help", "Show this help.")
    .alias("help", "h")
    .strict()
    .wrap(Math.min(process.stdout.columns ?? 100, 120))
    .exitProcess(false)
    .fail((message, error) => {
      if (error && error.name !== "YError") throw error;
      throw new PmpcError("wrong-usage", message.toLowerCase().replace(/\.$/, ""), { hint: `pmpc ${action.name} --help lists the options`, exit: exit.usage });
    })
    .parseAsync();
  return parsed.help === true ? undefined : parsed;
}

const kinds = { text: "string", number: "number", flag: "boolean", list: "array" } as const;

function optionsOf(options: Options) {
  return Object.fromEntries(
    Object.entries(options).map(([name, { type, says, choices, environment, preset }]) => {
      const also = environment?.length ? ` (${environment.join(", ")})` : "";
      const shown = preset === undefined || preset === true ? "" : ` Default: ${String(preset)}.`;
      return [kebab(name), { type: kinds[type], describe: `${says}${shown}${also}`, ...(choices ? { choices } : {}), ...(type === "list" ? { string: true } : {}), requiresArg: type !== "flag" }];
    }),
  );
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function overview(): string {
  const verbs = actions.map(({ name }) => `  pmpc ${name.padEnd(12)} ${summaries[name] ?? ""}`);
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
