import type { PropValue, ReferenceKind } from "../lib/schema/shape";
import { reference } from "../lib/schema/shape/reference";
import { isToken } from "./token";

/** The name of what a prop refers to, said by its narrowest interface or by the bare name. */
export function nameOf(kind: ReferenceKind, thing: object | string): string {
  return reference(kind).toTerraform(thing as PropValue) as string;
}

/** Whether a text is known before Terraform runs, and is not of this form. */
export function isOdd(text: string | undefined, form: RegExp): boolean {
  return text !== undefined && !isToken(text) && !form.test(text);
}
