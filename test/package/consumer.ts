import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import lock from "../../package-lock.json";

const root = join(__dirname, "../..");
/** No script of any package runs. */
const quietly = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];

/** The version of a package that the lock file asks for. */
export const locked = (name: string): string => (lock.packages as Readonly<Record<string, { readonly version?: string }>>)[`node_modules/${name}`]!.version!;

/** A folder outside the checkout where somebody installed pmpc, and what they ran. */
export interface Consumer {
  readonly folder: string;
  /** What `npm pack` made. */
  readonly tarball: string;
  /** Installs one more package, or another one in the place of one. */
  add(specifier: string): Promise<void>;
  run(file: string, args: readonly string[], options?: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> }): Promise<Ended>;
  remove(): void;
}

interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Installs the packed package beside cdktf as people do, in a new folder with the apps of test/package/app. */
export async function install(): Promise<Consumer> {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-consumer-"));
  cpSync(join(__dirname, "app"), folder, { recursive: true });
  await npm(root, "pack", "--ignore-scripts", "--silent", "--pack-destination", folder);
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz"))!);
  const same = ["cdktf", "constructs", "typescript", "tsx", "@types/node"].map((name) => [name, locked(name)]);
  const dependencies = { ...Object.fromEntries(same), "ts-node": "^10.9.2", pmpc: `file:${tarball}` };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  await npm(folder, "install", ...quietly);
  return {
    folder,
    tarball,
    add: (specifier) => npm(folder, "install", ...quietly, specifier),
    run: (file, args, { cwd = folder, env = {} } = {}) => ended(file, args, { cwd, env: { ...process.env, NODE_OPTIONS: "", ...env } }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The packages that were installed for those who run the app, by their path. */
export function installed({ folder }: Consumer): Readonly<Record<string, { readonly hasInstallScript?: boolean }>> {
  return JSON.parse(readFileSync(join(folder, "node_modules/.package-lock.json"), "utf8")).packages;
}

async function npm(cwd: string, ...args: string[]): Promise<void> {
  const script = process.env.npm_execpath;
  await (script === undefined ? promisify(execFile)("npm", args, { cwd }) : promisify(execFile)(process.execPath, [script, ...args], { cwd }));
}

function ended(file: string, args: readonly string[], options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(file, args, { ...options, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: `${stdout}${stderr}` });
    });
  });
}
