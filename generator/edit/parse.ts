import { parse } from "@babel/parser";
import type { File, Node } from "@babel/types";

/** Parses a file of TypeScript; undefined if it does not parse. */
export function parseSource(text: string): File | undefined {
  try {
    return parse(text, { sourceType: "module", plugins: ["typescript"], attachComment: true });
  } catch {
    return undefined;
  }
}

/** Visits a node and everything below it, in the order of the text; a visitor that gives false is not led further down. */
export function walk(node: Node, visit: (node: Node, parents: readonly Node[]) => boolean | void, parents: readonly Node[] = []): void {
  if (visit(node, parents) === false) return;
  const below = [...parents, node];
  for (const [key, value] of Object.entries(node)) {
    if (key === "loc" || key === "extra" || key.endsWith("Comments") || key === "comments" || key === "errors") continue;
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) if (isNode(child)) walk(child, visit, below);
  }
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
