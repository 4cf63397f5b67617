import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process, distinguished from a later one that got the same number. */
export interface ProcessId {
  readonly pid: number;
  /** When it began, in the words of this system; undefined if that cannot be asked. */
  readonly birth?: string;
}

/** The identity of a process that runs now. */
export function identify(pid: number): ProcessId {
  const birth = birthOf(pid);
  return { pid, ...(birth === undefined ? {} : { birth }) };
}

/** Whether the very process still runs. */
export function isRunning({ pid, birth }: ProcessId): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const now = birthOf(pid);
  return now !== ended && (birth === undefined || now === undefined || now === birth);
}

/** Whether a process began before this machine was started last; false where that cannot be told. */
export function isFromEarlierBoot({ birth }: ProcessId): boolean {
  const boot = bootOf();
  return birth !== undefined && boot !== undefined && !birth.startsWith(`${boot} `);
}

const ended = "ended";

/** When a process began: on Linux the start of the machine and the ticks since; undefined if that cannot be asked. */
function birthOf(pid: number): string | undefined {
  if (process.platform === "linux") {
    const stat = read(`/proc/${pid}/stat`);
    // The name, in parentheses, may hold blanks and parentheses.
    const [state, ...fields] = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
    // A process that has ended, and was not waited for, is still listed.
    if (state === "Z" || state === "X") return ended;
    return stat === undefined ? undefined : `${bootOf()} ${fields[18]}`;
  }
  if (process.platform === "win32") return undefined;
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, LC_ALL: "C" } }).trim();
  } catch {
    return undefined;
  }
}

const bootOf = () => read("/proc/sys/kernel/random/boot_id")?.trim();

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
