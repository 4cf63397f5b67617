import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

type Block = Readonly<Record<string, unknown>>;

/** A configuration in Terraform's JSON: kinds of blocks, and below that what they are. */
export type Configuration = Readonly<Record<string, unknown>>;

/** The whole configuration, where Terraform does not look for it. */
const whole = "code.json";
/** What belongs to no resource of its own: the provider, the backend, outputs. */
const rest = "cdk.tf.json";

/**
 * Lays a configuration into a folder, each resource in a file of its own: Terraform parses the whole file again for every warning that
 * it has about a line of it, which takes a large configuration minutes. What differs is written, and what is left of another is removed.
 */
export function layConfiguration(folder: string, text: string): void {
  keepConfiguration(folder, text);
  layFiles(folder, /^cdk\./, split(JSON.parse(text) as Configuration));
}

/** Only notes it, for who reads what it says. */
export const keepConfiguration = (folder: string, text: string): void => write(folder, whole, text);

/** What was laid into a folder. */
export const readConfiguration = (folder: string): Configuration => JSON.parse(readFileSync(join(folder, whole), "utf8")) as Configuration;

/** Writes files of Terraform's JSON by name; others in the folder that are called alike are removed. */
export function layFiles(folder: string, alike: RegExp, files: ReadonlyMap<string, Configuration>): void {
  for (const name of readdirSync(folder)) if (alike.test(name) && name.endsWith(".tf.json") && !files.has(name)) rmSync(join(folder, name));
  // Not in one line each: what Terraform shows of a warning is a line.
  for (const [name, content] of files) write(folder, name, `${JSON.stringify(content, null, 2)}\n`);
}

/**
 * What the file of a resource is called, without what says that it is Terraform's. Names that differ only in case are one file on some
 * systems, and Terraform takes a name that ends with `_override` for something else.
 */
export function stemOf(address: string): string {
  return /^[a-z0-9_.-]{1,200}$/.test(address) && !address.endsWith("_override") ? address : createHash("sha256").update(address).digest("hex").slice(0, 32);
}

function split(configuration: Configuration): ReadonlyMap<string, Configuration> {
  const files = new Map<string, Record<string, unknown>>();
  const others: Record<string, unknown> = { ...configuration };
  for (const [kind, prefix] of [["resource", ""], ["data", "data."]] as const) {
    const types = configuration[kind];
    if (!isBlock(types) || !Object.values(types).every(isBlock)) continue;
    delete others[kind];
    for (const [type, named] of Object.entries(types as Readonly<Record<string, Block>>)) {
      for (const [name, body] of Object.entries(named)) files.set(fileOf(`${prefix}${type}.${name}`), { [kind]: { [type]: { [name]: body } } });
    }
  }
  const imports = Array.isArray(configuration.import) ? (configuration.import as readonly { readonly to?: unknown }[]) : [];
  const isOfFile = ({ to }: (typeof imports)[number]) => typeof to === "string" && files.has(fileOf(to));
  for (const block of imports.filter(isOfFile)) {
    const file = files.get(fileOf(block.to as string))!;
    file.import = [...((file.import as readonly unknown[] | undefined) ?? []), block];
  }
  const left = imports.filter((block) => !isOfFile(block));
  if (Array.isArray(configuration.import)) delete others.import;
  return new Map([[rest, left.length > 0 ? { ...others, import: left } : others], ...files]);
}

const fileOf = (address: string) => `cdk.${stemOf(address)}.tf.json`;

const isBlock = (value: unknown): value is Block => typeof value === "object" && value !== null && !Array.isArray(value);

function write(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  if (textIn(path) !== text) writeFileSync(path, text);
}

function textIn(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
