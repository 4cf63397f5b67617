import type { NewExpression, Node } from "@babel/types";
import type { Span } from "./change";
import { walk } from "./parse";

/** A construct as code makes it: `new VirtualMachine(home, "web", { … })`. */
export interface ConstructCode {
  /** `VirtualMachine` */
  readonly className: string;
  /** Undefined if the code computes it. */
  readonly id: string | undefined;
  /** The expression that makes it. */
  readonly span: Span;
  /** The statement that it is, with the comments above it; undefined if it is a part of something else. */
  readonly statement: Span | undefined;
  /** The constant that it is given to, and where that is declared: `const web = `. */
  readonly as?: Span & { readonly name: string };
  /** Properties that are written down, by name. */
  readonly props: ReadonlyMap<string, PropCode>;
  /** Names of the file that it reads: `Size`, `home`. */
  readonly names: ReadonlySet<string>;
  /** What it reads of these names: `home.fast`. */
  readonly members: ReadonlySet<string>;
  /** Set where a table says it: its span is its row. */
  readonly row?: RowCode;
}

export interface PropCode extends Span {
  /** The value, where it is a literal. */
  readonly value: string | number | boolean | undefined;
  /** It decides others of the table, too. */
  readonly shared?: true;
}

/** How a table says a construct. */
export interface RowCode {
  /** The function that makes it: `k3sMachine`. */
  readonly by: string | undefined;
  /** The construct as it would be written alone, from the indentation of its statement on. */
  readonly alone: string;
  /** What the rows say: the name there, and where the value is in the props: `networkDevices/0/macAddress`; `#id` is the construct's id. */
  readonly columns: readonly { readonly name: string; readonly path: string }[];
  /** How many rows there are. */
  readonly of: number;
}

export type Creation = NewExpression & { readonly callee: Extract<Node, { type: "Identifier" }> };

export const keyOf = (key: Node): string => (key.type === "Identifier" ? key.name : key.type === "StringLiteral" ? key.value : "");

/** The value of a literal. */
export function literalOf(node: Node): PropCode["value"] {
  return node.type === "StringLiteral" || node.type === "NumericLiteral" || node.type === "BooleanLiteral" ? node.value : undefined;
}

/** What an expression reads: names of its file, and the first member of each. */
export function namesIn(node: Node): { readonly names: ReadonlySet<string>; readonly members: ReadonlySet<string> } {
  const names = new Set<string>();
  const members = new Set<string>();
  walk(node, (one, parents) => {
    if (one.type !== "Identifier") return;
    const parent = parents.at(-1);
    const isKey = parent?.type === "ObjectProperty" && parent.key === one && !parent.computed && !parent.shorthand;
    const isMember = parent?.type === "MemberExpression" && parent.property === one && !parent.computed;
    if (isKey || isMember) return;
    names.add(one.name);
    if (parent?.type === "MemberExpression" && parent.property.type === "Identifier" && !parent.computed) members.add(`${one.name}.${parent.property.name}`);
  });
  return { names, members };
}
