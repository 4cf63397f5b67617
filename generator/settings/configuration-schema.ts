import type { ErrorObject } from "ajv";
import { partsOf, validatorOf, valueAt } from "../engine/schema";
import schema from "./configuration.schema.json";

/** What is wrong with a configuration, and where. */
export interface Problem {
  /** The keys that lead to the value. */
  readonly path: readonly string[];
  /** The key within it that is wrong by itself. */
  readonly key?: string;
  readonly what: string;
}

/** Finds the first thing that the schema does not allow. */
export function findProblem(values: unknown): Problem | undefined {
  const validate = validatorOf(schema);
  return validate(values) ? undefined : describe(validate.errors![0]!, values);
}

function describe({ keyword, instancePath, schemaPath, params }: ErrorObject, values: unknown): Problem {
  const path = partsOf(instancePath);
  const parentSchema = valueAt(schema, schemaPath.slice(0, schemaPath.lastIndexOf("/")));
  const name = path.filter((part) => !/^\d+$/.test(part)).join(".");
  const { description = "", properties = {} } = (parentSchema ?? {}) as { description?: string; properties?: object };
  if (keyword === "additionalProperties") {
    const key = String((params as { additionalProperty: string }).additionalProperty);
    return { path, key, what: `"${key}" is not a setting${name === "" ? "" : ` of ${name}`}; the settings are ${Object.keys(properties).join(", ")}` };
  }
  if (keyword === "required") return { path, what: `${name} lacks ${String((params as { missingProperty: string }).missingProperty)}` };
  if (path.length === 0) return { path, what: "expected settings, such as `transport: pct`" };
  // What is where a token's name belongs may be the token, and an address may hold a password.
  if (path.at(-1) === "token" || path.at(-1) === "store") return { path, what: `${name} is the ${description}` };
  const value = JSON.stringify(valueAt(values, instancePath));
  if (keyword === "enum") return { path, what: `${name} is one of ${(params as { allowedValues: string[] }).allowedValues.join(", ")}, not ${value}` };
  if (keyword === "type") return { path, what: `${name} is ${words[(params as { type: string }).type] ?? "something else"}, not ${value}${description === "" ? "" : ` (${description})`}` };
  return { path, what: `${name} cannot be ${value} (${description})` };
}

const words: Readonly<Record<string, string>> = { string: "text", number: "a number", integer: "a whole number", boolean: "true or false", array: "a list", object: "a group of settings" };
