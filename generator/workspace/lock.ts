import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { exit, PmpcError } from "../../lib/error";
import { explainDisk } from "../../lib/disk";
import { makeFolder } from "./folder";
import { stateFolder } from "./path";
import { identify, isRunning, type ProcessId } from "./process";
import { removeEmpty } from "./step";

/** The right to change a workspace. One process has it at a time; it ends with the process at the latest. */
export interface Lock {
  readonly holder: Holder;
  /** Gives it to another process of this machine, which then keeps others out for this one. */
  lend(to: ProcessId, command: string): Holder;
  /** Takes it back from a process that died with it; false where another one has taken it. */
  takeBack(from: Holder): boolean;
  release(): void;
}

/** Who has a lock. */
export interface Holder extends ProcessId {
  readonly id: string;
  readonly host: string;
  readonly command: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

const held = new Set<string>();

/**
 * Locks a workspace for a command, making its folder where needed. A lock whose process has died is taken over;
 * one on another host cannot be judged, and stays.
 */
export async function lockWorkspace(root: string, command: string, now = () => new Date()): Promise<Lock> {
  const folder = join(root, stateFolder);
  const path = join(folder, "lock");
  const made = makeStateFolder(folder);
  const me = newHolder(identify(process.pid), command, now());
  // A command that came to nothing leaves nothing.
  const leave = () => made !== undefined && removeEmpty(made === folder ? [folder] : [folder, root]);
  while (!claimIn(folder, path, me, leave)) {
    const holder = await readHolder(path);
    if (holder === undefined) continue;
    if (holder === "unknown" || isAlive(holder)) throw locked(root, path, holder);
    setAside(path, holder);
  }
  held.add(me.id);
  const release = () => {
    process.off("exit", release);
    if (held.delete(me.id) && isOurs(path, me)) rmSync(path, { force: true });
    leave();
  };
  process.once("exit", release);
  return {
    holder: me,
    release,
    lend(to, command) {
      const holder = newHolder(to, command, now());
      passLock(root, holder);
      return holder;
    },
    takeBack(from) {
      const there = parseHolder(read(path));
      if (there?.id === from.id) setAside(path, from);
      return there?.id === me.id || claim(path, me);
    },
  };
}

const newHolder = (owner: ProcessId, command: string, now: Date): Holder => ({ id: randomUUID(), ...owner, host: hostname(), command, since: now.toISOString() });

/** Hands the lock on, at once and whole; only who has it may do so. */
export function passLock(root: string, to: Holder): void {
  const path = join(root, stateFolder, "lock");
  const aside = asideOf(path);
  try {
    writeFileSync(aside, `${JSON.stringify(to)}\n`);
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

/** `sync (process 4711 on desk, since 2026-11-29T12:00:00.000Z)` */
export const sayHolder = ({ command, pid, host, since }: Holder): string => `${command} (process ${pid} on ${host}, since ${since})`;

/** Who has a workspace now; undefined if it is free, or its holder is dead. */
export function holderOf(root: string): Holder | undefined {
  const holder = parseHolder(read(join(root, stateFolder, "lock")));
  return holder !== undefined && isAlive(holder) ? holder : undefined;
}

/** Lets go of a lock that was lent to this process. */
export function dropLock(root: string, { id }: Holder): void {
  const path = join(root, stateFolder, "lock");
  if (parseHolder(read(path))?.id === id) rmSync(path);
}

function makeStateFolder(folder: string): string | undefined {
  try {
    return makeFolder(folder);
  } catch (error) {
    throw explainDisk(error, folder);
  }
}

/** Says of the folder what keeps the lock from being made: the files beside it are not pmpc's. */
function claimIn(folder: string, path: string, me: Holder, leave: () => void): boolean {
  try {
    return claim(path, me);
  } catch (error) {
    leave();
    throw explainDisk(Object.assign(error as NodeJS.ErrnoException, { path: folder }), folder);
  }
}

function claim(path: string, me: Holder): boolean {
  const text = `${JSON.stringify(me)}\n`;
  const aside = asideOf(path);
  try {
    // There at once and whole: who is killed here leaves no lock that says nothing.
    writeFileSync(aside, text);
    linkSync(aside, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    // Not every file system knows links.
    if (code === "EPERM" || code === "ENOTSUP" || code === "ENOSYS" || code === "EOPNOTSUPP") return claimPlainly(path, text);
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function claimPlainly(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** A file beside the lock, named after the process that is at it. */
const asideOf = (path: string) => `${path}.${process.pid}.${randomUUID()}`;

/** Who holds the lock; undefined if it has just been released. */
async function readHolder(path: string): Promise<Holder | "unknown" | undefined> {
  const text = read(path);
  if (text === undefined) return undefined;
  const holder = parseHolder(text);
  if (holder) return holder;
  // Perhaps its holder is just writing it.
  await setTimeout(50);
  return parseHolder(read(path)) ?? "unknown";
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function parseHolder(text: string | undefined): Holder | undefined {
  try {
    const holder = JSON.parse(text ?? "") as Partial<Holder> | null;
    return typeof holder?.pid === "number" ? (holder as Holder) : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  // In a container the process before this one often had the same number.
  return holder.pid === process.pid ? held.has(holder.id) : isRunning(holder);
}

/** What cannot be read, because no more files can be opened, is as it was left. */
function isOurs(path: string, me: Holder): boolean {
  try {
    return parseHolder(read(path))?.id === me.id;
  } catch {
    return true;
  }
}

/** Takes a dead lock away, unless another process has done so and holds it by now. */
function setAside(path: string, dead: Holder): void {
  const aside = asideOf(path);
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (parseHolder(read(aside))?.id === dead.id) rmSync(aside);
  else renameSync(aside, path);
}

function locked(root: string, path: string, holder: Holder | "unknown"): PmpcError {
  const who = holder === "unknown" ? "an unknown process" : sayHolder(holder);
  // Without its beginning, a process of the same number may be another one.
  const local = holder !== "unknown" && holder.host === hostname() && holder.birth !== undefined;
  return new PmpcError("workspace-locked", `the workspace ${root} is in use by ${who}`, {
    hint: local ? `wait until it is done, then run this again; if process ${holder.pid} is not pmpc, delete ${path}` : `wait until it is done; if it no longer runs, delete ${path}`,
    exit: exit.refused,
  });
}
