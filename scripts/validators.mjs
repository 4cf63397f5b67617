// Compiles JSON Schemas of dist to validators: of what each verb and each door takes from a terminal, and of the configuration. Other doors stay, and load ajv once.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const { Ajv } = require("ajv");
const { default: standaloneCode } = require("ajv/dist/standalone");

/** Writes one module per schema into the folder where `generator/engine/schema.js` looks for it. */
export function writeValidators(dist) {
  const { ajvOptions, compiledFolder, fingerprintOf } = require(join(dist, "generator/engine/schema.js"));
  const { inputSchema } = require(join(dist, "generator/engine/input.js"));
  const { listActions } = require(join(dist, "generator/engine/listing.js"));
  const { doors } = require(join(dist, "bin/door.js"));
  const verbs = listActions(join(dist, "generator/action"));
  const taken = [...verbs.map(({ load }) => load().input), ...doors.map(({ verb, input }) => ({ ...verbs.find(({ name }) => name === verb)?.input, ...input }))];
  const inputs = taken.map((input) => inputSchema(input, { local: true }));
  const configuration = JSON.parse(readFileSync(join(dist, "generator/settings/configuration.schema.json"), "utf8"));

  const folder = join(dist, "generator/engine", compiledFolder);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const schema of [...inputs, configuration]) {
    const ajv = new Ajv({ ...ajvOptions, code: { source: true, optimize: 1 } });
    writeFileSync(join(folder, `${fingerprintOf(schema)}.js`), standaloneCode(ajv, ajv.compile(schema)));
  }
}
