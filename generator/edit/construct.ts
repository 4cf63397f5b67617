import type { Comment, Expression, Node, ObjectExpression, ObjectProperty, Statement } from "@babel/types";
import type { Span } from "./change";
import { keyOf, literalOf, namesIn, type ConstructCode, type Creation, type PropCode } from "./construct-code";
import { parseSource, walk } from "./parse";
import { rowsIn } from "./row";

export type { ConstructCode, PropCode } from "./construct-code";

/** Every construct in a file, in the order of the text, and each that a table of the file says; none in a file that does not parse. */
export function constructsIn(text: string): readonly ConstructCode[] {
  const file = parseSource(text);
  const found: ConstructCode[] = [];
  if (file) walk(file.program, (node, parents) => void (isConstruct(node) && found.push(readConstruct(text, node, parents))));
  if (found.every(({ id }) => id !== undefined)) return found;
  const said = rowsIn(text, new Set(found.flatMap(({ id, className }) => (id === undefined ? [className] : []))));
  return found.flatMap((one) => said.get(one.span.start) ?? [one]);
}

// A construct has a scope, an id and perhaps properties.
function isConstruct(node: Node): node is Creation {
  if (node.type !== "NewExpression" || node.callee.type !== "Identifier") return false;
  const [scope, id, props] = node.arguments;
  return scope !== undefined && id !== undefined && (props === undefined || props.type === "ObjectExpression" || node.arguments.length === 3);
}

function readConstruct(text: string, node: Creation, parents: readonly Node[]): ConstructCode {
  const [, id, props] = node.arguments as unknown as readonly [Expression, Expression, Expression?];
  const parent = parents.at(-1);
  const declared = constantOf(node, parents);
  const statement = parent?.type === "ExpressionStatement" ? parent : declared?.statement;
  return {
    className: node.callee.name,
    span: { start: node.start!, end: node.end! },
    id: id.type === "StringLiteral" ? id.value : undefined,
    statement: statement && withComments(text, statement),
    ...(declared === undefined ? {} : { as: { name: declared.name, start: declared.statement.start!, end: node.start! } }),
    props: props?.type === "ObjectExpression" ? readProps(props) : new Map(),
    ...namesIn(node),
  };
}

/** `const web = new VirtualMachine(…);` */
function constantOf(node: Creation, parents: readonly Node[]): { readonly name: string; readonly statement: Statement } | undefined {
  const [declaration, declarator] = parents.slice(-2);
  if (declarator?.type !== "VariableDeclarator" || declarator.init !== node || declarator.id.type !== "Identifier") return undefined;
  return declaration?.type === "VariableDeclaration" && declaration.kind === "const" && declaration.declarations.length === 1 ? { name: declarator.id.name, statement: declaration } : undefined;
}

/** The text of its statement, from its indentation on, without the constant that it is given to; undefined if it is a part of something else. */
export function aloneIn(text: string, { statement, as }: ConstructCode): string | undefined {
  if (statement === undefined) return undefined;
  const start = text.lastIndexOf("\n", statement.start - 1) + 1;
  return as === undefined ? text.slice(start, statement.end) : text.slice(start, as.start) + text.slice(as.end, statement.end);
}

function readProps({ properties }: ObjectExpression): ReadonlyMap<string, PropCode> {
  const named = properties.filter((one): one is ObjectProperty => one.type === "ObjectProperty" && !one.computed);
  return new Map(named.map(({ key, value, start, end }) => [keyOf(key), { start: start!, end: end!, value: literalOf(value) }]));
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
