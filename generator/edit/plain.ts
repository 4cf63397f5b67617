import type { Node } from "@babel/types";
import { declarationOf, nameOf, type Project } from "./project";
import { bare } from "./resolve";
import type { Place, Source } from "./source";

const scalars = new Set(["StringLiteral", "NumericLiteral", "BooleanLiteral", "NullLiteral", "TemplateLiteral", "MemberExpression", "Identifier", "UnaryExpression"]);
/** Whether an element of a list is one value, and no object. */
export const isScalar = ({ type }: Node) => scalars.has(type);

/** Whether an expression is a value that is written down, and not one that somebody computes. */
export function isPlain(project: Project, { source, node }: Place): boolean {
  const inner = bare(node);
  const isIt = (one: Node | null) => one === null || isPlain(project, { source, node: one });
  switch (inner.type) {
    case "StringLiteral":
    case "NumericLiteral":
    case "BooleanLiteral":
    case "NullLiteral":
    case "MemberExpression":
      return true;
    case "Identifier":
      return true;
    case "TemplateLiteral":
      return inner.expressions.length === 0;
    case "UnaryExpression":
      return isIt(inner.argument);
    case "ArrayExpression":
      return inner.elements.every(isIt);
    case "ObjectExpression":
      return inner.properties.every((one) => one.type === "ObjectProperty" && isIt(one.value));
    case "CallExpression":
      return isNaming(project, source, inner.callee) && inner.arguments.every((one) => one.type === "ThisExpression" || isIt(one));
    default:
      return false;
  }
}

// Size.gibibytes, pmpc.Size.gibibytes, Storage.fromName, plainText, and ["…"].join
function isNaming(project: Project, source: Source, callee: Node): boolean {
  const object = callee.type === "MemberExpression" ? callee.object : callee;
  const name = object.type === "MemberExpression" && !object.computed ? object.object : object;
  if (callee.type === "MemberExpression" && name.type === "ArrayExpression") return nameOf(callee.property) === "join" && isPlain(project, { source, node: name });
  if (name.type !== "Identifier") return false;
  const declared = declarationOf(project, source, name, name.name);
  return declared === undefined || declared.is === "foreign";
}
