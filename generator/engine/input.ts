import type { ErrorObject } from "ajv";
import { exit, PmpcError } from "../../lib/error";
import type { Action } from "./action";
import type { Option, Options } from "./option";
import { validatorOf, valueAt } from "./schema";

/** The JSON Schema of what a verb takes. */
export interface InputSchema {
  readonly type: "object";
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

/** What a verb takes from a door: from one that is not the terminal, no local options. */
export function inputSchema(options: Options, door: { readonly local: boolean }): InputSchema {
  const offered = Object.entries(options).filter(([, { local }]) => door.local || local !== true);
  return {
    type: "object",
    properties: Object.fromEntries(offered.map(([name, one]) => [name, schemaOf(one)])),
    required: offered.filter(([, { required }]) => required).map(([name]) => name),
    additionalProperties: false,
  };
}

function schemaOf({ type, says, choices, fraction, from, to, preset }: Option<unknown>): Readonly<Record<string, unknown>> {
  const words = choices === undefined ? {} : { enum: choices };
  return {
    ...(type === "list" ? { type: "array", items: { type: "string", ...words } } : type === "flag" ? { type: "boolean" } : { type: type === "text" ? "string" : fraction ? "number" : "integer", ...words }),
    ...(from === undefined ? {} : { minimum: from }),
    ...(to === undefined ? {} : { maximum: to }),
    ...(preset === undefined ? {} : { default: preset }),
    description: says,
  };
}

/** Checks what a door collected for a verb. Raises `wrong-input`, whose facts name the option and what was expected. */
export function checkInput({ name, input }: Pick<Action, "name" | "input">, given: Readonly<Record<string, unknown>>, door: { readonly local: boolean }): void {
  const schema = inputSchema(input, door);
  const validate = validatorOf(schema);
  if (validate(given)) return;
  const [problem] = validate.errors!;
  const { option, expected, got } = explain(problem!, schema, given);
  throw new PmpcError("wrong-input", `${option}: ${got === undefined ? expected : `expected ${expected}, got ${got}`}`, {
    hint: door.local ? `pmpc ${name} --help lists its options` : whatItTakes(schema),
    exit: exit.usage,
    facts: { option, expected, ...(got === undefined ? {} : { got }) },
  });
}

/** Names enough of what a verb takes for a program to go on: what it must have comes first. */
function whatItTakes({ properties, required }: InputSchema): string {
  const names = [...required.map((name) => `${name} (required)`), ...Object.keys(properties).filter((name) => !required.includes(name))];
  const more = names.length - mostNames;
  return names.length === 0 ? "it takes no input" : `it takes ${names.slice(0, mostNames).join(", ")}${more > 0 ? ` and ${more} more, which the schema of its input lists` : ""}`;
}

const mostNames = 12;

interface Problem {
  readonly option: string;
  readonly expected: string;
  readonly got?: string;
}

function explain({ keyword, instancePath, params }: ErrorObject, { properties }: InputSchema, given: object): Problem {
  if (keyword === "required") return { option: String(params.missingProperty), expected: "it is missing" };
  if (keyword === "additionalProperties") return { option: String(params.additionalProperty), expected: "this option does not exist" };
  const [, option = "", ...inside] = instancePath.split("/");
  const type = inside.length > 0 ? "string" : properties[option]?.type;
  return { option, expected: expectedBy(keyword, params, type), got: printed(valueAt(given, instancePath)) };
}

const types: Readonly<Record<string, string>> = { string: "text", number: "a number", integer: "a whole number", boolean: "true or false", array: "a list of texts" };

function expectedBy(keyword: string, params: Readonly<Record<string, unknown>>, type: unknown): string {
  if (keyword === "enum") return listOf(params.allowedValues as readonly string[]);
  if (keyword === "minimum") return `a number from ${String(params.limit)}`;
  if (keyword === "maximum") return `a number up to ${String(params.limit)}`;
  return types[String(type)] ?? "another type";
}

const listOf = (words: readonly string[]) => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)!}`);

const printed = (value: unknown) => (JSON.stringify(value) ?? String(value)).slice(0, 80);
