import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { readConfiguration } from "./layout";

/** What an `init` of a folder depends on. */
export interface Initialisation {
  readonly folder: string;
  /** As it is called: `terraform`, or a path. */
  readonly binary: string;
  /** `Terraform v1.11.4`; undefined if it was not asked for, and is unknown. */
  readonly version?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const record = ".terraform/pmpc.sha256";

/** Whether an `init` would find everything as the last one left it. Where that cannot be told, it would not. */
export function isInitialised(options: Initialisation): boolean {
  const now = quietly(() => inputsOf(options));
  return now !== undefined && textIn(join(options.folder, record)) === now;
}

/** Remembers what an `init` left behind. */
export function noteInitialised(options: Initialisation): void {
  const now = quietly(() => inputsOf(options));
  if (now !== undefined) writeFileSync(join(options.folder, record), now);
}

/**
 * Names everything that decides what an `init` does: what the code asks for (providers, backend, the kinds of resources that imply a
 * provider), what was locked and installed, where the state was, and where providers are looked for.
 */
function inputsOf({ folder, binary, version, environment }: Initialisation): string | undefined {
  const { terraform, provider = {}, resource = {}, data = {}, module } = readConfiguration(folder) as Readonly<Record<string, object | undefined>>;
  // The files of a module may change without a word in the code; another folder of Terraform's own may be anybody's.
  if (version === undefined || module !== undefined || environment.TF_DATA_DIR !== undefined) return undefined;
  const lock = textIn(join(folder, ".terraform.lock.hcl"));
  if (lock === undefined) return undefined;
  const own = ["terraform.tfstate", "environment"].map((name) => textIn(join(folder, ".terraform", name)));
  const settings = ["TF_CLI_CONFIG_FILE", "TERRAFORM_CONFIG", "TF_PLUGIN_CACHE_DIR", "TF_REATTACH_PROVIDERS", "TF_WORKSPACE", "TF_CLI_ARGS_init"].map((name) => environment[name]);
  const asked = { terraform, providers: Object.keys(provider), kinds: [...Object.keys(resource), ...Object.keys(data)].sort() };
  const inputs = [binary, version, environment.PATH, asked, lock, own, settings, settingsOf(environment), installed(join(folder, ".terraform/providers"))];
  return createHash("sha256").update(JSON.stringify(inputs)).digest("hex");
}

/** What Terraform and OpenTofu are told on this machine. */
function settingsOf({ TF_CLI_CONFIG_FILE: named, HOME: home = homedir() }: Initialisation["environment"]): readonly (string | undefined)[] {
  return (named === undefined ? [".terraformrc", ".tofurc"].map((name) => join(home, name)) : [named]).map(textIn);
}

/** Every file below a folder, with what tells it from another; a link leads to what is installed elsewhere. */
function installed(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return [path, ...installed(path)];
    const link = entry.isSymbolicLink() ? readlinkSync(path) : undefined;
    if (link !== undefined && statSync(path).isDirectory()) return [`${path} ${link}`, ...installed(path)];
    const { size, mtimeMs, ino } = link === undefined ? lstatSync(path) : statSync(path);
    return [`${path} ${link ?? ""} ${size} ${mtimeMs} ${ino}`];
  });
}

const textIn = (path: string): string | undefined => quietly(() => readFileSync(path, "utf8"));

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
