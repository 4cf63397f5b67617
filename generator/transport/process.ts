import { spawn } from "node:child_process";
import { constants } from "node:os";
import { StringDecoder } from "node:string_decoder";
import type { Readable } from "node:stream";
import { exit } from "../../lib/error";
import { CommandError, type Invocation, type Ran } from "./command-error";

export interface RunOptions {
  /** Milliseconds until the command and all that it started are ended. @default 30000 */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  /** What it reads; nothing where it is not given. */
  readonly input?: string;
  /** Called for each line as it is printed, without its end. */
  readonly onOutput?: (line: string, stream: "stdout" | "stderr") => void;
  /** `latin1` keeps bytes that are no text: one character each; an error does not repeat them. @default "utf8" */
  readonly encoding?: "utf8" | "latin1";
}

export interface ProcessOptions extends RunOptions {
  /** What is said to have been run, and where. @default this very command, on "this machine" */
  readonly as?: Invocation;
  /** What is not the command's own on its stderr. */
  readonly hide?: RegExp;
}

/** More than the answer of the largest cluster. Bytes. */
const mostOutput = 512 * 1024 * 1024;
/** Milliseconds between asking a command to end, and ending it. */
const grace = 2_000;
/** Milliseconds that pipes are read on after their command has ended: what it left in the background may hold them open. */
const linger = 1_000;

/**
 * Starts a program, without a shell, in a process group of its own, and waits for its end, however it ends.
 * What cannot be started, lasts too long, or prints without end is an error; a timeout or an abort ends the whole group.
 */
export function runProcess(command: string, args: readonly string[], options: ProcessOptions = {}): Promise<Ran> {
  const { timeout = 30_000, signal, input, onOutput, encoding = "utf8", as: invocation = { where: "this machine", command, args }, hide } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const wrong = unsendable(invocation, [command, ...args]);
    if (wrong) return reject(wrong);
    const child = spawn(command, args, {
      // Messages in English, so that they can be distinguished, and text as it is.
      env: { ...process.env, LC_ALL: "C.UTF-8" },
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      // A group of its own can be ended as a whole, and has no terminal to ask for passwords.
      detached: true,
    });
    let failure: Error | undefined;
    let size = 0;

    const kill = (name: NodeJS.Signals) => {
      try {
        process.kill(-child.pid!, name);
      } catch {
        // It has ended by itself.
      }
    };
    let hardKill: NodeJS.Timeout | undefined;
    const end = (error: Error) => {
      if (failure !== undefined || child.pid === undefined) return;
      failure = error;
      kill("SIGTERM");
      hardKill = setTimeout(kill, grace, "SIGKILL");
    };
    const read = (stream: Readable, name: "stdout" | "stderr") =>
      collect(stream, encoding, (bytes) => (size += bytes) > mostOutput && end(tooMuch(invocation)), onOutput && ((line) => onOutput(line, name)));
    const stdout = read(child.stdout!, "stdout");
    const errors = read(child.stderr!, "stderr");
    const stderr = () => (hide === undefined ? errors() : errors().replace(hide, ""));
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);

    const timer = setTimeout(() => end(tooLate({ ...invocation, stdout: encoding === "latin1" ? "" : stdout(), stderr: stderr() }, timeout)), timeout);
    const abort = () => end(signal!.reason as Error);
    signal?.addEventListener("abort", abort);
    const settle = () => {
      clearTimeout(timer);
      clearTimeout(hardKill);
      signal?.removeEventListener("abort", abort);
    };

    child.once("error", (error: NodeJS.ErrnoException) => {
      settle();
      reject(cannotStart(invocation, error));
    });
    child.once("exit", () => {
      const close = setTimeout(() => [child.stdout, child.stderr].forEach((stream) => stream?.destroy()), linger);
      child.once("close", () => clearTimeout(close));
    });
    child.once("close", (code, name) => {
      // What it started may ignore the first signal, and outlive it.
      if (failure !== undefined) kill("SIGKILL");
      settle();
      if (failure !== undefined) reject(failure);
      else resolve({ ...invocation, code: code ?? 128 + (name === null ? 0 : constants.signals[name]), stdout: stdout(), stderr: stderr() });
    });
  });
}

/** Gathers what a stream says, telling of each line, and gives it when asked. */
function collect(stream: Readable, encoding: BufferEncoding, onBytes: (bytes: number) => void, onLine?: (line: string) => void): () => string {
  const decoder = new StringDecoder(encoding);
  const parts: string[] = [];
  let rest = "";
  stream.on("data", (chunk: Buffer) => {
    const text = decoder.write(chunk);
    parts.push(text);
    onBytes(chunk.length);
    if (!onLine) return;
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    lines.forEach(onLine);
  });
  stream.once("close", () => {
    const last = decoder.end();
    parts.push(last);
    if (rest + last !== "") onLine?.(rest + last);
  });
  return () => parts.join("");
}

/** The error of words that no command line can hold. */
export function unsendable(invocation: Invocation, words: readonly string[]): CommandError | undefined {
  if (!words.some((word) => word.includes("\0"))) return undefined;
  return new CommandError("command-failed", "a word of a command line cannot hold NUL", { ...invocation, args: [] }, { exit: exit.usage });
}

/** The error of a command that could not be started at all. */
export function cannotStart(invocation: Invocation, { code, message }: NodeJS.ErrnoException): CommandError {
  const why = { ENOENT: "this command does not exist", EACCES: "it cannot be executed", E2BIG: "its command line is too long" }[code ?? ""] ?? message;
  const hint = "pct, qm and pvesh are there on a node of Proxmox VE: run pmpc on one, reach one by --ssh root@pve1, or say in .proxmox/config.yml where they lie";
  // A shell would say so with this code, and ssh does.
  return new CommandError("not-available", why, { ...invocation, ...(code === "ENOENT" ? { code: 127 } : {}) }, { hint, exit: exit.notFound });
}

function tooLate(ran: Invocation & Partial<Ran>, timeout: number): CommandError {
  const hint = "is the node busy, or is the cluster without a quorum? A longer time is allowed by `timeout` (seconds) in .proxmox/config.yml";
  return new CommandError("timeout", `it did not end within ${timeout / 1000} s and was ended`, ran, { hint });
}

function tooMuch(invocation: Invocation): CommandError {
  return new CommandError("invalid-output", `it prints more than ${mostOutput / 1024 / 1024} MB`, invocation);
}
