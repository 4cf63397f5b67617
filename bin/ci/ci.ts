import { randomBytes } from "node:crypto";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { CiReport } from "../../generator/verdict/report";
import { run } from "../../generator/engine/run";
import { terminalHost } from "../cli/host";
import { print, roomOf } from "../cli/print";
import type { Opened } from "../door";
import { isPlain } from "../place";
import { commandsOf } from "./commands";
import { junitOf } from "./junit";
import { markdownOf } from "./markdown";
import { sarifOf } from "./sarif";

/** `pmpc ci`: the verb, and its report in the languages that were asked for. */
export async function openCi({ place, input, json, log }: Opened): Promise<number> {
  const { actions, context } = place;
  const { summary, sarif, junit, annotations, ...given } = input as Readonly<Record<string, string | undefined>>;
  const action = actions.find(({ name }) => name === "ci")!.load();
  const { environment } = context;
  const outcome = await run(action, given, context, { host: terminalHost({ yes: false, json, log, room: await roomOf(process.stderr.isTTY ? process.stderr.columns : undefined), plain: isPlain(place), streams: process }), local: true });
  const report = outcome.report as CiReport;
  const page = markdownOf(report);
  // A step's summary belongs to all that the step does.
  if (environment.GITHUB_STEP_SUMMARY) appendFileSync(environment.GITHUB_STEP_SUMMARY, `${page}\n`);
  const files = [[summary, page], [sarif, `${JSON.stringify(sarifOf(report, context.version), null, 2)}\n`], [junit, junitOf(report)]] as const;
  for (const [path, text] of files) if (path !== undefined) write(resolve(context.folder, path), text);
  const isAnnotated = annotations === "github" || (annotations !== "none" && environment.GITHUB_ACTIONS === "true");
  if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else process.stdout.write(withoutCommands(await print(action.view(report as never), process.stdout.isTTY ? process.stdout.columns : undefined), isAnnotated));
  if (isAnnotated && !json) process.stdout.write(commandsOf(report).map((line) => `${line}\n`).join(""));
  return outcome.exit;
}

/** What is printed for people is not read as commands. */
function withoutCommands(text: string, isAnnotated: boolean): string {
  const word = randomBytes(16).toString("hex");
  return isAnnotated ? `::stop-commands::${word}\n${text}\n::${word}::\n` : `${text}\n`;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
