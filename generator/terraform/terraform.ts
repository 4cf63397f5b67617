import { rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PmpcError } from "../../lib/error";
import { writeAdditions, writeDetour, type Additions, type ProviderBlock } from "./configuration";
import { attribute, firstError } from "./diagnostic";
import { isInitialised, noteInitialised } from "./initialised";
import { isBackendChanged, remedyFor, wayOn } from "./init";
import { readConfiguration } from "./layout";
import { readLocalState } from "./local-state";
import { lockedError } from "./locked";
import { readLog, type Progress } from "./log";
import type { Values } from "./grade";
import type { PlanDocument, Planned } from "./plan";
import { unchangedDocument } from "./unchanged";
import { runProcess, type Ended, type ProcessOptions } from "./process";
import type { StateDocument } from "./state-document";

export type { StateDocument } from "./state-document";

export interface TerraformOptions {
  /** `terraform` or `tofu`, or a path. */
  readonly binary: string;
  /** `Terraform v1.11.4`. @default unknown: nothing is taken for done already */
  readonly version?: string;
  /** The folder of one synthesised stack. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly secrets: readonly string[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Told after 1, 2, 4, 8, … minutes that a command goes on: `init`, `plan`. */
  readonly onLong?: (command: string, minutes: number) => void;
  /** Called before a document is read that may take a while: `the plan`, `the state`. */
  readonly onReading?: (what: string) => void;
}

export interface PlanOptions {
  /** Milliseconds that something is being read without any progress, after which planning is given up. What Terraform does by itself may take as long as it takes. */
  readonly standstill: number;
  /** Plans only these resources. @default all */
  readonly targets?: readonly string[];
}

/** A command, and what it needs. */
export interface Command {
  readonly binary: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Words that must not come out again, whatever the tool prints. */
  readonly secrets: readonly string[];
}

/** terraform, or OpenTofu, in one stack's folder. */
export interface Terraform {
  /** Where the plan that `plan` made lies, until `discard`. */
  readonly planFile: string;
  /**
   * Fetches the provider where it is not there yet, and does nothing where all is as it was left. Raises `backend-changed` where the code names
   * another backend than before: `state: "move"` takes the state along to it, `"there"` goes on with the one that is there.
   */
  init(options?: { readonly state?: "move" | "there" }): Promise<void>;
  plan(options: PlanOptions): Promise<Planned>;
  /** The command that applies a plan, which may lie elsewhere by now. */
  applying(plan: string): Command;
  /** What is in the state; undefined if nothing was ever applied. */
  state(): Promise<StateDocument | undefined>;
  /** The addresses of all resources in the configuration. */
  addresses(): Promise<readonly string[]>;
  /** What is known of each resource without asking the provider: what the code says, and above that what the state has. */
  known(): Promise<ReadonlyMap<string, Values>>;
  /** The kinds of blocks in the configuration: `import`. */
  blocks(): Promise<readonly string[]>;
  /** Takes resources out of the state, and leaves the objects alone. */
  drop(addresses: readonly string[]): Promise<void>;
  /** What is in the state where the code has it now, wherever it was before. */
  peek(): Promise<StateDocument | undefined>;
  /** Whether there is a state that an apply could not save. */
  isUnsaved(): Promise<boolean>;
  /** Saves the state that an apply could not save, where there is one; says whether there was. */
  rescue(): Promise<boolean>;
  /** Puts a state in the place of the one that is there. */
  push(state: StateDocument): Promise<void>;
  /** Takes the place of what was added to the code before. */
  add(additions: Additions): Promise<void>;
  /** Has the environment alone say where these providers go. */
  turn(providers: readonly ProviderBlock[]): Promise<void>;
  /** Removes the plan's file: it holds what the state holds. */
  discard(): Promise<void>;
}

/** What terraform calls a state that it could not save where it belongs. */
const unsaved = "errored.tfstate";

export function openTerraform(options: TerraformOptions): Terraform {
  const { binary, folder, signal, secrets } = options;
  const planFile = join(folder, "pmpc.tfplan");
  const environment = {
    TF_REGISTRY_CLIENT_TIMEOUT: "10",
    TF_REGISTRY_DISCOVERY_RETRY: "0",
    CHECKPOINT_DISABLE: "1",
    // A third less work, for more memory.
    GOGC: "400",
    ...options.environment,
    TF_INPUT: "0",
    TF_IN_AUTOMATION: "1",
    // Words for people; pmpc reads the JSON.
    TF_CLI_ARGS: undefined,
  };
  /** The last `init` was left out, because nothing had changed. */
  let isAssumed = false;
  /** The state, as it was read last; undefined if something may have changed it. */
  let last: { readonly state: StateDocument | undefined } | undefined;
  const run = async (args: readonly string[], more: Partial<ProcessOptions> = {}): Promise<Ended> => {
    const ended = await runProcess(binary, args, { cwd: folder, environment, secrets, signal, onLong: (minutes) => options.onLong?.(args[0]!, minutes), ...more });
    if (ended.stopped === "not-found") throw new PmpcError("terraform-not-found", `${binary} is not on the PATH`, { hint: "install terraform or OpenTofu, or set TERRAFORM_BINARY_NAME to its path" });
    if (ended.stopped === "aborted") throw new PmpcError("interrupted", `${binary} ${args[0]} was interrupted`);
    return ended;
  };

  return {
    planFile,

    async init({ state } = {}) {
      isAssumed = state === undefined && isInitialised({ ...options, environment });
      if (!isAssumed) await initialise(state === "move" ? ["-migrate-state", "-force-copy"] : state === "there" ? ["-reconfigure"] : []);
    },

    plan,

    applying(plan) {
      last = undefined;
      return { binary, args: ["apply", "-json", "-input=false", "-lock-timeout=30s", plan], folder, environment, secrets };
    },

    async state() {
      const state = await pull();
      last = { state };
      return state;
    },

    async addresses() {
      const { resource = {} } = configuration();
      return Object.entries(resource).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`));
    },

    async known() {
      const { resource = {} } = configuration();
      const declared = Object.entries(resource).flatMap(([type, named]) => Object.entries(named as Readonly<Record<string, Values>>).map(([name, values]) => [`${type}.${name}`, values] as const));
      const state = await pull();
      const recorded = new Map((state?.resources ?? []).map(({ type, name, instances }) => [`${type}.${name}`, (instances?.[0]?.attributes ?? {}) as Values]));
      return new Map(declared.map(([address, values]) => [address, { ...values, ...recorded.get(address) }]));
    },

    blocks: async () => Object.keys(configuration()),

    async drop(addresses) {
      last = undefined;
      const { code, stdout, stderr } = await run(["state", "rm", "-lock-timeout=30s", ...addresses]);
      if (code !== 0) throw notWritten("rm", `${stderr}\n${stdout}`);
    },

    async peek() {
      const data = join(folder, "pmpc.peek");
      await rm(data, { recursive: true, force: true });
      try {
        const elsewhere = { environment: { ...environment, TF_DATA_DIR: data } };
        const { code, stdout, stderr } = await run(["init", "-input=false", "-no-color", "-reconfigure"], elsewhere);
        if (code !== 0) throw new PmpcError("init-failed", `${binary} init failed: ${firstError(stderr, stdout)}`, { hint: await remedyFor(`${stderr}\n${stdout}`, folder) });
        return await pull(elsewhere);
      } finally {
        await rm(data, { recursive: true, force: true });
      }
    },

    isUnsaved,

    async rescue() {
      const path = join(folder, unsaved);
      if (!(await isUnsaved())) return false;
      const { code, stdout, stderr } = await run(["state", "push", "-lock-timeout=30s", path]);
      if (code !== 0) {
        throw lockedError(`${stderr}\n${stdout}`, binary, folder) ?? new PmpcError("state-not-saved", `the last apply could not save its state, and it still cannot be saved: ${firstError(stderr, stdout)}`, {
          hint: `it is in ${path}; every plan and apply of pmpc first tries to save it\nif the current state is the right one: rm ${path}`,
        });
      }
      await rm(path);
      return true;
    },

    async push(document) {
      last = undefined;
      const path = join(folder, "pmpc.push.tfstate");
      try {
        await writeFile(path, JSON.stringify(document), { mode: 0o600 });
        const { code, stdout, stderr } = await run(["state", "push", "-lock-timeout=30s", path]);
        if (code !== 0) throw notWritten("push", `${stderr}\n${stdout}`);
      } finally {
        await rm(path, { force: true });
      }
    },

    add: async (additions) => writeAdditions(folder, additions),

    turn: async (providers) => writeDetour(folder, providers),

    discard: () => rm(planFile, { force: true }),
  };

  function notWritten(word: string, said: string): PmpcError {
    return lockedError(said, binary, folder) ?? new PmpcError("state-not-written", `${binary} state ${word} failed: ${firstError(said)}`);
  }

  async function isUnsaved(): Promise<boolean> {
    return (await stat(join(folder, unsaved)).catch(() => undefined)) !== undefined;
  }

  function configuration(): { readonly resource?: Readonly<Record<string, object>> } {
    return readConfiguration(folder);
  }

  async function plan({ standstill, targets = [] }: PlanOptions): Promise<Planned> {
    await rm(planFile, { force: true });
    const log = readLog("planning", options.onProgress);
    const args = ["plan", "-json", "-input=false", "-lock-timeout=30s", `-out=${planFile}`, ...targets.map((target) => `-target=${target}`)];
    const ended = await run(args, { silence: standstill, maySayNothing: () => log.open.size === 0, onLine: log.take });
    if (await wantsInit(ended)) return plan({ standstill, targets });
    const locked = log.errors.map(({ summary, detail = "" }) => lockedError(`${summary}\n${detail}`, binary, folder)).find((error) => error !== undefined);
    if (locked !== undefined) throw locked;
    const found = { problems: attribute(log.errors, log.open), unread: [...log.open.keys()], timedOut: ended.stopped === "timeout" };
    if (found.timedOut) return { ...found, problems: [], document: {} };
    if (ended.code !== 0 && log.errors.length === 0) throw new PmpcError("plan-failed", `${binary} plan failed: ${firstError(ended.stderr, ended.stdout)}`);
    const unchanged = log.changesNothing && last ? unchangedDocument({ imports: log.imports, targets, configuration: readConfiguration(folder), state: last.state }) : undefined;
    return { ...found, document: unchanged ?? (await show()) };
  }

  async function initialise(flags: string[]): Promise<void> {
    for (;;) {
      const { code, stdout, stderr } = await run(["init", "-input=false", "-no-color", ...flags]);
      if (code === 0) return noteInitialised({ ...options, environment });
      const said = `${stderr}\n${stdout}`;
      const flag = await wayOn(said, folder);
      if (flag === undefined || flags.includes(flag)) throw new PmpcError(isBackendChanged(said) ? "backend-changed" : "init-failed", `${binary} init failed: ${firstError(stderr, stdout)}`, { hint: await remedyFor(said, folder) });
      flags.push(flag);
    }
  }

  /** Whether a command has to be given again, because the init that was left out was needed after all; by now it is done. */
  async function wantsInit({ code, stdout, stderr }: Ended): Promise<boolean> {
    if (!isAssumed || code === 0 || !/\b(terraform|tofu) init\b/.test(`${stderr}${stdout}`)) return false;
    isAssumed = false;
    await initialise([]);
    return true;
  }

  async function pull(more: Partial<ProcessOptions> = {}): Promise<StateDocument | undefined> {
    const local = more.environment === undefined ? readLocalState({ folder, environment }) : undefined;
    if (local) return local.state;
    options.onReading?.("the state");
    const ended = await run(["state", "pull"], more);
    return (await wantsInit(ended)) ? pull(more) : parseState(ended, binary);
  }

  async function show(): Promise<PlanDocument> {
    // Where nothing could be planned at all, there is not a file.
    if ((await stat(planFile).catch(() => undefined)) === undefined) return { errored: true };
    options.onReading?.("the plan");
    const { code, stdout, stderr } = await run(["show", "-json", planFile]);
    if (code !== 0) throw new PmpcError("plan-failed", `${binary} show failed: ${firstError(stderr)}`);
    return jsonIn<PlanDocument>(stdout) ?? { errored: true };
  }
}

function parseState({ code, stdout, stderr }: Ended, binary: string): StateDocument | undefined {
  if (code !== 0) throw new PmpcError("state-unreadable", `${binary} state pull failed: ${firstError(stderr)}`);
  return jsonIn<StateDocument>(stdout);
}

/** What a tool printed as JSON; warnings about its own configuration come before it. */
function jsonIn<T>(stdout: string): T | undefined {
  const start = stdout.search(/^\{/m);
  return start < 0 ? undefined : (JSON.parse(stdout.slice(start)) as T);
}
