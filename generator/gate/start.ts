import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PmpcError } from "../../lib/error";
import { programAt } from "../transport/program";
import type { ProcessId } from "../workspace/process";
import type { GateOrder, Listening, Watched } from "./order";

/** A gate in a process of its own. */
export interface StartedGate extends Listening {
  /** Tells it who goes through: it ends with that process, even if that is killed. */
  watch(terraform: ProcessId): void;
  /** Ends it, once all that it has to write down is written. */
  end(): Promise<void>;
}

/**
 * Opens a gate that outlives the process that opened it, as long as terraform needs it. `words` is the file that it complains into.
 * Raises `gate-failed` where it cannot listen.
 */
export async function startGate(order: GateOrder, words: number): Promise<StartedGate> {
  const child = spawn(process.execPath, programAt(join(__dirname, "main")), { env: { ...process.env }, stdio: ["pipe", "pipe", words], detached: true, windowsHide: true });
  const ended = once(child, "exit").catch(() => {});
  const say = (message: GateOrder | Watched) => child.stdin!.write(`${JSON.stringify(message)}\n`);
  child.stdin!.on("error", () => {});
  say(order);
  const first = createInterface(child.stdout!)[Symbol.asyncIterator]().next();
  const line = await Promise.race([first.then(({ value }) => value as string | undefined), ended.then(() => undefined)]);
  if (line === undefined) throw new PmpcError("gate-failed", "the gate before the cluster could not be opened", { hint: "nothing was changed" });
  return {
    ...(JSON.parse(line) as Listening),
    watch: (terraform) => void say({ terraform }),
    async end() {
      child.stdin!.end();
      await ended;
    },
  };
}
