import type { File, Node } from "@babel/types";
import { parseSource } from "./parse";

/** A file of code, parsed, with the ways back up its tree. */
export interface Source {
  /** Relative to the project: `guests/pve1.ts`. */
  readonly path: string;
  readonly text: string;
  readonly file: File;
  /** The node that a node is a part of; undefined for the file itself. */
  parentOf(node: Node): Node | undefined;
  /** Everything that is called or made, by the last word of its name: `forEach`, `VirtualMachine`; `super` for a class's own. */
  callsOf(name: string): readonly Node[];
  /** Where a word stands for itself, and not for a member or a key. */
  usesOf(name: string): readonly Node[];
}

/** Parses a file; undefined if it does not parse. */
export function readSource(path: string, text: string): Source | undefined {
  const file = parseSource(text);
  if (file === undefined) return undefined;
  let links: Links | undefined;
  const known = () => (links ??= link(file));
  return {
    path,
    text,
    file,
    parentOf: (node) => known().parents.get(node),
    callsOf: (name) => known().calls.get(name) ?? [],
    usesOf: (name) => known().uses.get(name) ?? [],
  };
}

/** The line of an offset, counted from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

/** A piece of code, in its file. */
export interface Place<N extends Node = Node> {
  readonly source: Source;
  readonly node: N;
}

interface Links {
  readonly parents: ReadonlyMap<Node, Node>;
  readonly calls: ReadonlyMap<string, Node[]>;
  readonly uses: ReadonlyMap<string, Node[]>;
}

function link(file: File): Links {
  const parents = new Map<Node, Node>();
  const calls = new Map<string, Node[]>();
  const uses = new Map<string, Node[]>();
  const open: Node[] = [file];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    note(node, parents.get(node), calls, uses);
    for (const child of childrenOf(node)) {
      parents.set(child, node);
      open.push(child);
    }
  }
  return { parents, calls, uses };
}

function note(node: Node, parent: Node | undefined, calls: Map<string, Node[]>, uses: Map<string, Node[]>): void {
  if (node.type === "CallExpression" || node.type === "NewExpression") append(calls, calledName(node.callee), node);
  if (node.type === "Identifier" && !isOnlyName(node, parent)) append(uses, node.name, node);
}

function append(map: Map<string, Node[]>, name: string, node: Node): void {
  const known = map.get(name);
  if (known === undefined) map.set(name, [node]);
  else known.push(node);
}

function calledName(callee: Node): string {
  if (callee.type === "Super") return "super";
  if (callee.type === "Identifier") return callee.name;
  return (callee.type === "MemberExpression" || callee.type === "OptionalMemberExpression") && callee.property.type === "Identifier" && !callee.computed ? callee.property.name : "";
}

// A key, or what is behind a dot.
function isOnlyName(node: Node, parent: Node | undefined): boolean {
  if (parent === undefined) return false;
  if (parent.type === "MemberExpression" || parent.type === "OptionalMemberExpression") return parent.property === node && !parent.computed;
  if (parent.type === "ObjectProperty") return parent.key === node && parent.value !== node && !parent.computed;
  return (parent.type === "ObjectMethod" || parent.type === "ClassMethod" || parent.type === "ClassProperty") && parent.key === node && !parent.computed;
}

const skipped = new Set(["loc", "extra", "leadingComments", "innerComments", "trailingComments", "comments", "errors", "tokens"]);

/** The parts of a node, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (const key in node) {
    const value = (node as unknown as Readonly<Record<string, unknown>>)[key];
    if (typeof value !== "object" || value === null || skipped.has(key)) continue;
    if (Array.isArray(value)) for (const one of value as readonly unknown[]) keepNode(found, one);
    else keepNode(found, value);
  }
  return found;
}

function keepNode(found: Node[], value: unknown): void {
  if (typeof value === "object" && value !== null && typeof (value as { readonly type?: unknown }).type === "string") found.push(value as Node);
}
