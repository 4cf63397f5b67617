import type { Address } from "../../lib/pve/address";
import type { Properties } from "../schema/property";
import type { Response, Parameters } from "../request";
import type { Method } from "../route";
import type { Command } from "./command";
import { wrong, type OptionKind } from "./option";

/** A node on whose command line somebody works. */
export interface Place {
  readonly node: string;
  /** Asks the API as root does there. */
  readonly ask: (method: Method, address: Address, body?: Parameters) => Response;
  /** What an address takes; undefined if that is not known, and anything may be tried. */
  readonly parametersOf: (method: Method, address: Address) => Properties | undefined;
  /** What Proxmox VE says on standard error when it reads a guest's file. */
  readonly complaintsOf?: (vmId: number) => readonly string[];
}

/** What a command prints, piece by piece. */
export type Output = { readonly stdout: string } | { readonly stderr: string } | { readonly wait: true };

/** A command at work: it prints, waits for its task, and ends with an exit code. */
export type Run = Generator<Output, number>;

/** A command that ended badly, in the words of the tool. */
export class CommandFailure extends Error {
  constructor(
    message: string,
    readonly exit: number,
  ) {
    super(message);
  }
}

/** Asks, and gives what is in `data`; a refusal becomes what the tool says about it. */
export function call(place: Place, command: Command, method: Method, address: Address, parameters: Parameters): unknown {
  const inQuery = method === "GET" || method === "DELETE";
  const query = new URLSearchParams(Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)])).toString();
  const { status, reason, body } = place.ask(method, inQuery && query !== "" ? `${address}?${query}` : address, inQuery ? undefined : parameters);
  if (status === 200) return body?.data;
  const message = String(body?.message ?? `${reason}\n`).replace(/\n*$/, "\n");
  if (status === 400) throw wrong(command, message.trimEnd(), [], errorsIn(body?.errors));
  if (status === 595) throw new CommandFailure(`proxy handler failed: ssh: connect to host ${nodeIn(address)} port 22: No route to host\n`, 255);
  throw new CommandFailure(status === 403 ? `403 ${message}` : message, /^Configuration file '.*' does not exist$/m.test(message) ? 2 : 255);
}

function errorsIn(errors: unknown): string[] {
  return Object.entries((errors ?? {}) as Readonly<Record<string, string>>).map(([name, text]) => `${name}: ${text}`);
}

const nodeIn = (address: Address) => /^\/nodes\/([^/?]+)/.exec(address)?.[1] ?? "";

/** How an option takes its value, from what the address it goes to takes; undefined if it takes no such thing. */
export function optionKind(takes: Properties | undefined, name: string): OptionKind | undefined {
  if (!takes) return {};
  if (!Object.hasOwn(takes, name)) return undefined;
  return { flag: takes[name]!.type === "boolean", list: takes[name]!.format?.endsWith("-list") };
}

interface TaskState {
  readonly status: string;
  readonly exitstatus?: string;
}

/** Prints what a task says until it ends, as a tool does that waits for it. Gives whether it succeeded; warnings are no failure. */
export function* follow(place: Place, upid: string): Generator<Output, boolean> {
  const node = upid.split(":")[1] ?? place.node;
  const address = `/nodes/${node}/tasks/${encodeURIComponent(upid)}`;
  let printed = 0;
  for (;;) {
    const { status, exitstatus = "" } = dataOf<TaskState>(place, `${address}/status`) ?? { status: "stopped" };
    const lines = dataOf<readonly { readonly t: string }[]>(place, `${address}/log?start=${printed}&limit=0`) ?? [];
    printed += lines.length;
    const said = lines.map(({ t }) => t).filter((line) => !/^TASK (OK$|ERROR: |WARNINGS: )/.test(line));
    if (said.length > 0) yield { stdout: said.map((line) => `${line}\n`).join("") };
    if (status === "running") {
      yield { wait: true };
      continue;
    }
    const warnings = /^WARNINGS: (\d+)$/.exec(exitstatus)?.[1];
    if (warnings !== undefined) yield { stderr: `Task finished with ${warnings} warning(s)!\n` };
    const good = exitstatus === "OK" || warnings !== undefined;
    if (!good) yield { stderr: `${exitstatus}\n` };
    return good;
  }
}

function dataOf<T>({ ask }: Place, address: Address): T | undefined {
  const { status, body } = ask("GET", address);
  return status === 200 ? (body?.data as T) : undefined;
}
