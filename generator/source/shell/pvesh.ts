import type { Unreadable } from "../../../lib/inventory/document";
import type { Address } from "../../../lib/pve/address";
import { shapeFault } from "../../../lib/pve/response-shape";
import { type CommandError, demandSuccess, invalidOutput, type Ran } from "../../transport/command-error";
import type { RunOptions } from "../../transport/process";
import type { Shell } from "../../transport/shell";
import { judge } from "../finding";

type Row = Readonly<Record<string, unknown>>;

/** The API without HTTP: `pvesh get ADDRESS`, one process for each. */
export interface Pvesh {
  get(address: Address, options?: RunOptions & { readonly parameters?: readonly string[] }): Promise<unknown>;
  /** The same where nothing but a list of objects will do; parameters are pvesh's own: `["--full", "1"]`. */
  list(address: Address, parameters?: readonly string[]): Promise<readonly Row[]>;
}

export function pveshOn(shell: Shell, path: string, defaults: RunOptions): Pvesh {
  const ask = async (address: Address, parameters: readonly string[], options: RunOptions) =>
    demandSuccess(await shell.run(path, ["get", address, ...parameters, "--output-format", "json"], { ...defaults, ...options }));
  const answerOf = (address: Address, ran: Ran) => {
    const body = parseJson(ran);
    const expected = shapeFault(address, body);
    if (expected !== undefined) throw invalidOutput(ran, `it printed something other than ${expected}`, { number: 1, text: ran.stdout.split("\n")[0]!.slice(0, 120) });
    return body;
  };
  return {
    get: async (address, { parameters = [], ...options } = {}) => answerOf(address, await ask(address, parameters, options)),
    async list(address, parameters = []) {
      const ran = await ask(address, parameters, {});
      const body = answerOf(address, ran);
      if (Array.isArray(body) && body.every((row) => typeof row === "object" && row !== null && !Array.isArray(row))) return body as Row[];
      throw invalidOutput(ran, "its answer is not a list of objects", { number: 1, text: ran.stdout.split("\n")[0]! });
    },
  };
}

/** What a command printed as JSON, and nothing that it did not print: where it is anything else, the error has the line. */
export function parseJson(ran: Ran): unknown {
  const text = ran.stdout;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw notJson(ran, text.split("\n"));
  }
}

function notJson(ran: Ran, lines: readonly string[]): CommandError {
  const first = lines.findIndex((line) => line.trim() !== "");
  if (first < 0) return invalidOutput(ran, "it printed nothing");
  if (!/^\s*[[{"\d]/.test(lines[first]!)) return invalidOutput(ran, "it printed something other than JSON", { number: first + 1, text: lines[first]! });
  const next = lines.findIndex((line, at) => at > first && line.trim() !== "");
  if (next > 0 && isJson(lines[first]!)) return invalidOutput(ran, "it printed something else after its answer", { number: next + 1, text: lines[next]! });
  const last = lines.findLastIndex((line) => line.trim() !== "");
  return invalidOutput(ran, "its answer is not complete JSON; it ends with", { number: last + 1, text: lines[last]!.slice(-120) });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Says why one address could not be read, where the rest goes on without it. */
export function explain(address: Address, error: CommandError): Unreadable {
  const [words = ""] = error.output.split("\n").filter((line) => line.trim() !== "");
  const [what = ""] = error.message.split("\n");
  if (error.code === "permission-denied") return { address, why: "forbidden", message: what, hint: error.hint };
  if (error.code === "timeout") return { address, why: "timeout", message: what, hint: error.hint };
  const found = judge(address, { words: error.output });
  if (found) return found;
  return { address, why: "failed", message: error.code === "operation-failed" && words !== "" ? `Proxmox VE answered: ${words}` : what, hint: error.hint };
}
