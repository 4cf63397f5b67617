import { exit, PmpcError, type ErrorDetails } from "../../lib/error";
import { quoteWords } from "./quote";

/** What can go wrong with a command of a node's. */
export type CommandErrorKind =
  /** There is no such command, or no way to the node. */
  | "not-available"
  /** It was called wrongly, or died. */
  | "command-failed"
  /** It ran, and Proxmox VE would not or could not do it. */
  | "operation-failed"
  /** It answered something else than it should. */
  | "invalid-output"
  | "timeout"
  | "permission-denied"
  /** The machine's host key is another than the one that is known. */
  | "host-key-changed"
  /** The machine's host key was never seen. */
  | "host-key-unknown";

/** A command, and the machine that it was started on. */
export interface Invocation {
  /** `this machine`, `root@pve1`. */
  readonly where: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** How a command ended. */
export interface Ran extends Invocation {
  /** A command that a signal ended has 128 and the signal's number. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that did not do what it was started for. Recognise the kind by `code`. */
export class CommandError extends PmpcError {
  /** The command line as a person would type it, without the values of secrets. */
  readonly command: string;
  readonly where: string;
  /** 127 where there is no such command; undefined if it could not be started otherwise, or was ended. */
  readonly exitCode?: number;
  /** The tool's own words. */
  readonly output: string;

  constructor(kind: CommandErrorKind, what: string, ran: Invocation & Partial<Ran>, details: ErrorDetails = {}) {
    const command = printCommand(ran);
    const output = wordsOf(ran);
    const facts = { command, where: ran.where, ...(ran.code === undefined ? {} : { exitCode: ran.code }), output };
    super(kind, `${command} on ${ran.where}: ${what}${output === "" ? "" : `\n${indent(output)}`}`, { ...details, facts });
    this.command = command;
    this.where = ran.where;
    if (ran.code !== undefined) this.exitCode = ran.code;
    this.output = output;
  }
}

/** Gives back what ended well, and throws the error of what did not. */
export function demandSuccess(ran: Ran): Ran {
  if (ran.code === 0) return ran;
  throw explainExit(ran);
}

/** Whether a machine that can be reached has no such command. */
export function isMissing(error: unknown): error is CommandError {
  return error instanceof CommandError && error.code === "not-available" && error.exitCode === 127;
}

/** Tells from the exit code and the tool's own words what went wrong. */
export function explainExit(ran: Ran): CommandError {
  const { code, stderr } = ran;
  const ended = `exit code ${code}`;
  if (code === 127) return new CommandError("not-available", "this command does not exist", ran, { hint: notAvailableHint, exit: exit.notFound });
  if (code === 126) return new CommandError("not-available", "it cannot be executed", ran, { hint: notAvailableHint, exit: exit.notFound });
  if (notPermitted.test(stderr)) {
    return new CommandError("permission-denied", `it may not do that (${ended})`, ran, { hint: permissionHint, exit: exit.notAuthorised });
  }
  if (code > 128 && code < 160) return new CommandError("command-failed", `a signal ended it (${ended})`, ran, { hint: "was it killed by a person, or for lack of memory?" });
  if (misused.test(stderr)) return new CommandError("command-failed", `it does not know these arguments (${ended})`, ran, { hint: versionHint });
  const missing = /^Configuration file '.*' does not exist/m.test(stderr);
  return new CommandError("operation-failed", ended, ran, missing ? { hint: "is the guest there, and on this node?", exit: exit.notFound } : {});
}

/** The error of an answer that is not what it should be; `line` is where it begins to be wrong, from 1. */
export function invalidOutput(ran: Ran, what: string, line?: { readonly number: number; readonly text: string }): CommandError {
  const place = line === undefined ? "" : `, line ${line.number}: ${JSON.stringify(line.text.slice(0, 200))}`;
  return new CommandError("invalid-output", `${what}${place}`, { ...ran, stdout: "" }, { hint: invalidHint });
}

const notPermitted = /ipcc_send_rec\[\d+\] failed|Unable to load access control list|Permission check failed|Permission denied|please run as root|must be root|Operation not permitted/i;
const misused = /^(?:Unknown option: |400 |ERROR: (?:unknown command|no command)|No '\w+' handler defined|.* is ambiguous)/m;

const notAvailableHint = "pct, qm and pvesh exist only on a node of Proxmox VE; if their paths differ there, set them in .proxmox/config.yml: pct_path, qm_path, pvesh_path";
const permissionHint = "these tools work only for root: run pmpc as root on the node, or connect as root: --ssh root@pve1";
const versionHint = "pmpc knows Proxmox VE 7 to 9; `pveversion` on the node prints its version";
const invalidHint = "does a profile, an alias or a wrapper print something of its own? The command must print its answer and nothing else";

const secretOption = /^--?(?:[\w-]*(?:password|secret|token|api-?key))$/i;

/** The command line as a person would type it; what follows a secret's option is not told, nor a whole script. */
function printCommand({ command, args }: Invocation): string {
  const told = args.map((arg, at) => {
    if ((at > 0 && secretOption.test(args[at - 1]!)) || arg.includes("\n")) return "…";
    const [name, ...value] = arg.split("=");
    return value.length > 0 && secretOption.test(name!) ? `${name}=…` : arg;
  });
  return quoteWords([command, ...told]).replace(/'(-[\w-]+=)?…'/g, "$1…");
}

const limit = 4_000;

function wordsOf({ stdout = "", stderr = "" }: Partial<Ran>): string {
  const words = (stderr.trim() === "" ? stdout : stderr).trim();
  return words.length > limit ? `${words.slice(0, limit)}…` : words;
}

const indent = (text: string) => text.replace(/^/gm, "  ");
