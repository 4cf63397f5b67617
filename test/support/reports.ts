import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020";
import { listActions } from "../../generator/engine/listing";

const verbs = new Map(listActions(join(__dirname, "../../generator/action")).map((listed) => [listed.name, listed]));
const validators = new Map<string, ValidateFunction>();

/** What in a report is not as the schema of its verb says; undefined if all is. */
export function strangeness(verb: string, report: unknown): string | undefined {
  const validate = validators.get(verb) ?? new Ajv2020({ strictTypes: false }).compile(verbs.get(verb)!.output());
  validators.set(verb, validate);
  if (validate(report)) return undefined;
  return validate.errors!.map(({ instancePath, message, params }) => `${verb}${instancePath} ${message} ${JSON.stringify(params)}`).join("; ");
}
