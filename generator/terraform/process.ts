import { spawn, type ChildProcess } from "node:child_process";
import { constants, setPriority } from "node:os";
import { privately } from "./private";

export interface ProcessOptions {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds without a word on its standard output after which it is ended. @default none */
  readonly silence?: number;
  /** Whether it may say nothing at the moment, however long that takes. */
  readonly maySayNothing?: () => boolean;
  /**
   * Told after 1, 2, 4, 8, … minutes that it goes on. How long work takes is up to the machine and to how much there is: a clock would end
   * what is slow, and not only what hangs.
   */
  readonly onLong?: (minutes: number) => void;
  /**
   * Milliseconds that it has to end after it was asked to, before it is killed; six times as much where a person asked. Terraform gives
   * its providers time to finish what they are doing. `Infinity`: it is never killed.
   * @default 10000
   */
  readonly grace?: number;
  /** Asks the process to end, as Ctrl-C would. */
  readonly signal?: AbortSignal;
  /** Gives way to everything else. */
  readonly inBackground?: boolean;
  /** Called for every line of the standard output, as it comes. */
  readonly onLine?: (line: string) => void;
  /** Words that must not come out again, whatever the tool prints. */
  readonly secrets?: readonly string[];
}

export interface Ended {
  /** Undefined if it was ended from outside, or could not be started. */
  readonly code: number | undefined;
  /** The signal that ended it. */
  readonly signal?: NodeJS.Signals;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it did not end by itself. */
  readonly stopped?: "timeout" | "aborted" | "not-found";
}

/** What is read from a pipe has no colours, whatever is set for the terminal: some libraries take any FORCE_COLOR, or CI, for a yes. */
const colourless = { NO_COLOR: "1", FORCE_COLOR: "0", CLICOLOR_FORCE: undefined, MOCHA_COLORS: undefined, ANSIBLE_FORCE_COLOR: undefined };

/** Runs a program to its end; what it started goes with it where it is stopped. Its standard input is empty. */
export function runProcess(command: string, args: readonly string[], options: ProcessOptions): Promise<Ended> {
  const { cwd, environment, silence, maySayNothing, onLong, inBackground, grace = 10_000, signal, onLine, secrets = [] } = options;
  const hide = hider(secrets);
  return new Promise((resolve) => {
    const child = privately(() => spawn(command, args, { cwd, env: { ...environment, ...colourless }, stdio: ["ignore", "pipe", "pipe"], detached: process.platform !== "win32", windowsHide: true }));
    const kill = killer(child);
    if (inBackground && child.pid !== undefined) giveWay(child.pid);
    let stopped: Ended["stopped"];
    let last: NodeJS.Timeout | undefined;
    const stop = (why: "timeout" | "aborted") => {
      stopped ??= why;
      kill("SIGINT");
      if (Number.isFinite(grace)) last ??= setTimeout(() => kill("SIGKILL"), why === "aborted" ? 6 * grace : grace);
    };
    const abort = () => stop("aborted");
    const quiet = silence === undefined ? undefined : setTimeout(() => (maySayNothing?.() ? void quiet!.refresh() : stop("timeout")), silence);
    const long = onLong && tellLong(onLong);
    if (quiet) child.stdout.on("data", () => quiet.refresh());
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { once: true });
    const orphan = () => kill("SIGKILL");
    process.once("exit", orphan);
    const stdout = collect(child, "stdout", hide, onLine);
    const stderr = collect(child, "stderr", hide);
    const end = (code: number | undefined, why = stopped, killedBy?: NodeJS.Signals) => {
      for (const one of [quiet, last]) clearTimeout(one);
      long?.();
      signal?.removeEventListener("abort", abort);
      process.removeListener("exit", orphan);
      // A provider that outlived terraform would keep asking the cluster.
      if (stopped !== undefined) kill("SIGKILL");
      resolve({ code, stdout: stdout(), stderr: stderr(), ...(killedBy === undefined ? {} : { signal: killedBy }), ...(why === undefined ? {} : { stopped: why }) });
    };
    child.on("error", (error: NodeJS.ErrnoException) => end(undefined, error.code === "ENOENT" || error.code === "EACCES" ? "not-found" : stopped));
    child.on("close", (code, killedBy) => end(code ?? undefined, stopped, killedBy ?? undefined));
  });
}

/** Tells after each doubling of the minutes; gives what ends that. */
function tellLong(tell: (minutes: number) => void): () => void {
  let timer: NodeJS.Timeout;
  const next = (told: number, minutes: number) => {
    timer = setTimeout(() => {
      tell(minutes);
      next(minutes, 2 * minutes);
    }, (minutes - told) * 60_000);
  };
  next(0, 1);
  return () => clearTimeout(timer);
}

function giveWay(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended, or the system does not let it.
  }
}

/** Signals a process with everything that it started. */
function killer(child: ChildProcess): (signal: NodeJS.Signals) => void {
  return (signal) => {
    if (child.pid === undefined) return;
    try {
      if (process.platform === "win32") child.kill(signal);
      else process.kill(-child.pid, signal);
    } catch {
      // Nothing of it is left.
    }
  };
}

function collect(child: ChildProcess, stream: "stdout" | "stderr", hide: (text: string) => string, onLine?: (line: string) => void): () => string {
  const chunks: string[] = [];
  let rest = "";
  child[stream]!.setEncoding("utf8").on("data", (chunk: string) => {
    chunks.push(chunk);
    if (!onLine) return;
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    for (const line of lines) onLine(hide(line));
  });
  return () => hide(chunks.join(""));
}

/** Takes words out of a text that must not be seen. */
export function hider(secrets: readonly string[]): (text: string) => string {
  const words = secrets.filter((secret) => secret.length > 3);
  return (text) => words.reduce((hidden, word) => hidden.replaceAll(word, "(hidden)"), text);
}
