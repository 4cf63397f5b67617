import { createHash, type Hash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join, posix, relative } from "node:path";
import { appFile, ownPackages, packageFolder, synthesise, type AppOptions, type Stack } from "./app";
import { layConfiguration } from "./layout";

/** What a module takes from outside of itself, as a parser of TypeScript says it. */
export type Outside = (text: string) => { readonly modules: readonly string[]; readonly changeable?: string };

export interface SynthesisOptions extends AppOptions {
  readonly outsideOf: Outside;
  /** What cdktf may ask for its version: `Terraform v1.11.4`. */
  readonly tool: string;
}

/** What a synthesis was made of, and what came of it. */
interface Synthesis {
  readonly inputs: string;
  /** The project's modules, relative to it, and what may be a module instead of one of them. */
  readonly modules: readonly string[];
  /** Names of stacks, each with what was written for it. */
  readonly stacks: Readonly<Record<string, string>>;
}

/**
 * Runs a project's app, but for where it would give what it gave last: its modules, packages, settings and environment are the same, and
 * none of its modules takes anything from the clock, from chance, from other files or from a network.
 */
export async function synthesiseChanged(options: SynthesisOptions): Promise<readonly Stack[]> {
  const { outdir } = options;
  const path = join(outdir, "synthesis.json");
  const last = quietly(() => JSON.parse(readFileSync(path, "utf8")) as Synthesis);
  const kept = last && quietly(() => (inputsOf(options, last.modules) === last.inputs ? stacksOf(options, last.stacks) : undefined));
  if (kept) return kept;
  rmSync(path, { force: true });
  const modules = quietly(() => modulesOf(options));
  const inputs = modules && quietly(() => inputsOf(options, modules));
  const stacks = await synthesise(options);
  // What was edited meanwhile may have been seen or not.
  if (modules && inputs !== undefined && inputs === quietly(() => inputsOf(options, modules))) {
    mkdirSync(outdir, { recursive: true });
    writeFileSync(path, JSON.stringify({ inputs, modules, stacks: Object.fromEntries(stacks.map(({ name, folder }) => [name, written(folder)])) } satisfies Synthesis));
  }
  return stacks;
}

/** The stacks as they were written; undefined if somebody has changed one. */
function stacksOf({ outdir, saidOnly }: SynthesisOptions, stacks: Synthesis["stacks"]): readonly Stack[] | undefined {
  const found = Object.entries(stacks).map(([name, text]) => ({ name, folder: join(outdir, name), text }));
  if (found.some(({ folder, text }) => written(folder) !== text)) return undefined;
  if (!saidOnly) for (const { folder } of found) layConfiguration(folder, readFileSync(join(folder, "code.json"), "utf8"));
  return found.map(({ name, folder }) => ({ name, folder }));
}

const written = (folder: string) => hashOf(readFileSync(join(folder, "code.json")));

/** All modules of a project, from its first one on; undefined if one of them may do something else next time. */
function modulesOf({ root, outsideOf }: SynthesisOptions): readonly string[] | undefined {
  const first = appFile(root);
  // What a tsconfig.json takes from elsewhere is not looked for.
  if (first === undefined || quietly(() => readFileSync(join(root, "tsconfig.json"), "utf8"))?.includes('"extends"')) return undefined;
  const found = new Set<string>();
  const left = [posix.normalize(first)];
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    if (extname(path) === ".json") continue;
    const { modules, changeable } = outsideOf(readFileSync(join(root, path), "utf8"));
    if (changeable !== undefined) return undefined;
    for (const module of modules) {
      const next = resolve(root, posix.join(posix.dirname(path), module));
      if (next === undefined) return undefined;
      left.push(next);
    }
  }
  return [...found].sort();
}

const endings = ["", ".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json", "/index.ts", "/index.tsx", "/index.js", "/index.mjs", "/index.cjs", "/index.json"];

/** The file that an import leads to; undefined if that is not clear. */
function resolve(root: string, module: string): string | undefined {
  const bare = module.replace(/\.[cm]?js$/, "");
  const found = [...new Set([module, bare])].flatMap((path) => endings.map((ending) => path + ending)).filter((path) => quietly(() => statSync(join(root, path)).isFile()));
  const [file] = new Set(found);
  return new Set(found).size === 1 && !file!.startsWith("..") ? file : undefined;
}

/** Names everything that a synthesis of these modules depends on. */
function inputsOf({ root, home, environment, tool }: SynthesisOptions, modules: readonly string[]): string {
  const hash = createHash("sha256");
  const add = (...parts: readonly unknown[]) => hash.update(`${JSON.stringify(parts)}\n`);
  add(1, root, process.version, process.platform, tool);
  for (const name of Object.keys(environment).sort()) if (/^(CDKTF|SYNTH|TERRAFORM|NODE|TSX|LC)_|^(TZ|LANG)$/.test(name)) add(name, environment[name]);
  for (const name of ["cdktf.json", "package.json", "tsconfig.json", "package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "node_modules/.package-lock.json", ...modules]) add(name, quietly(() => hashOf(readFileSync(join(root, name)))));
  // Another file beside a module may be what an import leads to from now on.
  for (const folder of new Set(modules.flatMap((path) => [dirname(path), dirname(dirname(path))]))) add(folder, readdirSync(join(root, folder)).filter((name) => /\.([cm]?[jt]sx?|json)$/.test(name)).sort());
  const { tsx, isInstalled } = ownPackages(root);
  add(tsx, isInstalled);
  for (const [name, folder] of Object.entries({ pmpc: "dist", cdktf: "lib", constructs: "lib" })) addPackage(hash, isInstalled ? packageFolder(createRequire(join(root, "package.json")), name) : name === "pmpc" ? home : packageFolder(createRequire(join(home, "package.json")), name), folder);
  return hash.digest("hex");
}

/** A package, and each file of it that runs, in case that somebody builds or mends it in its place. */
function addPackage(hash: Hash, path: string | undefined, folder: string): void {
  if (path === undefined) throw new Error("not installed");
  hash.update(readFileSync(join(path, "package.json")));
  const code = join(path, folder);
  for (const file of filesBelow(code)) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${relative(code, file)} ${size} ${mtimeMs}\n`);
  }
}

// The bindings are many, and made anew only with the rest.
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? (["node_modules", "imports"].includes(entry.name) ? [] : filesBelow(join(folder, entry.name))) : entry.name.endsWith(".js") ? [join(folder, entry.name)] : []));

const hashOf = (content: Buffer) => createHash("sha256").update(content).digest("hex");

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
