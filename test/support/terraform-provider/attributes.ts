import type { Attribute, Block, Nesting } from "./schema";
import { unknown } from "./value";

/** One step into a value, in the words of the plugin protocol. */
export type Step = { readonly attributeName: string } | { readonly elementKeyInt: number } | { readonly elementKeyString: string };

export type Visit = (attribute: Attribute, value: unknown, path: readonly Step[]) => unknown;

/** Gives the value in which every attribute, at any depth, is what `visit` makes of it. */
export function mapAttributes({ attributes = {}, block_types = {} }: Block, value: unknown, visit: Visit, path: readonly Step[] = []): unknown {
  if (!isObject(value)) return value;
  const members = Object.entries(attributes).map(([name, attribute]) => {
    const here = [...path, { attributeName: name }];
    const visited = visit(attribute, value[name] ?? null, here);
    const nested = attribute.nested_type;
    return [name, nested ? mapNested(nested.nesting_mode, nested, visited, visit, here) : visited];
  });
  const blocks = Object.entries(block_types).map(([name, { nesting_mode, block }]) => {
    return [name, mapNested(nesting_mode, block, value[name], visit, [...path, { attributeName: name }])];
  });
  return Object.fromEntries([...members, ...blocks]);
}

function mapNested(nesting: Nesting, block: Block, value: unknown, visit: Visit, path: readonly Step[]): unknown {
  if (nesting === "single") return mapAttributes(block, value, visit, path);
  if (Array.isArray(value)) {
    // The elements of a set have no key that a path could name.
    return value.map((element, elementKeyInt) => mapAttributes(block, element, visit, nesting === "set" ? path : [...path, { elementKeyInt }]));
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, element]) => [key, mapAttributes(block, element, visit, [...path, { elementKeyString: key }])]);
  return Object.fromEntries(entries);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && value !== unknown;
}
