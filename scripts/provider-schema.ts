// Renews provider/schema.json from the provider that `terraform init` finds: `npm run provider:schema`, or `-- 0.112.0` for one release.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const source = "bpg/proxmox";
/** cdktf's generator looks here, also where OpenTofu's registry is where the provider came from. */
const address = `registry.terraform.io/${source}`;
const root = join(__dirname, "..");

type Json = Readonly<Record<string, unknown>>;
type Tree = Readonly<Record<string, Json>>;

/** What bindings are made from: names, types and flags of one provider, without its prose. */
export interface ProviderFacts {
  readonly provider: Json;
  readonly resource_schemas: Tree;
  readonly data_source_schemas: Tree;
}

/** The provider that `terraform init` finds for a version constraint, and the version that it chose; an attached one has none. */
export async function installedProvider(
  constraint: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ facts: ProviderFacts; version: string | undefined }> {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-provider-"));
  const terraform = async (...args: string[]): Promise<string> => {
    const options = { cwd: folder, env: { ...env, TF_INPUT: "0", CHECKPOINT_DISABLE: "1" }, maxBuffer: 2 ** 28 };
    return (await promisify(execFile)(env.TERRAFORM_BINARY_NAME ?? "terraform", args, options)).stdout;
  };
  try {
    const wanted = { terraform: { required_providers: { proxmox: { source, version: constraint } } } };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(wanted));
    await terraform("init", "-no-color");
    const versions = JSON.parse(await terraform("version", "-json")) as { provider_selections?: Record<string, string> };
    const facts = factsOf(JSON.parse(await terraform("providers", "schema", "-json")) as Printed);
    return { facts, version: Object.values(versions.provider_selections ?? {})[0] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Printed {
  readonly provider_schemas: Readonly<Record<string, ProviderFacts>>;
}

/** The facts in what `terraform providers schema -json` printed of a single provider. */
export function factsOf({ provider_schemas }: Printed): ProviderFacts {
  const [printed] = Object.values(provider_schemas);
  if (printed === undefined) throw new Error(`terraform printed no schema of ${source}`);
  const schemas = (tree: Tree = {}) => mapValues(tree, schemaWithoutProse);
  return {
    provider: schemaWithoutProse(printed.provider),
    resource_schemas: schemas(printed.resource_schemas),
    data_source_schemas: schemas(printed.data_source_schemas),
  };
}

const schemaWithoutProse = ({ block, ...schema }: Json): Json => ({ ...schema, block: blockWithoutProse(block as Json) });

function blockWithoutProse({ attributes, block_types, ...block }: Json): Json {
  return {
    ...withoutProse(block),
    ...(attributes === undefined ? {} : { attributes: mapValues(attributes as Tree, attributeWithoutProse) }),
    ...(block_types === undefined ? {} : { block_types: mapValues(block_types as Tree, schemaWithoutProse) }),
  };
}

function attributeWithoutProse({ nested_type, ...attribute }: Json): Json {
  return { ...withoutProse(attribute), ...(nested_type === undefined ? {} : { nested_type: blockWithoutProse(nested_type as Json) }) };
}

const withoutProse = ({ description: _, description_kind: __, deprecation_message: ___, ...facts }: Json): Json => facts;

/** The text of provider/schema.json: sorted, and a line for each resource. */
export function printFacts({ provider, resource_schemas, data_source_schemas }: ProviderFacts): string {
  const lines = (tree: Tree) => sorted(tree).map(([name, schema]) => `    ${JSON.stringify(name)}: ${printLine(schema)}`).join(",\n");
  return `{
 "format_version": "1.0",
 "provider_schemas": {
  "${address}": {
   "provider": ${printLine(provider)},
   "resource_schemas": {
${lines(resource_schemas)}
   },
   "data_source_schemas": {
${lines(data_source_schemas)}
   }
  }
 }
}
`;
}

function printLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${sorted(value as Json).map(([key, member]) => `${JSON.stringify(key)}: ${printLine(member)}`).join(", ")}}`;
}

/** What one release says that another did not, a line for each block and attribute: `+ proxmox_vm.cpu.cores  number, optional`. */
export function changesBetween(before: ProviderFacts, after: ProviderFacts): string[] {
  const [old, now] = [flatten(before), flatten(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((path) => {
    const [was, is] = [old.get(path), now.get(path)];
    if (was === undefined) return [`+ ${path}  ${is}`];
    if (is === undefined) return [`- ${path}`];
    return was === is ? [] : [`~ ${path}  ${was} → ${is}`];
  });
}

function flatten({ provider, resource_schemas, data_source_schemas }: ProviderFacts): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (path: string, { attributes, block_types, ...own }: Json): void => {
    found.set(path, printFlags(own));
    for (const [name, { nested_type, ...attribute }] of Object.entries((attributes ?? {}) as Tree)) {
      if (nested_type === undefined) found.set(`${path}.${name}`, printFlags(attribute));
      else walk(`${path}.${name}`, { ...attribute, ...(nested_type as Json) });
    }
    for (const [name, { block, ...type }] of Object.entries((block_types ?? {}) as Tree)) walk(`${path}.${name}`, { ...type, ...(block as Json) });
  };
  const walkSchema = (path: string, { block, ...own }: Json) => walk(path, { ...own, ...(block as Json) });
  walkSchema("provider", provider);
  for (const [name, schema] of Object.entries(resource_schemas)) walkSchema(name, schema);
  for (const [name, schema] of Object.entries(data_source_schemas)) walkSchema(`data.${name}`, schema);
  return found;
}

const printFlags = (facts: Json): string =>
  sorted(facts).reverse().map(([key, value]) => (value === true ? key : key === "type" ? printType(value) : `${key} ${printLine(value)}`)).join(", ");

const printType = (type: unknown): string => (typeof type === "string" ? type : printLine(type));

const sorted = <T>(record: Readonly<Record<string, T>>): [string, T][] => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

const mapValues = <T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));

async function main(): Promise<void> {
  const path = join(root, "provider/schema.json");
  const versionPath = join(root, "lib/schema/provider/bpg.ts");
  const before = readFileSync(path, "utf8");
  const { facts, version } = await installedProvider(process.argv[2]);
  const after = printFacts(facts);
  writeFileSync(path, after);
  for (const change of changesBetween(factsOf(JSON.parse(before) as Printed), facts)) process.stdout.write(`${change}\n`);

  const table = readFileSync(versionPath, "utf8");
  const renewed = version === undefined ? table : table.replace(/(providerVersion = ")[^"]*/, `$1${version}`);
  if (renewed !== table) writeFileSync(versionPath, renewed);
  process.stdout.write(`${source} ${version ?? "attached"}: provider/schema.json ${after === before ? "is as it was" : "is renewed"}\n`);
  if (renewed !== table) process.stdout.write("lib/schema/provider/bpg.ts names the new version; what it says about values is that of the old one until it is looked at\n");
}

if (require.main === module) {
  main().catch((error: { readonly stderr?: string; readonly message: string }) => {
    process.stderr.write(`${error.stderr || error.message}\n`);
    process.exitCode = 1;
  });
}
