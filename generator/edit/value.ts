import type { Node } from "@babel/types";
import { canonical } from "./canonical";
import { evaluate } from "./instance";
import { nameOf, type Project } from "./project";
import { resolve, type Frames } from "./resolve";
import type { Place } from "./source";

/**
 * What an expression comes to, as far as that is known without running it; `made` says what a call stands for. Of objects, what is not
 * known is left out; anything else that is not known is undefined.
 */
export function valueIn(project: Project, place: Place, frames: Frames, made: (by: string, of: readonly unknown[]) => unknown): unknown {
  const found = resolve(project, place, frames);
  const at = found.is === "value" || found.is === "computed" ? found.place : found.is === "missing" && found.otherwise?.is === "value" ? found.otherwise.place : undefined;
  if (at === undefined) return undefined;
  const { source, node } = at;
  const inner = (one: Node) => valueIn(project, { source, node: one }, frames, made);
  switch (node.type) {
    case "BooleanLiteral":
      return node.value;
    case "UnaryExpression": {
      const value = inner(node.argument);
      return node.operator === "!" && typeof value === "boolean" ? !value : node.operator === "-" && typeof value === "number" ? -value : undefined;
    }
    case "ArrayExpression": {
      const all = node.elements.map((one) => (one === null ? undefined : one.type === "SpreadElement" ? inner(one.argument) : [inner(one)])).flatMap((one) => (Array.isArray(one) ? (one as readonly unknown[]) : [undefined]));
      return all.includes(undefined) ? undefined : all;
    }
    case "ObjectExpression": {
      const values: Record<string, unknown> = {};
      for (const one of node.properties) {
        const value = one.type === "ObjectProperty" ? inner(one.value) : one.type === "SpreadElement" ? inner(one.argument) : undefined;
        if (one.type === "SpreadElement") Object.assign(values, value);
        else if (value === undefined) delete values[nameOf(one.key)];
        else if (one.type === "ObjectProperty" && !one.computed) Object.defineProperty(values, nameOf(one.key), { value, enumerable: true, configurable: true, writable: true });
      }
      return values;
    }
    case "CallExpression":
      return made(canonical(project, { source, node: node.callee }, frames), node.arguments.map(inner));
    default:
      return evaluate(project, at, frames);
  }
}
