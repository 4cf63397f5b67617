import type { Ran } from "./command-error";
import { runProcess, type RunOptions } from "./process";

/** Where commands run: this machine, or one that ssh reaches. Arguments arrive as they are, whatever is in them. */
export interface Shell {
  /** `this machine`, `root@pve1`. */
  readonly name: string;
  /** Runs one command to its end and gives its exit code, whatever it is; `demandSuccess` makes an error of it. */
  run(command: string, args: readonly string[], options?: RunOptions): Promise<Ran>;
  close(): Promise<void>;
}

/** Runs commands on this machine. */
export const localShell: Shell = { name: "this machine", run: runProcess, close: async () => {} };
