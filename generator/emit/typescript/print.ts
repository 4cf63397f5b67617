import { name as variable, object, property, type Element, type Expression, type Member, type Parameter, type Statement } from "./syntax";
import { identifier, plainComment, propertyName, quote } from "./text";

// One device is one line, as in a table: what is longer than this has a line for each of its parts.
const width = 150;
const step = "  ";

/** Prints a file. What fits on a line is on one. */
export function printFile(statements: readonly Statement[]): string {
  return `${printStatements(statements, "")}\n`;
}

function printStatements(statements: readonly Statement[], indent: string): string {
  return statements.map((one) => printStatement(one, indent)).join("\n");
}

function printStatement(one: Statement, indent: string): string {
  switch (one.is) {
    case "blank":
      return "";
    case "printed":
      return one.text;
    case "comment":
      return printComment(one.text, indent);
    case "import":
      return `import ${one.typeOnly ? "type " : ""}{ ${one.names.map(identifier).join(", ")} } from ${quote(one.from)};`;
    case "constant": {
      const head = `const ${identifier(one.name)}${one.type === undefined ? "" : `: ${one.type}`} = `;
      return `${indent}${head}${one.rows && one.value.is === "array" ? printRows(one.value.elements, indent) : print(one.value, indent, head.length)};`;
    }
    case "interface":
      return [`interface ${identifier(one.name)} {`, ...one.fields.map(({ name, type, optional }) => `${step}readonly ${identifier(name)}${optional ? "?" : ""}: ${type};`), "}"].join("\n");
    case "each":
      return `${indent}for (const ${identifier(one.name)} of ${identifier(one.of)}) ${print(one.does, indent, 0)};`;
    case "expression": {
      const comment = one.comment === undefined ? "" : ` // ${plainComment(one.comment)}`;
      return `${indent}${print(one.expression, indent, 1)};${comment}`;
    }
    case "function":
      return printFunction(one);
    case "class":
      return printClass(one);
  }
}

/** A function that returns constants says so itself. */
function printFunction({ name, parameters, body, exported, returns = [] }: Extract<Statement, { is: "function" }>): string {
  const last = returns.length === 0 ? "" : `\n\n${step}return ${print(object(returns.map((one) => property(one, variable(one)))), step, 8)};`;
  return `${exported ? "export " : ""}function ${identifier(name)}(${printParameters(parameters)})${returns.length === 0 ? ": void" : ""} {\n${printStatements(body, step)}${last}\n}`;
}

function printClass({ name, base, fields, parameters, body }: Extract<Statement, { is: "class" }>): string {
  const lines = fields.map((field, at) => `${field.isPrivate && at > 0 ? "\n" : ""}${step}${field.isPrivate ? "private " : ""}readonly ${identifier(field.name)} = ${print(field.value, step, field.name.length + (field.isPrivate ? 20 : 12))};`);
  const head = `export class ${identifier(name)} extends ${identifier(base)} {`;
  const constructor = `${step}constructor(${printParameters(parameters)}) {\n${printStatements(body, step + step)}\n${step}}`;
  return [head, ...lines, ...(lines.length > 0 ? [""] : []), constructor, "}"].join("\n");
}

const printParameters = (parameters: readonly Parameter[]) => parameters.map(({ name, type }) => `${typeof name === "string" ? identifier(name) : `{ ${name.map(identifier).join(", ")} }`}: ${type}`).join(", ");

/** One line for each, although it may be long: what is below each other is compared. */
function printRows(elements: readonly Element[], indent: string): string {
  const inner = indent + step;
  const lines = elements.map(({ value }) => printFlat(value) ?? print(value, inner, 1));
  return `[\n${lines.map((line) => `${inner}${line},`).join("\n")}\n${indent}]`;
}

function printComment(text: string, indent: string): string {
  return wrap(plainComment(text), width - indent.length - 3)
    .map((line) => `${indent}// ${line}`)
    .join("\n");
}

function wrap(text: string, columns: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    if (line !== "" && line.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}

/** Prints an expression for a place that begins at a column; its further lines are indented as if that line were not. */
export const printExpression = (expression: Expression, column = 0): string => print(expression, "", column);

/** Prints an expression that begins behind `before` characters of the indented line. */
function print(expression: Expression, indent: string, before: number): string {
  const flat = printFlat(expression);
  return flat !== undefined && indent.length + before + flat.length <= width ? flat : printTall(expression, indent);
}

/** On one line; undefined if that is impossible. */
function printFlat(expression: Expression): string | undefined {
  switch (expression.is) {
    case "literal":
      return typeof expression.value === "string" ? quote(expression.value) : String(expression.value);
    case "name":
      return expression.path.map(identifier).join(".");
    case "call":
      return join(`${expression.isNew ? "new " : ""}${printFlat(expression.callee)}(`, expression.args.map(printFlat), ")");
    case "object":
      if (expression.tall || expression.members.some(({ is }) => is === "comment")) return undefined;
      return expression.members.length === 0 ? "{}" : join("{ ", expression.members.map(flatMember), " }");
    case "array":
      return expression.elements.some(({ comment }) => comment !== undefined) ? undefined : join("[", expression.elements.map(({ value }) => printFlat(value)), "]");
    case "lines":
      return undefined;
  }
}

function join(open: string, parts: readonly (string | undefined)[], close: string): string | undefined {
  return parts.includes(undefined) ? undefined : open + parts.join(", ") + close;
}

function flatMember(member: Member): string | undefined {
  if (member.is === "comment") return undefined;
  const value = printFlat(member.value);
  return value === undefined ? undefined : keyed(member.name, value);
}

const keyed = (key: string, value: string) => (key === value ? key : `${propertyName(key)}: ${value}`);

function printTall(expression: Expression, indent: string): string {
  const inner = indent + step;
  switch (expression.is) {
    case "object":
      return `{\n${expression.members.map((member) => tallMember(member, inner)).join("\n")}\n${indent}}`;
    case "array":
      return `[\n${expression.elements.map((element) => tallElement(element, inner)).join("\n")}\n${indent}]`;
    case "lines":
      return `[\n${expression.lines.map((line) => `${inner}${quote(line)},`).join("\n")}\n${indent}].join("\\n")`;
    case "call": {
      // The last argument opens behind the others: new Container(home, "web", {
      const head = expression.args.slice(0, -1).map(printFlat);
      const last = expression.args.at(-1);
      const callee = `${expression.isNew ? "new " : ""}${printFlat(expression.callee)}`;
      return `${callee}(${[...head, ...(last ? [printTall(last, indent)] : [])].join(", ")})`;
    }
    default:
      return printFlat(expression)!;
  }
}

function tallMember(member: Member, indent: string): string {
  if (member.is === "comment") return printComment(member.text, indent);
  const value = print(member.value, indent, member.name.length + 3);
  return `${indent}${keyed(member.name, value)},`;
}

function tallElement({ value, comment }: Element, indent: string): string {
  const text = `${indent}${print(value, indent, 1)},`;
  return comment === undefined ? text : `${text} // ${plainComment(comment)}`;
}
