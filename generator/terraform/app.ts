import { readFileSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { exit, PmpcError } from "../../lib/error";
import { keepConfiguration, layConfiguration } from "./layout";
import { runProcess } from "./process";
import { synthesisError } from "./synthesis-error";

export interface AppOptions {
  /** The project: the folder with `cdktf.json`. */
  readonly root: string;
  /** Where the Terraform configuration goes. */
  readonly outdir: string;
  /** Where pmpc is installed: what a project that is not installed yet imports comes from there. */
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** Told after 1, 2, 4, 8, … minutes that the app still runs. */
  readonly onLong?: (minutes: number) => void;
  /** Only what the code says is wanted, and nothing is laid out for Terraform. @default false */
  readonly saidOnly?: boolean;
}

/** One synthesised stack. */
export interface Stack {
  readonly name: string;
  /** The folder with its configuration, for Terraform. */
  readonly folder: string;
}

/**
 * Runs a project's app as `cdktf synth` does, without cdktf-cli and its terminal. A project that was just written needs nothing
 * installed: what it imports then comes from where pmpc itself is.
 */
export async function synthesise(options: AppOptions): Promise<readonly Stack[]> {
  const { root, outdir, environment, signal, onLong, saidOnly } = options;
  const app = await appOf(root);
  // In the workspace, where the next command finds what one that was killed left behind.
  const place = join(root, ".proxmox/tmp");
  await mkdir(place, { recursive: true });
  const temporary = await mkdtemp(join(place, "app-"));
  const [packages, fresh] = [join(temporary, "packages"), join(temporary, "out")];
  try {
    const { command, args, extra } = await commandOf(app, options, packages);
    const ended = await runProcess(command, args, { cwd: root, environment: { ...environment, SYNTH_HCL_OUTPUT: undefined, CDKTF_OUTDIR: fresh, ...extra }, signal, onLong });
    if (ended.stopped === "aborted") throw new PmpcError("interrupted", "interrupted");
    if (ended.code !== 0) throw synthesisError(root, ended, await declaredIn(root));
    const stacks = await readManifest(root, fresh);
    for (const { name, folder } of stacks) await keep(folder, join(outdir, name), saidOnly ? keepConfiguration : layConfiguration);
    return stacks.map(({ name }) => ({ name, folder: join(outdir, name) }));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The command that `cdktf.json` names. */
async function appOf(root: string): Promise<string> {
  const text = await readFile(join(root, "cdktf.json"), "utf8").catch(() => undefined);
  if (text === undefined) throw new PmpcError("no-app", `${root} has no cdktf.json`, { hint: "pmpc import writes a project", exit: exit.notFound });
  const said = parse(text);
  if (said === undefined) throw new PmpcError("no-app", `${join(root, "cdktf.json")} is not JSON`, { hint: 'it must name the command to run: { "language": "typescript", "app": "npx tsx main.ts" }', exit: exit.usage });
  const app = said?.app;
  if (typeof app !== "string" || app.trim() === "") throw new PmpcError("no-app", `${join(root, "cdktf.json")} names no app`, { hint: 'it must name the command to run: "app": "npx tsx main.ts"', exit: exit.usage });
  return app;
}

/** The module that an app begins with, relative to the project; undefined if something else runs it. */
export function appFile(root: string): string | undefined {
  const app = parse(readFileSync(join(root, "cdktf.json"), "utf8"))?.app;
  return typeof app === "string" ? firstModule(app) : undefined;
}

const firstModule = (app: string) => /^(?:npx )?tsx (\S+\.ts)$/.exec(app.trim())?.[1];

// The user's own frame may be below many of cdktf's. Plain Node cannot preload what is not built yet.
const first = ["--stack-trace-limit=50", ...(__filename.endsWith(".js") ? ["--require", join(__dirname, "late.js")] : [])];

async function commandOf(app: string, { root, home }: AppOptions, packages: string) {
  const file = firstModule(app);
  if (file === undefined) {
    return process.platform === "win32" ? { command: "cmd", args: ["/d", "/s", "/c", app] } : { command: "/bin/sh", args: ["-c", app] };
  }
  const { tsx, isInstalled } = ownPackages(root);
  if (tsx !== undefined && isInstalled) return { command: process.execPath, args: [...first, "--import", pathToFileURL(tsx).href, file] };
  if (!isInstalled) await lendPackages(root, home, packages);
  const runner = createRequire(__filename).resolve("sucrase/register/ts");
  return {
    command: process.execPath,
    args: [...first, "--require", runner, "--eval", "require(process.argv[1])", join(root, file)],
    // Looked at after the project's own node_modules.
    extra: { NODE_PATH: packages, NODE_NO_WARNINGS: "1" },
  };
}

/** What a project has of its own. */
export function ownPackages(root: string): { readonly tsx: string | undefined; readonly isInstalled: boolean } {
  const own = createRequire(join(root, "package.json"));
  return { tsx: resolved(own, "tsx"), isInstalled: ["pmpc/package.json", "cdktf", "constructs"].every((name) => resolved(own, name) !== undefined) };
}

/** Puts pmpc and its peers where Node finds them for a project that has none. */
async function lendPackages(root: string, home: string, folder: string): Promise<void> {
  const ours = createRequire(join(home, "package.json"));
  const lent = { pmpc: home, cdktf: packageFolder(ours, "cdktf"), constructs: packageFolder(ours, "constructs") };
  await mkdir(folder);
  for (const [name, path] of Object.entries(lent)) {
    if (path === undefined) throw new PmpcError("not-installed", `${root}: its packages are not installed`, { hint: `cd ${root} && npm install` });
    await symlink(path, join(folder, name), "junction");
  }
}

/** Where a package lies for anyone who asks from there. */
export function packageFolder(from: NodeJS.Require, name: string): string | undefined {
  const manifest = resolved(from, `${name}/package.json`);
  return manifest === undefined ? undefined : dirname(manifest);
}

function resolved(from: NodeJS.Require, name: string): string | undefined {
  try {
    return from.resolve(name);
  } catch {
    return undefined;
  }
}

/** Takes over what an app wrote for a stack. */
async function keep(from: string, to: string, lay: typeof layConfiguration): Promise<void> {
  await copyChanged(from, to, (name) => name === written);
  lay(to, await readFile(join(from, written), "utf8"));
}

const written = "cdk.tf.json";

/** Copies what differs, so that nothing is touched where nothing changed. */
async function copyChanged(from: string, to: string, leaves: (name: string) => boolean = () => false): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (leaves(entry.name)) continue;
    if (entry.isDirectory()) await copyChanged(source, target);
    else if (entry.isFile() && !(await readFile(source)).equals(await readFile(target).catch(() => Buffer.alloc(0)))) await copyFile(source, target);
  }
}

async function readManifest(root: string, outdir: string): Promise<readonly Stack[]> {
  const text = await readFile(join(outdir, "manifest.json"), "utf8").catch(() => undefined);
  const stacks = text === undefined ? undefined : parse(text)?.stacks;
  if (typeof stacks !== "object" || stacks === null) {
    throw new PmpcError("synthesis-failed", `the app of ${root} wrote no manifest.json`, { hint: "it must end in app.synth(), and must not set outdir, because CDKTF_OUTDIR does; if it awaits a promise that never settles, it ends too early" });
  }
  return Object.values(stacks as Readonly<Record<string, { readonly name: string; readonly workingDirectory: string }>>).map(({ name, workingDirectory }) => ({
    name,
    folder: join(outdir, workingDirectory),
  }));
}

function parse(text: string): Readonly<Record<string, unknown>> | null | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

/** The packages that the project asks for, whether or not they are installed. */
async function declaredIn(root: string): Promise<readonly string[]> {
  const { dependencies, devDependencies } = parse(await readFile(join(root, "package.json"), "utf8").catch(() => "")) ?? {};
  return Object.keys({ ...(dependencies as object | undefined), ...(devDependencies as object | undefined) });
}
