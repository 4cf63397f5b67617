// Builds dist, the package pmpc, and dist-constructs, the package pmpc-constructs. Does only what has changed. Types are checked by `npm run types`.
import { chmodSync, cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bindingsAreCurrent, writeBindings } from "./bindings.mjs";
import { writeConstructsPackage } from "./constructs-package.mjs";
import { reportSchemas } from "./report-schema.mjs";
import { step } from "./step.mjs";
import { writeValidators } from "./validators.mjs";

const ts = createRequire(import.meta.url)("typescript");
const root = fileURLToPath(new URL("..", import.meta.url));
const at = (path) => join(root, path);

if (!bindingsAreCurrent()) {
  await step("bindings", writeBindings);
  rmSync(at("dist/.tsbuildinfo"), { force: true });
}

const problems = [];
const builder = ts.createSolutionBuilder(
  ts.createSolutionBuilderHost(ts.sys, undefined, (problem) => problems.push(problem)),
  [at("tsconfig.build.json")],
  {},
);
const isCompiling = builder.getNextInvalidatedProject() !== undefined;
if (isCompiling) await step("compile", () => builder.build());
if (problems.length > 0) {
  const host = { getCurrentDirectory: () => root, getCanonicalFileName: (name) => name, getNewLine: () => "\n" };
  process.stderr.write(ts.formatDiagnostics(problems, host));
  process.exitCode = 1;
}

const stampOf = (folder) => existsSync(at(`${folder}/.stamp`)) && readFileSync(at(`${folder}/.stamp`), "utf8");
if (stampOf("dist/constructs/imports") !== stampOf("constructs/imports")) {
  rmSync(at("dist/constructs/imports"), { recursive: true, force: true });
  cpSync(at("constructs/imports"), at("dist/constructs/imports"), { recursive: true });
}
const made = [join("constructs", "imports"), join("generator", "engine", "compiled")];
// What has no source any more would still be shipped.
for (const output of readdirSync(at("dist"), { recursive: true })) {
  const source = output.replace(/(\.d\.ts|\.js)$/, ".ts");
  if (source !== output && !made.some((folder) => output.startsWith(folder)) && !existsSync(at(source))) rmSync(at(join("dist", output)));
}
// What doors show of the verbs without loading them.
const actions = at("dist/generator/action");
const [listing, outputs] = [join(actions, "listing.json"), join(actions, "outputs.json")];
if ((isCompiling || !existsSync(outputs)) && problems.length === 0) {
  rmSync(listing, { force: true });
  const { readEntries } = createRequire(import.meta.url)(at("dist/generator/engine/listing.js"));
  const entries = readEntries(actions);
  writeFileSync(listing, JSON.stringify(entries));
  rmSync(outputs, { force: true });
  await step("schemas", () => writeFileSync(outputs, JSON.stringify(reportSchemas(actions, entries))));
  writeValidators(at("dist"));
}
if (problems.length === 0) {
  loadLate();
  writeConstructsPackage();
}
if (existsSync(at("dist/bin/pmpc.js"))) chmodSync(at("dist/bin/pmpc.js"), 0o755);

/**
 * A construct is loaded when it is first named, and its resource of the provider when it is first made: most stacks need few, and some of
 * them are large.
 */
function loadLate() {
  const folder = at("dist/constructs");
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".js"))) {
    const text = readFileSync(join(folder, name), "utf8");
    // A guest that nobody gives rights, a firewall or high availability needs none of them.
    const module = name === "index.js" ? "\\.[\\w./-]+" : name === "managed-guest.js" ? "\\./(?:imports/[\\w-]+|grant|guest-firewall|ha|replicate)" : "\\./imports/[\\w-]+";
    const late = text.replace(new RegExp(`^(?:const|var) (\\w+) = require\\("(${module})"\\);$`, "gm"), 'const $1 = new Proxy({}, { get: (_, name) => require("$2")[name] });');
    if (late !== text) writeFileSync(join(folder, name), late);
  }
}
