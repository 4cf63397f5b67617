import { createHash } from "node:crypto";
import { lstatSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { isRunning } from "../workspace/process";

let isSwept = false;

/** Makes a folder for one process and its owner alone; what dead processes of the same owner left is removed first. */
export function makeTemporary(what: string): string {
  if (!isSwept) sweepTemporary();
  isSwept = true;
  return mkdtempSync(join(tmpdir(), `pmpc-${what}-${here()}-${process.pid}-`));
}

/** Removes the folders of processes that were killed. */
export function sweepTemporary(): void {
  const ours = new RegExp(`^pmpc-[a-z-]+-${here()}-(\\d+)-[^-]{6}$`);
  for (const name of namesIn(tmpdir())) {
    const [, pid] = ours.exec(name) ?? [];
    if (pid !== undefined && !isRunning({ pid: Number(pid) })) removeOwn(join(tmpdir(), name));
  }
}

/** Where the numbers of processes are the same: several machines, or containers, may share the place. */
function here(): string {
  return createHash("sha256").update(`${hostname()} ${namespaceOf()}`).digest("hex").slice(0, 6);
}

function namespaceOf(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    // Only Linux has several.
    return "";
  }
}

/** Somebody else could put a link in its place meanwhile. */
function removeOwn(path: string): void {
  try {
    const found = lstatSync(path);
    if (found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid())) rmSync(path, { recursive: true, force: true });
  } catch {
    // What cannot be removed must not keep the rest from being done.
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
