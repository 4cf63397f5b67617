import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type * as Dispatch from "../../bin/cli/dispatch";
import type * as Listing from "../../generator/engine/listing";
import type { WriteReport } from "../../generator/renew/write-report";
import type { Simulator } from "../../generator/simulator/simulator";
import { strangeness } from "../support/reports";

/** The checkout that is tested. */
export const home = join(__dirname, "../..");

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of Node's to its end, with nothing of this machine's clusters in its environment. */
export function node(args: readonly string[], cwd: string, environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, env: { ...own(), ...environment }, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** Runs the built command line in a process of its own: for what signals, limits and the environment of a process do to it. */
export const spawned = (args: readonly string[], cwd: string, environment: Readonly<Record<string, string>> = {}): Promise<Ended> => apart(ofGuests(args, cwd), cwd, environment);

const apart = async (args: readonly string[], cwd: string, environment: Readonly<Record<string, string>>): Promise<Ended> => checked(args, await node([join(home, "dist/bin/pmpc.js"), ...args], cwd, environment));

/** Runs the built command line in this process, where it is loaded once. */
export const pmpc = (args: readonly string[], cwd: string, environment: Readonly<Record<string, string>> = {}): Promise<Ended> => asTyped(ofGuests(args, cwd), cwd, environment);

/** The same to the letter, with what an import takes into code where nobody says it. */
export async function asTyped(args: readonly string[], cwd: string, environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const path = environment.PATH;
  if (path === undefined) return here(args, cwd, environment);
  // Tools are started with the environment of this process, which has one PATH at a time.
  if (usual !== undefined) return apart(args, cwd, environment);
  usual = process.env.PATH;
  process.env.PATH = path;
  try {
    return await here(args, cwd, environment);
  } finally {
    process.env.PATH = usual;
    usual = undefined;
  }
}

/** The PATH of this process while a command line in it has another one. */
let usual: string | undefined;

async function here(args: readonly string[], cwd: string, environment: Readonly<Record<string, string>>): Promise<Ended> {
  const { dispatch, actions } = built();
  const [stdout, stderr] = [written(), written()];
  const context = { version: "0.1.0", home, folder: cwd, environment: { ...own(), ...environment }, now: () => new Date(), signal: new AbortController().signal };
  const code = await dispatch(args, { actions, context }, { stdin: {}, stdout, stderr });
  return checked(args, { code, stdout: stdout.text(), stderr: stderr.text() });
}

/** Most tests are about guests: a first import that names no scope takes these alone. */
function ofGuests(args: readonly string[], cwd: string): readonly string[] {
  if (args[0] !== "import" || args.includes("--help") || args.includes("--scope")) return args;
  const out = args.indexOf("--out");
  return existsSync(join(resolve(cwd, out < 0 ? "." : args[out + 1]!), ".proxmox/config.yml")) ? args : [...args, "--scope", "guests"];
}

/* eslint-disable @typescript-eslint/no-require-imports -- What is tested is what was built. */
const load = () => ({
  dispatch: (require(join(home, "dist/bin/cli/dispatch.js")) as typeof Dispatch).dispatch,
  actions: (require(join(home, "dist/generator/engine/listing.js")) as typeof Listing).listActions(join(home, "dist/generator/action")),
});
let loaded: ReturnType<typeof load> | undefined;
const built = () => (loaded ??= load());
/* eslint-enable @typescript-eslint/no-require-imports */

function written() {
  const parts: string[] = [];
  return { write: (text: string) => parts.push(text), text: () => parts.join("") };
}

/** This machine's environment, with nothing of its clusters. */
const own = () => Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PROXMOX_VE_|NODE_OPTIONS$)/.test(name)));

/** Whatever a verb prints with `--json` has to be what the schema of its report says. */
function checked(args: readonly string[], ended: Ended): Ended {
  const problem = args.includes("--json") ? problemOf(args, ended.stdout) : undefined;
  if (problem !== undefined) throw new Error(`pmpc ${args.join(" ")} printed what its schema does not know: ${problem}`);
  return ended;
}

/** Names that verbs had before. */
const former: Readonly<Record<string, string>> = { "list-nodes": "list", "test-connection": "doctor" };

function problemOf([typed = "", word = ""]: readonly string[], stdout: string): string | undefined {
  const verb = former[typed] ?? typed;
  // What a task prints comes before it, and where nothing could be done there is an error in its place.
  const at = stdout.search(/^\{/m);
  const report = at < 0 ? undefined : (JSON.parse(stdout.slice(at)) as object);
  return report === undefined || "error" in report ? undefined : strangeness(/^(pct|qm)$/.test(verb) ? `${verb} ${word}` : verb, report);
}

/** What reaches a simulator, as its auditor or as whoever else has the token. */
export function reach({ endpoint, fingerprint256, tokens }: Simulator, token = tokens.auditor): string[] {
  return ["--endpoint", endpoint, "--api-token", token, "--fingerprint", fingerprint256];
}

/** Runs a verb with `--json` and gives what it printed, which is nothing but one object. Imports leave out the self-check, which has tests of its own. */
export async function report(args: readonly string[], cwd: string): Promise<WriteReport> {
  const { stdout, stderr } = await pmpc([...args, "--json", ...(args[0] === "import" ? ["--no-verify"] : [])], cwd);
  try {
    return JSON.parse(stdout) as WriteReport;
  } catch (cause) {
    throw new Error(`not one JSON object: ${stdout}${stderr}`, { cause });
  }
}

/** A new folder for temporary files. */
export const newFolder = () => mkdtempSync(join(tmpdir(), "pmpc-bin-"));
export const remove = (folder: string) => rmSync(folder, { recursive: true, force: true });

/** The paths of all files below a folder, with `/`, but for what was installed. */
export function paths(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !/(^|\/)(node_modules|\.terraform)\//.test(path) && statSync(join(folder, path)).isFile())
    .sort();
}

/** The ids of all guests in code, with their files: `web` → `guests/pve1.ts`. */
export function constructs(folder: string): Record<string, string> {
  const files = paths(folder).filter((path) => /^guests\/[^/]+\.ts$/.test(path));
  return Object.fromEntries(files.flatMap((path) => [...readFileSync(join(folder, path), "utf8").matchAll(/^ {2}new \w+\(\w+, "([^"]+)"/gm)].map(([, id]) => [id!, path])));
}

/** Puts what `npm install` would put there. Without the project's own tsx, pmpc runs its code itself, which takes half as long. */
export function install(folder: string, { tsx = true } = {}): void {
  const packages = ["cdktf", "constructs", "@types/node", "@types/mocha", "mocha", ...(tsx ? ["tsx", ".bin/tsx"] : []), ".bin/mocha"].map((name) => [name, join(home, "node_modules", name)] as const);
  for (const [name, target] of [...packages, ["pmpc", home] as const]) {
    mkdirSync(dirname(join(folder, "node_modules", name)), { recursive: true });
    symlinkSync(target, join(folder, "node_modules", name), "junction");
  }
}

/** Type-checks a project as its own `npm run check` does. */
export const check = (folder: string) => node([join(home, "node_modules/typescript/bin/tsc"), "--noEmit", "-p", folder], folder);

/** Synthesises a project, as pmpc does where nothing else runs it, and gives the folder of its one stack. */
export async function synthesise(folder: string): Promise<string> {
  const ended = await node(["--require", require.resolve("sucrase/register/ts"), "--eval", "require(process.argv[1])", join(folder, "main.ts")], folder);
  if (ended.code !== 0) throw new Error(ended.stdout + ended.stderr);
  const stacks = join(folder, "cdktf.out/stacks");
  return join(stacks, readdirSync(stacks)[0]!);
}
