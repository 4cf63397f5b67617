import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import lock from "../../../package-lock.json";

const root = join(__dirname, "../../..");
/** No script of any package runs. */
const quietly = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];

/** The version of a package that the lock file asks for. */
export const locked = (name: string): string => (lock.packages as Readonly<Record<string, { readonly version?: string }>>)[`node_modules/${name}`]!.version!;

/** A folder outside the checkout where somebody installs our packages, and what they run there. */
export interface Consumer {
  readonly folder: string;
  /** What `npm pack` made of the two packages. */
  readonly tarballs: { readonly pmpc: string; readonly constructs: string };
  /** Installs other packages, or replaces some. */
  add(...specifiers: readonly string[]): Promise<void>;
  run(file: string, args: readonly string[], options?: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> }): Promise<Ended>;
  remove(): void;
}

interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Makes a new folder with cdktf and the apps of test/acceptance/package/app, as people have it before they install one of our packages. */
export async function makeConsumer(): Promise<Consumer> {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-consumer-"));
  cpSync(join(__dirname, "app"), folder, { recursive: true });
  const pack = async (source: string, to: string) => {
    mkdirSync(join(folder, to));
    await npm(source, "pack", "--ignore-scripts", "--silent", "--pack-destination", join(folder, to));
    return join(folder, to, readdirSync(join(folder, to))[0]!);
  };
  const tarballs = { pmpc: await pack(root, "pmpc-packed"), constructs: await pack(join(root, "dist-constructs"), "constructs-packed") };
  const same = ["cdktf", "constructs", "typescript", "tsx", "@types/node"].map((name) => [name, locked(name)]);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: { ...Object.fromEntries(same), "ts-node": "^10.9.2" } }));
  return {
    folder,
    tarballs,
    add: (...specifiers) => npm(folder, "install", ...quietly, ...specifiers),
    run: (file, args, { cwd = folder, env = {} } = {}) => ended(file, args, { cwd, env: { ...process.env, NODE_OPTIONS: "", ...env } }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

interface Installed {
  readonly hasInstallScript?: boolean;
  readonly dependencies?: object;
  readonly peerDependencies?: object;
}

/** The packages that were installed for those who run the app, by their path. */
export function installed({ folder }: Pick<Consumer, "folder">): Readonly<Record<string, Installed>> {
  return JSON.parse(readFileSync(join(folder, "node_modules/.package-lock.json"), "utf8")).packages;
}

async function npm(cwd: string, ...args: string[]): Promise<void> {
  const { npm_execpath: script, PMPC_TEST_CA_CERTS: authorities } = process.env;
  const options = { cwd, env: { ...process.env, ...(authorities === undefined ? {} : { NODE_EXTRA_CA_CERTS: authorities }) } };
  await (script === undefined ? promisify(execFile)("npm", args, options) : promisify(execFile)(process.execPath, [script, ...args], options));
}

function ended(file: string, args: readonly string[], options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(file, args, { ...options, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: `${stdout}${stderr}` });
    });
  });
}
