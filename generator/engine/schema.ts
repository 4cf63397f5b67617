import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as ajv from "ajv";

/** What ajv is told wherever it compiles a schema, here and in the build. */
export const ajvOptions: ajv.Options = { strictTypes: false, messages: false };

/** Where the build puts what it compiled. */
export const compiledFolder = "compiled";

const load = createRequire(__filename);
const validators = new Map<string, ajv.ValidateFunction>();

/**
 * The validator of a JSON Schema. The build has compiled those of all verbs and of the configuration: loading ajv takes longer than most
 * commands run, and so it is loaded only where code runs from its source.
 */
export function validatorOf(schema: object): ajv.ValidateFunction {
  const name = fingerprintOf(schema);
  const known = validators.get(name) ?? compiled(name, schema);
  validators.set(name, known);
  return known;
}

function compiled(name: string, schema: object): ajv.ValidateFunction {
  const built = join(__dirname, compiledFolder, `${name}.js`);
  if (existsSync(built)) return load(built) as ajv.ValidateFunction;
  const { Ajv } = load("ajv") as typeof ajv;
  return new Ajv(ajvOptions).compile(schema);
}

/** A schema is found by what it says, so a validator that the build made of another one is never taken. */
export const fingerprintOf = (schema: object): string => createHash("sha256").update(JSON.stringify(schema)).digest("hex").slice(0, 32);

/** What a JSON pointer, as errors of validation have it, leads to in a value: `/legacy_api/hosts/0`. */
export function valueAt(value: unknown, pointer: string): unknown {
  return partsOf(pointer).reduce<unknown>((inner, part) => (typeof inner === "object" && inner !== null ? (inner as Readonly<Record<string, unknown>>)[part] : undefined), value);
}

/** The keys of a JSON pointer. */
export const partsOf = (pointer: string): string[] => pointer.replace(/^#/, "").split("/").slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
