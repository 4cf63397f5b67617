import type { Node } from "@babel/types";
import { canonical } from "./canonical";
import { evaluate } from "./instance";
import { nameOf, type Project } from "./project";
import { resolve, type Frames } from "./resolve";
import type { Place } from "./source";

/** A value of code, as plain as it can be known without running anything. */
export type Value = string | number | boolean | Made | readonly Value[] | { readonly [name: string]: Value };

/** A call: `Size.gibibytes(4)`. */
export class Made {
  constructor(
    /** `Size.gibibytes` */
    readonly by: string,
    readonly of: readonly (Value | undefined)[],
  ) {}
}

/** What an expression comes to. Of objects, what is not known is left out; anything else that is not known is undefined. */
export function valueIn(project: Project, place: Place, frames: Frames): Value | undefined {
  const found = resolve(project, place, frames);
  const at = found.is === "value" || found.is === "computed" ? found.place : found.is === "missing" && found.otherwise?.is === "value" ? found.otherwise.place : undefined;
  if (at === undefined) return undefined;
  const { source, node } = at;
  const inner = (one: Node) => valueIn(project, { source, node: one }, frames);
  switch (node.type) {
    case "BooleanLiteral":
      return node.value;
    case "UnaryExpression": {
      const value = inner(node.argument);
      return node.operator === "!" && typeof value === "boolean" ? !value : node.operator === "-" && typeof value === "number" ? -value : undefined;
    }
    case "ArrayExpression": {
      const elements = node.elements.map((one) => (one === null ? undefined : one.type === "SpreadElement" ? inner(one.argument) : [inner(one)])) as readonly (readonly (Value | undefined)[] | undefined)[];
      const all = elements.flatMap((one) => (Array.isArray(one) ? (one as readonly (Value | undefined)[]) : [undefined]));
      return all.includes(undefined) ? undefined : (all as readonly Value[]);
    }
    case "ObjectExpression": {
      const values: Record<string, Value> = Object.create(null) as Record<string, Value>;
      for (const one of node.properties) {
        const value = one.type === "ObjectProperty" ? inner(one.value) : one.type === "SpreadElement" ? inner(one.argument) : undefined;
        if (one.type === "SpreadElement") Object.assign(values, value);
        else if (value === undefined) delete values[nameOf(one.key)];
        else if (one.type === "ObjectProperty" && !one.computed) values[nameOf(one.key)] = value;
      }
      return values;
    }
    case "CallExpression":
      return new Made(canonical(project, { source, node: node.callee }, frames), node.arguments.map(inner));
    default:
      return evaluate(project, at, frames);
  }
}
