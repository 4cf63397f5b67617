import type { Code } from "../edit/layout";
import type { Instance } from "../edit/instance";
import type { Project } from "../edit/project";
import { writeValue, type ReferenceWriter } from "../emit/cdktf/value";
import { printExpression } from "../emit/typescript/print";
import { literal, name } from "../emit/typescript/syntax";
import { isReference, isSize, type PropValue, type ReferenceKind } from "../../lib/schema/shape";
import { fieldsOfScope } from "./find";

const classes: Readonly<Record<ReferenceKind, string>> = { node: "Node", storage: "Storage", bridge: "Bridge", pool: "Pool", image: "Image", guest: "", secret: "Secret" };

/** How code at a construct names other things: by the field that its stack has for them, else by their name alone. */
export function referencesAt(project: Project, instance: Pick<Instance, "creation" | "scope" | "frames">): ReferenceWriter {
  const { scope, frames } = instance;
  // What a loop or a helper is given is elsewhere, where the stack is not known.
  const variable = frames.size > 0 ? undefined : scope?.type === "ThisExpression" ? "this" : scope?.type === "Identifier" ? scope.name : undefined;
  const fields = variable === undefined ? [] : fieldsOfScope(project, instance);
  return (kind, named) => {
    const field = fields.find(({ className, method, argument }) => className === classes[kind] && method === "fromName" && argument === named);
    return field === undefined ? literal(named) : name(variable!, field.name);
  };
}

/** A value as code, for whatever column it begins at. */
export const codeOf = (value: PropValue, refer: ReferenceWriter): Code => (column) => printExpression(writeValue(value, refer), column);

/** What the code of a value says, as `canonical` says it. */
export function canonicalValue(value: PropValue): string {
  if (typeof value !== "object") return JSON.stringify(value);
  if (isSize(value)) return printExpression(writeValue(value, (_, named) => literal(named)));
  if (isReference(value)) return JSON.stringify(value.name);
  if (Array.isArray(value)) return `[${(value as readonly PropValue[]).map(canonicalValue).join(",")}]`;
  return `{${Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${canonicalValue(inner as PropValue)}`).sort().join(",")}}`;
}
