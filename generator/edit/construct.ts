import type { Comment, Expression, NewExpression, Node, ObjectExpression, ObjectProperty, Statement } from "@babel/types";
import type { Span } from "./change";
import { parseSource, walk } from "./parse";

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
  /** Properties that are written down, by name. */
  readonly props: ReadonlyMap<string, PropCode>;
  /** Names of the file that it reads: `Size`, `home`. */
  readonly names: ReadonlySet<string>;
  /** What it reads of these names: `home.fast`. */
  readonly members: ReadonlySet<string>;
}

export interface PropCode extends Span {
  /** The value, where it is a literal. */
  readonly value: string | number | boolean | undefined;
}

/** Every construct in a file, in the order of the text; none in a file that does not parse. */
export function constructsIn(text: string): readonly ConstructCode[] {
  const file = parseSource(text);
  const found: ConstructCode[] = [];
  if (file) walk(file.program, (node, parents) => void (isConstruct(node) && found.push(readConstruct(text, node, parents))));
  return found;
}

type Creation = NewExpression & { readonly callee: Extract<Node, { type: "Identifier" }> };

// A construct has a scope, an id and perhaps properties.
function isConstruct(node: Node): node is Creation {
  if (node.type !== "NewExpression" || node.callee.type !== "Identifier") return false;
  const [scope, id, props] = node.arguments;
  return scope !== undefined && id !== undefined && (props === undefined || props.type === "ObjectExpression" || node.arguments.length === 3);
}

function readConstruct(text: string, node: Creation, parents: readonly Node[]): ConstructCode {
  const [, id, props] = node.arguments as unknown as readonly [Expression, Expression, Expression?];
  const parent = parents.at(-1);
  const statement = parent?.type === "ExpressionStatement" ? parent : undefined;
  return {
    className: node.callee.name,
    span: { start: node.start!, end: node.end! },
    id: id.type === "StringLiteral" ? id.value : undefined,
    statement: statement && withComments(text, statement),
    props: props?.type === "ObjectExpression" ? readProps(props) : new Map(),
    ...namesIn(node),
  };
}

function readProps({ properties }: ObjectExpression): ReadonlyMap<string, PropCode> {
  const named = properties.filter((one): one is ObjectProperty => one.type === "ObjectProperty" && !one.computed);
  return new Map(named.map(({ key, value, start, end }) => [keyOf(key), { start: start!, end: end!, value: literalOf(value) }]));
}

const keyOf = (key: Node): string => (key.type === "Identifier" ? key.name : key.type === "StringLiteral" ? key.value : "");

function literalOf(node: Node): PropCode["value"] {
  return node.type === "StringLiteral" || node.type === "NumericLiteral" || node.type === "BooleanLiteral" ? node.value : undefined;
}

/** Comments directly above a statement belong to it; what a blank line parts from it does not. */
function withComments(text: string, statement: Statement): Span {
  let start = statement.start!;
  for (const comment of [...(statement.leadingComments ?? [])].reverse() as readonly Comment[]) {
    const between = text.slice(comment.end!, start);
    const isAlone = text.slice(text.lastIndexOf("\n", comment.start! - 1) + 1, comment.start!).trim() === "";
    if (!isAlone || (between.match(/\n/g)?.length ?? 0) > 1) break;
    start = comment.start!;
  }
  return { start, end: statement.end! };
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
