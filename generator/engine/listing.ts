import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PmpcError } from "../../lib/error";
import { isAction, topics, type Action, type Summary } from "./action";
import type { QuestionCode } from "./event";
import type { Options } from "./option";

/** A verb as it is listed: what doors show without loading what it needs. */
export interface Listed extends Summary {
  readonly input: Options;
  /** The questions that it may ask. */
  readonly confirms: readonly QuestionCode[];
  readonly load: () => Action;
  /** The JSON Schema (2020-12) of its report, closed: what it does not name is not there. Raises `not-built` for a verb that is newer than the build. */
  readonly output: () => OutputSchema;
}

/** What a report looks like. */
export interface OutputSchema {
  readonly $schema: string;
  readonly type: "object";
  readonly properties: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
  readonly additionalProperties: false | object;
  readonly $defs?: Readonly<Record<string, object>>;
}

/** Where a verb is. */
export interface Entry extends Summary {
  readonly file: string;
  readonly member: string;
  readonly input: Options;
  readonly confirms: readonly QuestionCode[];
}

/** Written by the build: help and completion are quick, although verbs bring a database and an HTTP client. */
export const listingName = "listing.json";
/** Written by the build, too: the schema of each verb's report, made of the report's type. */
export const outputsName = "outputs.json";

/** Every verb of a folder, by topic and name: each file declares one, or a family of them. */
export function listActions(folder: string): readonly Listed[] {
  const built = join(folder, listingName);
  const entries = existsSync(built) ? (JSON.parse(readFileSync(built, "utf8")) as readonly Entry[]) : readEntries(folder);
  return entries.map(({ file, member, ...summary }) => ({ ...summary, load: () => load(folder, file)[member] as Action, output: () => outputOf(summary.name, folder) }));
}

function outputOf(name: string, folder: string): OutputSchema {
  // Sources have no schemas beside them, and the build of their checkout has.
  const built = [folder, join(folder, "../../dist/generator/action")].map((one) => join(one, outputsName)).find((path) => existsSync(path));
  const outputs = built === undefined ? {} : (JSON.parse(readFileSync(built, "utf8")) as Readonly<Record<string, OutputSchema>>);
  const output = outputs[name];
  if (output) return output;
  throw new PmpcError("not-built", `the build has no schema of the report of pmpc ${name}`, { hint: "npm run build makes it" });
}

/** The same by loading all files, as the build does once. */
export function readEntries(folder: string): readonly Entry[] {
  const files = readdirSync(folder).filter((file) => /(?<!\.d)\.[jt]s$/.test(file)).map((file) => file.replace(/\.[jt]s$/, ""));
  const found = [...new Set(files)].flatMap((file) =>
    Object.entries(load(folder, file)).flatMap(([member, thing]): Entry[] => (isAction(thing) ? [{ ...summaryOf(thing), file, member }] : [])),
  );
  return found.sort((a, b) => topics.indexOf(a.topic) - topics.indexOf(b.topic) || (a.name < b.name ? -1 : 1));
}

const summaryOf = ({ name, summary, says, topic, effect, common, atTerminal, input, confirms }: Action) => ({ name, summary, says, topic, effect, ...(common ? { common } : {}), ...(atTerminal ? { atTerminal } : {}), input, confirms });

const load = (folder: string, file: string) => createRequire(__filename)(join(folder, file)) as Readonly<Record<string, unknown>>;
