import { isBeyondTheSimulator } from "../limit";
import { parseTarget } from "../request";
import type { Method } from "../route";
import { call, CommandFailure, follow, optionKind, type Place, type Run } from "./call";
import type { Command } from "./command";
import { parseArguments } from "./option";
import { printTable, type TableStyle } from "./table";

/** What the command line is shown on. */
export interface Terminal {
  /** Whether the locale's characters are those of UTF-8; without it, borders are made of ASCII. */
  readonly utf8: boolean;
  /** Characters on a line; unlimited where the output is no terminal. */
  readonly columns?: number;
}

const methods: Readonly<Record<string, Method>> = { get: "GET", create: "POST", set: "PUT", delete: "DELETE" };
const outputOptions = { "output-format": {}, noheader: { flag: true }, noborder: { flag: true }, quiet: { flag: true }, "human-readable": { flag: true }, noproxy: { flag: true } };

/** Runs a command of `pvesh`: any address of the API, with the answer as a table or as JSON. */
export function* runApiTool(place: Place, command: Command, args: readonly string[], terminal: Terminal): Run {
  const method = Object.hasOwn(methods, command.name) ? methods[command.name] : undefined;
  if (!method) throw new CommandFailure(`the simulator has no 'pvesh ${command.name}'\n`, 255);
  const path = args[0];
  const address = addressOf(place, path ?? "");
  const checks = place.parametersOf(method, address);
  if (path !== undefined && path !== "" && !path.startsWith("-") && !checks && unknown(place, method, address)) {
    throw new CommandFailure(`No '${command.name}' handler defined for '${path}'\n`, 1);
  }
  const own = outputOptions as Readonly<Record<string, { flag?: boolean }>>;
  const kindOf = (name: string) => (Object.hasOwn(own, name) ? own[name] : optionKind(checks, name));
  const given = parseArguments(command, args, kindOf, [...Object.keys(own), ...Object.keys(checks ?? {})]);
  const parameters = Object.entries(given).filter(([name]) => !Object.hasOwn(own, name) && name !== "api_path");
  const data = fromHere(place, address, call(place, command, method, address, Object.fromEntries(parameters)));
  if (method !== "GET" && isUpid(data)) yield* follow(place, data);
  if (given.quiet !== "1") yield { stdout: print(data, address, method, given, terminal) };
  return 0;
}

/** The node that is asked calls itself the local one. */
function fromHere({ node }: Place, address: string, data: unknown): unknown {
  if (address !== "/cluster/status" || !Array.isArray(data)) return data;
  return (data as readonly Readonly<Record<string, unknown>>[]).map((row) => (row.type === "node" ? { ...row, local: row.name === node ? 1 : 0 } : row));
}

const isUpid = (data: unknown): data is string => typeof data === "string" && data.startsWith("UPID:");

/** Parts that are no address become one, and the node one is on gets its name. */
function addressOf({ node }: Place, path: string): string {
  const encoded = parseTarget(path).segments.map((segment) => encodeURIComponent(segment));
  return `/${encoded.join("/")}`.replace(/^\/nodes\/localhost(?=\/|$)/, `/nodes/${node}`);
}

function unknown({ ask }: Place, method: Method, address: string): boolean {
  if (isBeyondTheSimulator(method, address)) return false;
  const { status, reason } = method === "GET" ? ask("GET", address) : { status: 501, reason: "" };
  return status === 501 && !reason.endsWith("by the simulator");
}

function print(data: unknown, address: string, method: Method, given: Readonly<Record<string, unknown>>, terminal: Terminal): string {
  if ((data === null || data === undefined) && method !== "GET") return "";
  const format = given["output-format"] ?? "text";
  if (format === "json") return `${JSON.stringify(ordered(data ?? null))}\n`;
  if (format === "json-pretty") return `${pretty(ordered(data ?? null), "")}\n`;
  if (format !== "text") throw new CommandFailure(`the simulator prints no ${String(format)}\n`, 255);
  const style: TableStyle = {
    ...terminal,
    border: given.noborder !== "1",
    header: given.noheader !== "1",
    human: given["human-readable"] !== "0",
  };
  return printTable(data, address, style);
}

/** The same value with the keys of every object in order, which is how the tools print JSON. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, ordered(one)]));
}

function pretty(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) return JSON.stringify(value);
  const inner = `${indent}   `;
  const lines = Array.isArray(value)
    ? value.map((one) => `${inner}${pretty(one, inner)}`)
    : Object.entries(value).map(([key, one]) => `${inner}${JSON.stringify(key)} : ${pretty(one, inner)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${lines.join(",\n")}\n${indent}${close}`;
}
