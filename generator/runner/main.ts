import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { trustIn } from "../gate/environment";
import { credentialsFor, posingAs } from "../gate/server";
import { startGate, type StartedGate } from "../gate/start";
import { shareHold } from "../store/hold";
import { privately } from "../terraform/private";
import { hider } from "../terraform/process";
import { openTerraform } from "../terraform/terraform";
import { readLineage, writeLineage } from "../workspace/lineage";
import { dropLock, passLock } from "../workspace/lock";
import { identify } from "../workspace/process";
import { parse, type Order } from "./order";
import { logFile, planFile, reserveEnd, trustFile, wordsFile, writeEnd, writeRecord, type RunEnd } from "./record";

// The process that sees an apply through. It is in a session of its own, so nothing that happens to pmpc or to a terminal reaches it;
// terraform writes into a file, and goes through a gate in yet another process, so that it comes to its end even without this one.

/** The process that gave the order still waits: its end of the pipe is open. */
let isWatched = true;

async function main(): Promise<void> {
  const stop = new AbortController();
  process.on("SIGHUP", () => {});
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());
  const order = await readOrder();
  if (order === undefined) return;
  const { root, folder, lock, before, share } = order;
  try {
    const hold = await shareHold(share);
    const { end, secrets } = await carryOut(order, stop.signal);
    await rememberState(order);
    // Before anybody hears of the end, and wants the cluster for the next thing.
    await hold.release();
    hideSecrets(folder, secrets);
    for (const passing of [planFile, trustFile]) rmSync(join(folder, passing), { force: true });
    // The process that waits goes on with the lock at once; no other can come in between.
    if (isWatched) passLock(root, before);
    writeEnd(folder, end);
  } finally {
    dropLock(root, lock);
  }
}

/** The first line of the standard input. */
function readOrder(): Promise<Order | undefined> {
  let text = "";
  return new Promise((resolve) => {
    process.stdin.setEncoding("utf8");
    process.stdin.on("data", (chunk: string) => {
      text += chunk;
      if (text.endsWith("\n")) resolve(parse(text));
    });
    const leave = () => {
      isWatched = false;
      resolve(undefined);
    };
    process.stdin.on("end", leave).on("error", leave);
  });
}

interface CarriedOut {
  readonly end: RunEnd;
  /** Words that must not be in the log. */
  readonly secrets: readonly string[];
}

/** Runs terraform to its end, and asks it once to stop where that is wanted: the second time it would drop what it is doing. */
async function carryOut({ folder, verb, lock, command, gate: order }: Order, stop: AbortSignal): Promise<CarriedOut> {
  const record = { verb, since: lock.since, runner: identify(process.pid), binary: command.binary };
  reserveEnd(folder);
  writeRecord(folder, record);
  const at = () => new Date().toISOString();
  const gate = await openGate(order, folder).catch((error: Error) => error);
  if (gate instanceof Error) return { end: { at: at(), fault: gate.message }, secrets: command.secrets };
  const posing = posingAs(order.writeWay ?? order.way);
  const environment = { ...process.env, ...credentialsFor(gate, posing), ...(await trustIn(gate.certificate, process.env, (text) => writeTrust(folder, text))) };
  const log = openSync(join(folder, logFile), "a", 0o600);
  const child = privately(() => spawn(command.binary, command.args, { cwd: command.folder, env: environment, stdio: ["ignore", log, log], detached: true, windowsHide: true }));
  closeSync(log);
  if (child.pid !== undefined) {
    const terraform = identify(child.pid);
    gate.watch(terraform);
    writeRecord(folder, { ...record, terraform });
  }
  const interrupt = () => void child.kill("SIGINT");
  if (stop.aborted) interrupt();
  stop.addEventListener("abort", interrupt, { once: true });
  const end = await new Promise<RunEnd>((resolve) => {
    child.on("error", (error) => resolve({ at: at(), fault: error.message }));
    child.on("exit", (code) => resolve({ at: at(), ...(code === null ? {} : { code }), ...(stop.aborted ? { stopped: true as const } : {}) }));
  });
  await gate.end();
  return { end, secrets: [...command.secrets, gate.secret] };
}

async function openGate(order: Order["gate"], folder: string): Promise<StartedGate> {
  const words = openSync(join(folder, wordsFile), "a", 0o600);
  try {
    return await startGate(order, words);
  } finally {
    closeSync(words);
  }
}

async function writeTrust(folder: string, text: string): Promise<string> {
  const path = join(folder, trustFile);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

/** A clone has to know which state the guests are in, even if the end of this run was not seen. */
async function rememberState({ root, command, state: { backend, where } }: Order): Promise<void> {
  try {
    const state = await openTerraform({ ...command, environment: process.env }).state();
    const known = await readLineage(root);
    if (state?.lineage === undefined || !state.resources?.length || (known?.lineage === state.lineage && known.backend === backend)) return;
    await writeLineage(root, { lineage: state.lineage, backend, ...(where === undefined ? {} : { where }) });
  } catch (error) {
    process.stderr.write(`${String(error)}\n`);
  }
}

/** Terraform itself writes the log, and may contain secrets that a provider printed. */
function hideSecrets(folder: string, secrets: readonly string[]): void {
  const path = join(folder, logFile);
  const text = readFileSync(path, "utf8");
  const hidden = hider(secrets)(text);
  if (hidden === text) return;
  try {
    writeFileSync(`${path}.part`, hidden, { mode: 0o600 });
    renameSync(`${path}.part`, path);
  } catch {
    // Without room for a clean copy there is none at all.
    for (const left of [path, `${path}.part`]) rmSync(left, { force: true });
  }
}

void main().then(
  // The pipe to whatever gave the order must not keep this process alive.
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
