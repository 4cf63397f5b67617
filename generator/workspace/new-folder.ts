import { cpSync, existsSync } from "node:fs";
import { readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { explainDisk } from "../../lib/disk";
import { isPmpcError, PmpcError } from "../../lib/error";
import { makeFolder } from "./folder";

/**
 * Writes a folder whole or not at all: beside its place, which it takes at the end. What was broken off is in nobody's way, and the next
 * call removes it.
 */
export async function newFolder(target: string, write: (folder: string) => Promise<void>): Promise<void> {
  const beside = join(dirname(target), `.${basename(target)}.part`);
  try {
    await rm(beside, { recursive: true, force: true });
    const part = isMade(beside, target) ? beside : target;
    await write(part);
    // A file system's own place cannot be replaced, nor one with a `.git` in it: they are filled.
    if (part === beside) await rename(beside, target).catch(() => fill(beside, target));
  } catch (error) {
    const told = explainDisk(error, target);
    if (!isPmpcError(told)) throw told;
    // People know the place that they named.
    const { code, message, hint, exit, facts, cause } = told;
    throw new PmpcError(code, message.replaceAll(beside, target), { hint, exit, facts, cause });
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

/** All of it or nothing, but for a process that is killed. */
async function fill(beside: string, target: string): Promise<void> {
  const there = new Set(await readdir(target));
  try {
    // The one that waits: nothing more is copied once one has failed.
    cpSync(beside, target, { recursive: true });
  } catch (error) {
    const made = (await readdir(beside)).filter((name) => !there.has(name));
    await Promise.all(made.map((name) => rm(join(target, name), { recursive: true, force: true })));
    throw error;
  }
}

/** Who may not write beside a folder that is there may still write in it. */
function isMade(beside: string, target: string): boolean {
  try {
    makeFolder(beside);
    return true;
  } catch (error) {
    if (existsSync(target)) return false;
    throw error;
  }
}
