import { isReference, isSize, type PropValue, type ReferenceKind } from "../../../lib/schema/shape";
import type { Size, SizeUnit } from "../../../lib/pve/size";
import { array, call, literal, name, object, property, type Expression } from "../typescript/syntax";

/** How a reference is written: the stack's field, or a call that names the thing on the spot. */
export type ReferenceWriter = (kind: ReferenceKind, named: string) => Expression;

const factories: Readonly<Record<SizeUnit, string>> = { "": "bytes", K: "kibibytes", M: "mebibytes", G: "gibibytes", T: "tebibytes" };

/** Whether cdktf would take a part of the text for one of its tokens: `${TfToken[TOKEN.0]}`, or what stands for a number or a map. */
export const looksLikeToken = (text: string) => /TfToken\[|-\d\.\d+e\+\d{3}|Map Token Value/.test(text);

/** A prop's value as source. */
export function writeValue(value: PropValue, refer: ReferenceWriter, constants: ReadonlyMap<string, string> = new Map()): Expression {
  if (typeof value === "string" && constants.has(value)) return name(constants.get(value)!);
  if (typeof value === "string") return looksLikeToken(value) ? call(name("plainText"), writeText(value)) : writeText(value);
  if (typeof value !== "object") return literal(value);
  if (isSize(value)) return writeSize(value);
  if (Array.isArray(value)) return array((value as readonly PropValue[]).map((element) => ({ value: writeValue(element, refer, constants) })));
  if (isReference(value)) return refer(value.kind, value.name);
  return object(Object.entries(value).map(([key, inner]) => property(key, writeValue(inner as PropValue, refer, constants))));
}

// Text of several lines is easier to read, and to compare, line by line. An end of line at the end makes no second line.
function writeText(text: string): Expression {
  return text.replace(/\n$/, "").includes("\n") ? { is: "lines", lines: text.split("\n") } : literal(text);
}

function writeSize({ amount, unit }: Size): Expression {
  return call(name("Size", factories[unit]), literal(amount));
}
