import { closeSync, openSync, readSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { setTimeout } from "node:timers/promises";
import { logFile, stateOf, type RunState } from "./record";

export interface FollowOptions {
  /** Called for every line that terraform prints, from the first one on. */
  readonly onLine: (line: string) => void;
  /** Ends the following, and not the run. */
  readonly signal?: AbortSignal;
  /** Whether a run that has not begun never will. */
  readonly hasFailed?: () => boolean;
}

/** Milliseconds between two looks at a run. */
const pause = 100;

/** Follows a run until it is over, or until the caller stops. */
export async function follow(folder: string, { onLine, signal, hasFailed = () => true }: FollowOptions): Promise<RunState> {
  const log = tail(join(folder, logFile), onLine);
  try {
    for (;;) {
      // Asked first: who fails after this look is seen at the next one.
      const failed = hasFailed();
      const state = stateOf(folder);
      log.read();
      if (state.is === "ended" || state.is === "cut off" || (state.is === "not begun" && failed) || signal?.aborted) return state;
      await setTimeout(pause, undefined, { signal }).catch(() => {});
    }
  } finally {
    log.close();
  }
}

/** Asks a run to stop after what it is doing; asking again changes nothing, because terraform would take that for a call to drop everything. */
export function stopRun(folder: string): void {
  const state = stateOf(folder);
  if (state.is !== "running") return;
  const { runner, terraform } = state.record;
  try {
    if (!state.withoutRunner) return void process.kill(runner.pid, "SIGTERM");
    writeFileSync(join(folder, "stop"), "", { flag: "wx" });
    if (terraform) process.kill(terraform.pid, "SIGINT");
  } catch {
    // It has ended meanwhile, or was asked before.
  }
}

/** Reads the lines of a file that grows. */
function tail(path: string, onLine: (line: string) => void) {
  let file: number | undefined;
  let rest = "";
  const decoder = new StringDecoder("utf8");
  const buffer = Buffer.alloc(65_536);
  const open = () => {
    try {
      return openSync(path, "r");
    } catch {
      return undefined;
    }
  };
  return {
    read() {
      file ??= open();
      for (let size = 1; file !== undefined && size > 0; ) {
        size = readSync(file, buffer, 0, buffer.length, null);
        const lines = (rest + decoder.write(buffer.subarray(0, size))).split("\n");
        rest = lines.pop()!;
        for (const line of lines) onLine(line);
      }
    },
    close: () => (file === undefined ? undefined : closeSync(file)),
  };
}
