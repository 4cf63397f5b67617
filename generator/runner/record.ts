import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Stopped } from "../gate/approval";
import { isFromEarlierBoot, isRunning, type ProcessId } from "../workspace/process";
import { readLog, type Log } from "../terraform/log";

/** Where runs lie, in a folder that git ignores. */
const runsFolder = ".proxmox/terraform/runs";

/** What a runner says of itself when it begins. */
export interface RunRecord {
  readonly verb: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly runner: ProcessId;
  /** `terraform`, or a path. */
  readonly binary: string;
  /** Once it was started. */
  readonly terraform?: ProcessId;
}

/** How a run ended. */
export interface RunEnd {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** What terraform ended with; undefined if something else ended it. */
  readonly code?: number;
  /** Somebody asked it to stop after what it was doing. */
  readonly stopped?: true;
  /** Why terraform could not be started. */
  readonly fault?: string;
}

export type RunState =
  | { readonly is: "not begun" }
  | { readonly is: "running"; readonly record: RunRecord; readonly withoutRunner: boolean }
  | { readonly is: "ended"; readonly record: RunRecord; readonly end: RunEnd }
  | { readonly is: "cut off"; readonly record: RunRecord; readonly by: "a restart" | "a kill" };

const files = { record: "run.json", end: "end.json", told: "told" } as const;
export const logFile = "log.jsonl";
export const planFile = "plan.tfplan";
/** The certificates that the provider trusts meanwhile. */
export const trustFile = "gate.pem";
/** What the gate stopped: a line of JSON for each write. */
export const stoppedFile = "stopped.jsonl";
/** What the runner itself says, if anything goes wrong with it. */
export const wordsFile = "runner.log";

/** Makes the folder of a new run, for its owner alone. */
export function makeRun(root: string, now: Date): string {
  const name = `${now.toISOString().replace(/\.\d+Z$/, "Z").replaceAll(":", "-")}.${randomBytes(3).toString("hex")}`;
  const folder = join(root, runsFolder, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** The folders of all runs, the newest first. */
export function listRuns(root: string): readonly string[] {
  try {
    return readdirSync(join(root, runsFolder)).filter((name) => /^\d{4}-\d\d-\d\dT[\d-]+Z\.[0-9a-f]{6}$/.test(name)).sort().reverse().map((name) => join(root, runsFolder, name));
  } catch {
    return [];
  }
}

export function writeRecord(folder: string, record: RunRecord): void {
  const path = join(folder, files.record);
  writeFileSync(`${path}.part`, JSON.stringify(record), { mode: 0o600 });
  renameSync(`${path}.part`, path);
}

/** Takes the room on the disk that saying how it ended will need. */
export function reserveEnd(folder: string): void {
  writeFileSync(join(folder, files.end), " ".repeat(4096), { mode: 0o600 });
}

export function writeEnd(folder: string, end: RunEnd): void {
  const file = openSync(join(folder, files.end), "r+");
  writeSync(file, JSON.stringify(end).slice(0, 4000), 0);
  closeSync(file);
}

/** How far a run is, or how it ended. */
export function stateOf(folder: string): RunState {
  const record = readJson<RunRecord>(join(folder, files.record));
  if (record === undefined) return { is: "not begun" };
  const { runner, terraform } = record;
  const isAlive = isRunning(runner);
  if (!isAlive && terraform !== undefined && isRunning(terraform)) return { is: "running", record, withoutRunner: true };
  // Read after the look at the process: its last act was to write it.
  const end = readJson<RunEnd>(join(folder, files.end));
  if (end !== undefined) return { is: "ended", record, end };
  if (isAlive) return { is: "running", record, withoutRunner: false };
  const log = logOf(folder);
  if (log.isThrough || log.errors.length > 0) return { is: "ended", record, end: { at: record.since, code: log.errors.length > 0 ? 1 : 0 } };
  return { is: "cut off", record, by: isFromEarlierBoot(runner) ? "a restart" : "a kill" };
}

/** What terraform has said so far. */
export function readLines(folder: string): readonly string[] {
  try {
    return readFileSync(join(folder, logFile), "utf8").split("\n");
  } catch {
    return [];
  }
}

/** What the gate stopped so far. */
export function stoppedIn(folder: string): readonly Stopped[] {
  try {
    return readFileSync(join(folder, stoppedFile), "utf8").split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Stopped]));
  } catch {
    return [];
  }
}

/** What terraform has done so far. */
export function logOf(folder: string): Log {
  const log = readLog("applying");
  for (const line of readLines(folder)) log.take(line);
  return log;
}

/** What the runner itself had to say. */
export function readWords(folder: string): string {
  try {
    return readFileSync(join(folder, wordsFile), "utf8").trim();
  } catch {
    return "";
  }
}

export const isTold = (folder: string): boolean => readJson(join(folder, files.told)) !== undefined;

const kept = 5;

/** Remembers that people know how a run ended, and keeps the logs of the last few only. */
export function markTold(root: string, folder: string): void {
  for (const passing of [planFile, trustFile]) rmSync(join(folder, passing), { force: true });
  writeFileSync(join(folder, files.told), "true");
  for (const old of listRuns(root).filter(isTold).slice(kept)) rmSync(old, { recursive: true, force: true });
}

function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as T;
  } catch {
    return undefined;
  }
}
