// Writes constructs/imports: the bindings (L1) of the whole provider, compiled, one folder per resource.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL("..", import.meta.url));
const target = join(root, "constructs/imports");
const stamp = join(target, ".stamp");
const workshop = join(root, "dist/.bindings");

/** The packages that the bindings are made with. */
const makers = ["@cdktf/commons", "@cdktf/provider-generator", "cdktf", "codemaker", "typescript"];

const read = (path) => readFileSync(join(root, path), "utf8");

/** Tells whether constructs/imports was made from this schema, by this script, with these packages. */
export function bindingsAreCurrent() {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === hash();
}

export async function writeBindings() {
  rmSync(workshop, { recursive: true, force: true });
  await generate(JSON.parse(read("provider/schema.json")));
  compile(join(workshop, "providers/proxmox"), join(workshop, "compiled"));
  writeFileSync(join(workshop, "compiled/.stamp"), hash());

  rmSync(target, { recursive: true, force: true });
  renameSync(join(workshop, "compiled"), target);
  rmSync(workshop, { recursive: true, force: true });
}

function hash() {
  const { packages } = JSON.parse(read("package-lock.json"));
  const versions = makers.map((name) => packages[`node_modules/${name}`].version);
  const inputs = [providerVersion(), ...versions, ...["provider/schema.json", "scripts/bindings.mjs"].map(read)];
  return createHash("sha256").update(inputs.join("\0")).digest("hex");
}

function providerVersion() {
  const [, version] = /providerVersion = "([^"]+)"/.exec(read("lib/schema/provider/bpg.ts")) ?? [];
  if (version === undefined) throw new Error("lib/schema/provider/bpg.ts does not say providerVersion");
  return version;
}

async function generate(schema) {
  // The generator's library asks terraform for its version as it is loaded, and reports home when it gets no answer.
  Object.assign(process.env, { TERRAFORM_BINARY_NAME: "not-needed", CHECKPOINT_DISABLE: "1" });
  // The package's main file wants jsii-pacmak, which it does not depend on.
  const { TerraformProviderGenerator } = require("@cdktf/provider-generator/lib/get/generator/provider-generator");
  const { ConstructsMakerProviderTarget, Language, TerraformProviderConstraint } = require("@cdktf/commons");
  const { CodeMaker } = require("codemaker");

  for (const provider of Object.values(schema.provider_schemas)) {
    dropLongNames(provider.resource_schemas);
    dropLongNames(provider.data_source_schemas);
  }
  const code = new CodeMaker();
  const constraint = new TerraformProviderConstraint({ name: "proxmox", namespace: "bpg", source: "bpg/proxmox", version: providerVersion() });
  new TerraformProviderGenerator(code, schema).generate(new ConstructsMakerProviderTarget(constraint, Language.TYPESCRIPT));
  await code.save(workshop);
}

/** Leaves out the long name of what also has a short one: `proxmox_virtual_environment_acl` is `proxmox_acl`. */
function dropLongNames(schemas) {
  const shape = ({ block }) => JSON.stringify({ ...block, deprecated: undefined });
  for (const [name, schema] of Object.entries(schemas)) {
    const short = schemas[name.replace("_virtual_environment_", "_")];
    if (short !== undefined && short !== schema && shape(short) === shape(schema)) delete schemas[name];
  }
}

function compile(rootDir, outDir) {
  const ts = require("typescript");
  const files = ts.sys.readDirectory(rootDir, [".ts"], [join(rootDir, "index.ts"), join(rootDir, "lazy-index.ts")]);
  const program = ts.createProgram(files, {
    rootDir,
    outDir,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node20,
    strict: true,
    declaration: true,
    skipLibCheck: true,
    types: [],
    // A declared field would otherwise be created, undefined, in every one of thousands of objects.
    useDefineForClassFields: false,
  });
  const { diagnostics } = program.emit();
  const all = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (all.length > 0) throw new Error(ts.formatDiagnostics(all, { ...ts.sys, getCanonicalFileName: (name) => name, getNewLine: () => "\n" }));
}
