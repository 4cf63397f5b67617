import type { Ran } from "./command-error";
import { launchProcess, type LaunchOptions } from "./launch";
import { runProcess, type RunOptions } from "./process";

/** Where commands run: this machine, or one that ssh reaches. Arguments arrive as they are, whatever is in them. */
export interface Shell {
  /** `this machine`, `root@pve1`. */
  readonly name: string;
  /** Runs one command to its end and gives its exit code, whatever it is; `demandSuccess` makes an error of it. */
  run(command: string, args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Runs one that goes on when it is left, and gives undefined then. */
  launch(command: string, args: readonly string[], options?: LaunchOptions): Promise<Ran | undefined>;
  close(): Promise<void>;
}

/** Runs commands on this machine. */
export const localShell: Shell = { name: "this machine", run: runProcess, launch: launchProcess, close: async () => {} };
