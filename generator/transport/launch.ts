import { spawn } from "node:child_process";
import { closeSync, openSync, readSync, rmSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { makeTemporary } from "../temporary/folder";
import { cannotStart, unsendable, type ProcessOptions } from "./process";
import type { Ran } from "./command-error";

export interface LaunchOptions extends Pick<ProcessOptions, "onOutput" | "as"> {
  /** From then on pmpc does not wait: the command goes on by itself. */
  readonly leave?: AbortSignal;
}

/** Milliseconds between two looks at what a command has printed. */
const pause = 50;

/**
 * Runs a command that goes on when pmpc ends: it is in a session of its own, and prints into files that are
 * already deleted, where nothing breaks when the reader is gone. There is no timeout. Gives undefined if it was left.
 */
export function launchProcess(command: string, args: readonly string[], { leave, onOutput, as: invocation = { where: "this machine", command, args } }: LaunchOptions = {}): Promise<Ran | undefined> {
  const wrong = unsendable(invocation, [command, ...args]);
  if (wrong) return Promise.reject(wrong);
  const folder = makeTemporary("run");
  const streams = (["stdout", "stderr"] as const).map((name) => openStream(join(folder, name), (line) => onOutput?.(line, name)));
  rmSync(folder, { recursive: true });
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...process.env, LC_ALL: "C.UTF-8" },
      stdio: ["ignore", streams[0]!.fd, streams[1]!.fd],
      detached: true,
    });
    const timer = setInterval(() => streams.forEach((stream) => stream.read()), pause);
    let waiting = true;
    const settle = () => {
      if (!waiting) return;
      waiting = false;
      clearInterval(timer);
      leave?.removeEventListener("abort", abandon);
      streams.forEach((stream) => stream.close());
    };
    const abandon = () => {
      child.unref();
      settle();
      resolve(undefined);
    };
    child.once("error", (error: NodeJS.ErrnoException) => {
      settle();
      reject(cannotStart(invocation, error));
    });
    child.once("exit", (code, name) => {
      if (!waiting) return;
      const [stdout, stderr] = streams.map((stream) => stream.finish()) as [string, string];
      settle();
      resolve({ ...invocation, code: code ?? 128 + (name === null ? 0 : constants.signals[name]), stdout, stderr });
    });
    leave?.addEventListener("abort", abandon, { once: true });
    if (leave?.aborted) abandon();
  });
}

/** A file that is written by one and read by another, line by line as it grows. */
function openStream(path: string, onLine: (line: string) => void) {
  const fd = openSync(path, "ax+", 0o600);
  const buffer = Buffer.alloc(65_536);
  const decoder = new StringDecoder("utf8");
  const parts: string[] = [];
  let position = 0;
  let rest = "";
  let open = true;
  const read = () => {
    // The listener may stop because of a line.
    while (open) {
      const count = readSync(fd, buffer, 0, buffer.length, position);
      if (count === 0) return;
      position += count;
      const text = decoder.write(buffer.subarray(0, count));
      parts.push(text);
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      for (const line of lines) if (open) onLine(line);
    }
  };
  return {
    fd,
    read,
    close() {
      open = false;
      closeSync(fd);
    },
    /** Reads to the end, and gives all that was read. */
    finish() {
      read();
      if (rest !== "") onLine(rest);
      return parts.join("") + decoder.end();
    },
  };
}
