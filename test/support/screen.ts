import { execFileSync, execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { quoteWord } from "../../generator/engine/line";

/** A program in a real terminal, whose screen can be read. */
export interface Screen {
  /** Types keys, as tmux names them: `Enter`, `C-c`, `Tab`; anything else as it is. */
  type(...keys: string[]): Promise<void>;
  /** The screen, once it shows this; empty lines at its end are left out. */
  until(shows: string | RegExp): Promise<string>;
  /** Sends the program a signal, and waits for its end. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Everything that was sent to the terminal, with what moves its cursor. */
  sent(): string;
  close(): void;
}

/** Whether this machine has a terminal to drive. */
export function hasTmux(): boolean {
  try {
    execFileSync("tmux", ["-V"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const run = promisify(execFile);

/** Milliseconds between two looks. */
const pause = 20;
/** After so many looks that found nothing new from the program, the terminal is asked all the same: it has words of its own. */
const unasked = 10;
/** How many looks find the same, and nothing at work, before there is nothing more to come. However slow a machine is, what works on it gets further meanwhile. */
const enough = 2_000;

/** Whether a process has ended, as far as the system tells. */
function isOver(pid: number): boolean {
  if (!existsSync("/proc/self/stat")) return false;
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/, ""));
  } catch {
    return true;
  }
}

/** How long a process and what it started have worked, in ticks of the system; what has ended counts for who started it. Nothing where no system tells it. */
export function workOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const own = stat.slice(stat.lastIndexOf(")")).split(" ").slice(12, 16).map(Number);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
    return [...own, ...children.map(workOf)].reduce((sum, one) => sum + one, 0);
  } catch {
    return 0;
  }
}

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Starts a program in a terminal of its own. */
export async function openScreen(command: readonly string[], { folder, width = 80, height = 24, environment = {}, patience = enough }: { readonly folder: string; readonly width?: number; readonly height?: number; readonly environment?: Readonly<Record<string, string>>; readonly patience?: number }): Promise<Screen> {
  const socket = join(mkdtempSync(join(tmpdir(), "pmpc-screen-")), "tmux");
  const record = join(socket, "../sent");
  const tmux = async (...args: string[]) => (await run("tmux", ["-S", socket, "-f", "/dev/null", ...args], { env: { ...process.env, TERM: "xterm-256color", LC_ALL: "C.UTF-8" } })).stdout;
  const set = Object.entries({ XDG_STATE_HOME: join(socket, "../state"), ...environment }).map(([name, value]) => `${name}=${value}`);
  // The last screen stays when the program has ended.
  await tmux("new-session", "-d", "-x", String(width), "-y", String(height), "-c", folder, ["env", ...set, ...command].map(quoteWord).join(" "), ";", "pipe-pane", `cat > ${quoteWord(record)}`, ";", "set-option", "-g", "remain-on-exit", "on");
  return {
    async type(...keys) {
      for (const key of keys) await tmux("send-keys", ...(/^(Enter|Tab|Escape|Up|Down|Left|Right|BSpace|[CM]-.)$/.test(key) ? [key] : ["-l", key]));
    },
    async until(shows) {
      const program = Number(await tmux("display-message", "-p", "#{pane_pid}"));
      let [screen, read] = ["", -1];
      for (let still = 0, before = "", looks = 0; ; looks++, await sleep(pause)) {
        // To ask the terminal takes a process. What the program has sent it is recorded after the terminal has it: what is shown by then is recorded, or will be.
        const size = sizeOf(record);
        const isNew = size !== read || looks % unasked === 0;
        if (isNew) screen = (await tmux("capture-pane", "-p", "-S", "-200")).trimEnd();
        read = size;
        if (typeof shows === "string" ? screen.includes(shows) : shows.test(screen)) return screen;
        // Not every terminal notices that a program has ended.
        if (/^Pane is dead/m.test(screen) || (isNew && still > 5 && isOver(program))) throw new Error(`it ended, and never showed ${String(shows)}:\n${screen}`);
        const now = `${workOf(program)} ${screen}`;
        still = now === before ? still + 1 : 0;
        before = now;
        if (isNew && still >= patience) throw new Error(`it waits, and does not show ${String(shows)}:\n${screen}`);
      }
    },
    async kill(signal) {
      const program = Number(await tmux("display-message", "-p", "#{pane_pid}"));
      process.kill(program, signal);
      // Who has ended may be waited for by nobody.
      const isThere = () => run("ps", ["-o", "stat=", "-p", String(program)]).then(({ stdout }) => !stdout.trim().startsWith("Z"), () => false);
      for (let looks = 0; await isThere(); looks++, await sleep(pause)) {
        if (looks === patience) throw new Error(`it goes on after ${signal}:\n${await tmux("capture-pane", "-p")}`);
      }
    },
    sent: () => readFileSync(record, "utf8"),
    close() {
      try {
        execFileSync("tmux", ["-S", socket, "kill-server"], { stdio: "ignore" });
      } catch {
        // It has ended with its program.
      }
    },
  };
}
