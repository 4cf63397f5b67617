import type { Code } from "../edit/layout";
import type { Instance } from "../edit/instance";
import { canonical } from "../edit/canonical";
import { nameOfMade } from "../edit/made";
import { walk } from "../edit/parse";
import { declarationOf, nameOf, type Project } from "../edit/project";
import type { Place } from "../edit/source";
import { writeValue, type ReferenceWriter } from "../emit/cdktf/value";
import { printExpression } from "../emit/typescript/print";
import { literal, name } from "../emit/typescript/syntax";
import { isReference, isSize, type PropValue } from "../../lib/schema/shape";
import { thingOf } from "../../lib/schema/kind/reference";
import { mentionOf, propertyOf } from "../../lib/schema/shape/reference";
import { fieldsOfScope } from "./find";

/** How code at a construct names other things: by the field that its stack has for them, else by their name alone. */
export function referencesAt(project: Project, instance: Pick<Instance, "creation" | "scope" | "frames">): ReferenceWriter {
  const { scope, frames } = instance;
  // What a loop or a helper is given is elsewhere, where the stack is not known.
  const variable = frames.size > 0 ? undefined : scope?.type === "ThisExpression" ? "this" : scope?.type === "Identifier" ? scope.name : undefined;
  const fields = variable === undefined ? [] : fieldsOfScope(project, instance);
  return (kind, named) => {
    const property = [propertyOf({ kind, name: named }) ?? []].flat();
    const called = mentionOf({ kind, name: named }).name;
    const found = fields.filter(({ means }) => means === `${kind} ${JSON.stringify(kind === "guest" ? Number(called) : called)}`);
    // What each node has for itself is that of the construct's own node.
    const field = found.length > 1 ? found.find(({ made }) => made && nodeAt(project, made, new Map()) === nodeAt(project, instance.creation, frames)) : found[0];
    if (field !== undefined) return name(variable!, field.name, ...property);
    const constant = frames.size > 0 ? undefined : constantFor(project, instance.creation, kind, called);
    return constant === undefined ? literal(named) : name(constant, ...property);
  };
}

/** The constant that holds what is called so, where the code has made it before and knows it there: `const nas = new NfsStorage(this, "nas", …)`. */
function constantFor(project: Project, { source, node }: Place, kind: string, called: string | number): string | undefined {
  let found: string | undefined;
  walk(source.file.program, (one) => {
    if (one.type !== "VariableDeclarator" || one.id.type !== "Identifier" || one.init?.type !== "NewExpression" || one.end! > node.start!) return;
    const made = { source, node: one.init };
    const isIt = one.init.callee.type === "Identifier" && thingOf(one.init.callee.name)?.kind === kind && String(nameOfMade(made)) === String(called);
    const known = isIt ? declarationOf(project, source, node, one.id.name) : undefined;
    if (known?.is === "constant" && known.value.node === one.init) found = one.id.name;
  });
  return found;
}

/** The node that a construct says it is on. */
function nodeAt(project: Project, { source, node }: Place, frames: Instance["frames"]): string | undefined {
  const props = node.type === "NewExpression" ? node.arguments[2] : undefined;
  const said = props?.type === "ObjectExpression" ? props.properties.find((one) => one.type === "ObjectProperty" && nameOf(one.key) === "node") : undefined;
  return said?.type === "ObjectProperty" ? canonical(project, { source, node: said.value }, frames) : undefined;
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
