import { Token } from "cdktf";
import { reference, type PropValue, type ReferenceKind } from "../lib/schema/shape";

/** The name of what a prop refers to, said by its narrowest interface or by the bare name. */
export function nameOf(kind: ReferenceKind, thing: object | string): string {
  return reference(kind).toTerraform(thing as PropValue) as string;
}

/** Whether a text is known before Terraform runs, and is not of this form. */
export function isOdd(text: string | undefined, form: RegExp): boolean {
  return text !== undefined && !Token.isUnresolved(text) && !form.test(text);
}
