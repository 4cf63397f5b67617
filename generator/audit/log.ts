import { randomBytes } from "node:crypto";
import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { callerNow } from "../caller/caller";
import { PmpcError } from "../../lib/error";
import { redact } from "../../lib/pve/secret";
import { isRunning } from "../workspace/process";
import { link, readChain, type Chain, type Entry, type Head, type Recorded } from "./record";

/** In git: what was done belongs to the cluster, and each writer has a file of its own, so that merges never meet in one. */
export const auditFolder = ".proxmox/audit";
/** Not in git: a clone is another writer. */
const writerFile = ".proxmox/terraform/writer";

/** The user who is logged in on this machine. */
function personHere(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}

/** Writes a record at the end of this checkout's own chain; raises where it cannot be written, so that nothing is done without one. */
export async function append(root: string, entry: Omit<Entry, "person">): Promise<Recorded> {
  const folder = join(root, auditFolder);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${writerOf(root)}.jsonl`);
  return alone(`${join(root, ".proxmox/terraform", "audit")}.lock`, () => {
    const chain = readOnlyNew(path);
    if (chain.fault) throw new PmpcError("audit-broken", `${path}: line ${chain.fault.line} ${chain.fault.says}`, { hint: "nothing was done; pmpc audit --verify checks all of it\nto start a new chain and keep this one: move the file elsewhere" });
    // What a killed writer left stays, as a line of its own.
    const { record, line } = link(redact({ ...entry, ...callerNow(), person: personHere() }) as Entry, chain.head, chain.torn === "" ? undefined : chain.torn);
    const file = openSync(path, "a", 0o644);
    try {
      writeSync(file, `${chain.torn === "" ? "" : "\n"}${line}`);
      fsyncSync(file);
      if (chain.torn === "") known.set(path, { size: fstatSync(file).size, head: { n: record.n, hash: record.hash } });
    } finally {
      closeSync(file);
    }
    return record;
  });
}

/** Where chains ended when this process wrote to them: one that has the same size is not read again for every line of a long apply. */
const known = new Map<string, { readonly size: number; readonly head: Head }>();

function readOnlyNew(path: string): Chain {
  const last = known.get(path);
  if (last !== undefined && quietly(() => statSync(path).size) === last.size) return { records: [], head: last.head, torn: "" };
  return readChain(textIn(path));
}

/** All chains of a workspace, by writer. */
export function readChains(root: string): ReadonlyMap<string, Chain> {
  const folder = join(root, auditFolder);
  const names = whereThere(folder, () => readdirSync(folder).filter((name) => name.endsWith(".jsonl")).sort()) ?? [];
  return new Map(names.map((name) => [name.slice(0, -".jsonl".length), readChain(textIn(join(folder, name)))]));
}

/** The writer that this checkout is: named after who works here and where, and by chance. */
function writerOf(root: string): string {
  const path = join(root, writerFile);
  mkdirSync(dirname(path), { recursive: true });
  const part = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 40) || "unknown";
  const own = `${part(personHere())}.${part(hostname())}.${randomBytes(4).toString("hex")}`;
  try {
    writeFileSync(path, own, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    // A process that was killed while it wrote has left it empty.
    if (statSync(path).size === 0) writeFileSync(path, own);
  }
  const name = readFileSync(path, "utf8").trim();
  if (/^[a-z0-9.-]{1,100}$/.test(name)) return name;
  throw new PmpcError("audit-writer", `${path} does not name a writer`, { hint: `delete it to start a new chain: rm ${path}` });
}

const patience = 30_000;
const pause = 10;

/** Does something while no other process of this checkout does it; the lock of one that was killed counts for nothing. */
async function alone<T>(lock: string, work: () => T): Promise<T> {
  for (let waited = 0; ; waited += pause) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const [pid, age] = [Number(textIn(lock)), quietly(() => Date.now() - statSync(lock).mtimeMs) ?? 0];
    const isLeft = pid > 0 ? !isRunning({ pid }) : age > patience;
    if (isLeft) rmSync(lock, { force: true });
    else if (waited > patience) throw new PmpcError("audit-locked", `another pmpc has locked the audit log for ${patience / 1000} seconds (process ${pid})`, { hint: `nothing was done; if that process is not pmpc: rm ${lock}` });
    else await setTimeout(pause);
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

const textIn = (path: string): string => whereThere(path, () => readFileSync(path, "utf8")) ?? "";

/** Undefined where there is nothing. What is there and cannot be read must not pass for an empty log. */
function whereThere<T>(path: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new PmpcError("audit-unreadable", `${path} cannot be read: ${code ?? String(error)}`, { hint: "only what was read is checked: give the user who runs pmpc the right to read it, or move it elsewhere" });
  }
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
