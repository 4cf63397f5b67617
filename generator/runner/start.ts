import { spawn } from "node:child_process";
import { closeSync, openSync, renameSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { PmpcError } from "../../lib/error";
import { programAt } from "../transport/program";
import { privately } from "../terraform/private";
import type { Command, Terraform } from "../terraform/terraform";
import type { Lock } from "../workspace/lock";
import type { Hold } from "../store/hold";
import { identify } from "../workspace/process";
import { print, type Order } from "./order";
import { makeRun, planFile, stoppedFile, wordsFile } from "./record";

export interface StartOptions {
  readonly root: string;
  readonly verb: string;
  readonly lock: Lock;
  readonly hold: Hold;
  readonly terraform: Terraform;
  readonly state: Order["state"];
  readonly gate: Order["gate"];
  readonly now: Date;
}

/** A run that was started. */
export interface Run {
  readonly folder: string;
  readonly lock: Order["lock"];
  /** Whether the runner has ended before it said anything. */
  hasFailed(): boolean;
}

/**
 * Has the plan that was made last applied by a process that outlives this one. The workspace's lock is its own until it is done; then it
 * comes back to anyone who waits for that.
 */
export function startRun({ root, verb, lock, hold, terraform, state, gate, now }: StartOptions): Run {
  refuseFullDisk(root);
  const folder = makeRun(root, now);
  const plan = join(folder, planFile);
  renameSync(terraform.planFile, plan);
  const command = terraform.applying(plan);
  const words = openSync(join(folder, wordsFile), "a", 0o600);
  // The folder is for people who look at what runs.
  const child = privately(() => spawn(process.execPath, [...programAt(join(__dirname, "main")), folder], { cwd: root, env: { ...command.environment }, stdio: ["pipe", words, words], detached: true, windowsHide: true }));
  closeSync(words);
  let failed = false;
  const fail = () => (failed = true);
  child.on("error", fail).on("exit", fail);
  child.stdin!.on("error", fail);
  const lent = child.pid === undefined ? lock.holder : lock.lend(identify(child.pid), `pmpc ${verb}`);
  child.stdin!.write(print({ root, folder, verb, lock: lent, before: lock.holder, share: hold.share, command: withoutEnvironment(command), state, gate: { ...gate, share: hold.share, stopped: join(folder, stoppedFile) } }));
  // This process may end before that one.
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return { folder, lock: lent, hasFailed: () => failed };
}

/** Bytes that must be free: state, log and copies are small, and a state that cannot be saved is the worst end of an apply. */
const room = 2 ** 24;

/** Refuses to begin what could not be recorded. */
export function refuseFullDisk(root: string): void {
  const { bavail, bsize } = statfsSync(root);
  if (bavail * bsize >= room) return;
  throw new PmpcError("disk-full", `the disk of ${root} has ${Math.floor((bavail * bsize) / 2 ** 20)} MiB left: an apply could fail to save its state`, { hint: "nothing was applied; free at least 16 MiB, then run this again" });
}

/** It has the environment itself. */
const withoutEnvironment = (command: Command): Command => ({ ...command, environment: {} });
