import type { ExpressionStatement, NewExpression, Statement, VariableDeclaration } from "@babel/types";
import { change, type Change } from "./change";
import { parseSource } from "./parse";

/** What is to be made of a construct in a file of an app: `new PgBackend(home, { … })`. */
export interface Addition {
  /** The class whose instance is the scope: `Home`. */
  readonly scope: string;
  /** What the instance is called where it has no name yet. */
  readonly variable: string;
  /** Import of the class. */
  readonly className: string;
  readonly from: string;
  /** The arguments behind the scope, as code. */
  readonly args: string;
  /** Further statements on the scope: `home.addOverride(…)`. @default none */
  readonly calls?: readonly string[];
}

/**
 * The text with one more construct behind the statement that makes its scope, which gets a name for that; undefined if no statement
 * of the file makes one.
 */
export function withConstructIn(text: string, { scope, variable, className, from, args, calls = [] }: Addition): string | undefined {
  const body = parseSource(text)?.program.body ?? [];
  const found = body.flatMap((one) => readCreation(one, scope))[0];
  if (found === undefined) return undefined;
  const { statement, name } = found;
  const named = name ?? variable;
  const end = text.slice(statement.start!, statement.end!).endsWith(";") ? ";" : "";
  const line = [`new ${className}(${named}, ${args})`, ...calls.map((call) => `${named}.${call}`)].map((one) => `\n${indentOf(text, statement.start!)}${one}${end}`).join("");
  const naming: Change[] = name === undefined ? [{ start: statement.start!, end: statement.start!, text: `const ${named} = ` }] : [];
  return change(text, [...naming, { start: statement.end!, end: statement.end!, text: line }, importChange(text, body, className, from)]);
}

const indentOf = (text: string, offset: number) => text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);

function readCreation(statement: Statement, scope: string): { readonly statement: ExpressionStatement | VariableDeclaration; readonly name?: string }[] {
  const isMade = (node: unknown): node is NewExpression => (node as NewExpression | null)?.type === "NewExpression" && (node as NewExpression).callee.type === "Identifier" && ((node as NewExpression).callee as { readonly name?: string }).name === scope;
  if (statement.type === "ExpressionStatement") return isMade(statement.expression) ? [{ statement }] : [];
  if (statement.type !== "VariableDeclaration" || statement.declarations.length !== 1) return [];
  const [{ id, init }] = statement.declarations as [VariableDeclaration["declarations"][number]];
  return isMade(init) && id.type === "Identifier" ? [{ statement, name: id.name }] : [];
}

function importChange(text: string, body: readonly Statement[], className: string, from: string): Change {
  const found = body.find((one) => one.type === "ImportDeclaration" && one.source.value === from && one.specifiers.some(({ type }) => type === "ImportSpecifier"));
  if (found?.type !== "ImportDeclaration") {
    const at = body[0]?.start ?? 0;
    return { start: at, end: at, text: `import { ${className} } from ${JSON.stringify(from)};\n` };
  }
  const last = found.specifiers.at(-1)!;
  return { start: last.end!, end: last.end!, text: text.includes(className) ? "" : `, ${className}` };
}
