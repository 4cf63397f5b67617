import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { isAbsolute, join, relative } from "node:path";
import { conflictMark, decideMarks } from "../../lib/conflict-mark";
import { PmpcError } from "../../lib/error";
import { formerClasses } from "../../lib/schema/cluster/former";
import type { Ended } from "./process";
import { parseThrown, type Place, type Thrown } from "./thrown";

/** What somebody who wrote the code needs to know, and nothing of what ran it. */
interface Told {
  readonly why: string;
  readonly lines?: readonly string[];
}

const most = 20;

/** Why an app did not synthesise: what is wrong, and where in its own files. */
export function synthesisError(root: string, ended: Pick<Ended, "code" | "signal" | "stdout" | "stderr">, declared: readonly string[] = []): PmpcError {
  const { why, lines = [] } = ofKilled(ended) ?? ofUnsettled(root, ended) ?? ofThrown(root, ended, declared) ?? ofOutput(ended);
  const hint = [...lines.slice(0, most), ...(lines.length > most ? [`and ${lines.length - most} more`] : [])].join("\n");
  return new PmpcError("synthesis-failed", `the code in ${root} does not synthesise: ${why}`, { hint: hint === "" ? undefined : hint });
}

// ---- ways to end ---------------------------------------------------------------------------------------------------------------

function ofKilled({ code, signal, stderr }: Pick<Ended, "code" | "signal" | "stderr">): Told | undefined {
  if (/JavaScript heap out of memory/.test(stderr)) return { why: "it ran out of memory", lines: ["give it more: NODE_OPTIONS=--max-old-space-size=4096"] };
  // A shell says so by a number.
  const name = signal ?? Object.entries(constants.signals).find(([, number]) => code === 128 + number)?.[0];
  if (name === undefined) return undefined;
  return { why: `it was killed (${name})`, lines: name === "SIGKILL" ? ["the system does that when memory runs out"] : [] };
}

const unsettled = 13;

function ofUnsettled(root: string, { code, stderr }: Pick<Ended, "code" | "stderr">): Told | undefined {
  if (code !== unsettled) return undefined;
  const places = [...stderr.matchAll(/unsettled top-level await at (?:file:\/\/)?(\S+):(\d+)/g)].map(([, file, line]) => ({ file: file!, line: Number(line) }));
  return { why: "it awaits a promise that never settles", lines: ownPlaces(root, places) };
}

/** Where nothing of Node's is to be found: the last words. */
function ofOutput({ code, stdout, stderr }: Pick<Ended, "code" | "stdout" | "stderr">): Told {
  const words = `${stderr.trim() === "" ? stdout : stderr}`.trim().split("\n").filter((line) => line.trim() !== "");
  const ends = `it ended with exit code ${code ?? "unknown"}`;
  if (code === 127) return { why: "cdktf.json names an app that cannot be started", lines: words.slice(-1) };
  return words.length === 0 ? { why: `${ends}, without a message` } : { why: ends, lines: words.slice(-5) };
}

// ---- what was thrown --------------------------------------------------------------------------------------------------------------

function ofThrown(root: string, { stderr }: Pick<Ended, "stderr">, declared: readonly string[]): Told | undefined {
  const thrown = parseThrown(stderr);
  if (thrown === undefined) return undefined;
  return ofValidation(thrown) ?? ofSyntax(root, thrown) ?? ofModule(root, thrown, declared) ?? ofRejection(thrown) ?? ofError(root, thrown);
}

/** What cdktf says of constructs: each begins with its path. */
function ofValidation({ message }: Thrown): Told | undefined {
  if (!/^(Validation failed with the following errors|Encountered Annotations with level "ERROR"):\n/.test(message)) return undefined;
  const [, ...said] = message.replace(/\n\n(If you wish to ignore|Either fix the issues)[^]*$/, "").split("\n");
  const count = said.filter((line) => /^ {0,2}\[/.test(line)).length;
  const lines = said.map((line) => line.replace(/^ {0,2}\[([^\]]*)\] /, "$1: "));
  return { why: count === 1 ? "one thing is wrong" : `${count} things are wrong`, lines };
}

/** Code that cannot be read: what runs it says where, each in its way. */
function ofSyntax(root: string, { name, message, shown, frames }: Thrown): Told | undefined {
  const esbuild = [...message.matchAll(/^(.+):(\d+):(\d+): ERROR: (.*)$/gm)].map(([, file, line, column, what]) => `${ownPath(root, file!)}:${line}:${column}: ${what}`);
  const [, file, what, line, column] = /^Error transforming (.+?): (.*) \((\d+):(\d+)\)$/.exec(message) ?? [];
  // JSON that does not parse: package.json, tsconfig.json.
  const [, json] = /^(?:Error parsing|Failed to parse) (.+?\.json): /.exec(message) ?? [];
  const places = json !== undefined && markIn(root, ownPath(root, json)).length > 0 ? [`${ownPath(root, json)}:`] : file === undefined ? esbuild : [`${ownPath(root, file)}:${line}:${column}: ${what}`];
  const marked = [...new Set(places.map((place) => place.slice(0, place.indexOf(":"))))].flatMap((path) => markIn(root, path));
  if (marked.length > 0) return { why: "git left conflicts in it", lines: marked.flatMap(({ path, line: at }) => [`${path}:${at}`, decideMarks(path)]) };
  if (places.length > 0) return { why: "it cannot be read as TypeScript", lines: places };
  if (name !== "SyntaxError" || shown === undefined || ownPlaces(root, frames).length > 0) return undefined;
  return { why: "it cannot be read", lines: [`${ownPath(root, shown.file)}:${shown.line}: ${message}`] };
}

/** Where git left the first mark of a conflict in a file; nothing if it left none. */
function markIn(root: string, path: string): readonly { readonly path: string; readonly line: number }[] {
  try {
    const line = conflictMark(readFileSync(join(root, path), "utf8"));
    return line === undefined ? [] : [{ path, line }];
  } catch {
    // What it is called here is not where it is.
    return [];
  }
}

function ofModule(root: string, { message, frames }: Thrown, declared: readonly string[]): Told | undefined {
  const [, wanted, importer] = /^Cannot find (?:module|package) '(.+?)'(?:\nRequire stack:\n- (.+)| imported from (.+))?/.exec(message) ?? [];
  if (wanted === undefined) return undefined;
  const from = importer ?? / imported from (.+)/.exec(message)?.[1] ?? frames[0]?.file;
  const who = from === undefined ? "it" : ownPath(root, from.replace(/\n[^]*$/, ""));
  // What is to be run is not imported.
  if (isAbsolute(wanted) && (from === undefined || !isOwn(root, from) || relative(root, from) === "")) return { why: `${ownPath(root, wanted)} is not there`, lines: ["cdktf.json names it: restore the file, or name another one"] };
  if (/^(\.|\/|[A-Za-z]:[\\/])/.test(wanted)) return { why: `${who} imports ${isAbsolute(wanted) ? ownPath(root, wanted) : wanted}, which is not there`, lines: ["restore the file, or remove the import"] };
  const name = wanted.split("/").slice(0, wanted.startsWith("@") ? 2 : 1).join("/");
  return { why: `${who} imports ${wanted}, which is not installed`, lines: [`cd ${root} && npm install${declared.includes(name) ? "" : ` ${name}`}`] };
}

function ofRejection({ message }: Thrown): Told | undefined {
  const [, reason] = /The promise rejected with the reason "([^]*)"\.\]?(?: \{)?$/.exec(message) ?? [];
  return reason === undefined ? undefined : { why: `a promise was rejected with "${reason}", and nothing handles it`, lines: ["reject with an Error, which says where it comes from"] };
}

function ofError(root: string, { name, message, frames, shown, causes, hint }: Thrown): Told {
  const [first = "", ...more] = message.split("\n");
  const own = ownPlaces(root, frames.length > 0 || shown === undefined ? frames : [shown]);
  // How a missing export reads, in a module of each kind.
  const missing = /pmpc[\w$]*\.(\w+)\)? is not a (?:constructor|function)|requested module '\S*pmpc\S*' does not provide an export named '(\w+)'/.exec(first);
  const now = formerClasses.get(missing?.[1] ?? missing?.[2] ?? "");
  if (now !== undefined) return { why: `pmpc has no ${missing![1] ?? missing![2]!}`, lines: [...own, `it is called ${now} now`] };
  const what = name === undefined ? `it threw ${first || "something"}` : `${name === "Error" || name === "PmpcError" ? "" : `${name}: `}${first}`;
  return { why: what, lines: [...more, ...causes.map((cause) => `because of ${cause}`), ...own, ...(hint === undefined ? [] : [hint])] };
}

// ---- files of the project -----------------------------------------------------------------------------------------------------------

const few = 4;

/** Where in the project's own files, the innermost first: the others belong to what runs it. */
function ownPlaces(root: string, places: readonly Place[]): string[] {
  const own = places.filter(({ file }) => isOwn(root, file)).map(({ file, line }) => `at ${ownPath(root, file)}:${line}`);
  return [...new Set(own)].slice(0, few);
}

function isOwn(root: string, file: string): boolean {
  const path = relative(root, file);
  return !path.startsWith("..") && !isAbsolute(path) && !/(^|[\\/])node_modules[\\/]/.test(path) && !path.endsWith("[eval]");
}

const ownPath = (root: string, file: string) => (isOwn(root, file) ? relative(root, file) : file);
