import type { Node } from "@babel/types";
import { fieldAt } from "./field";
import { madeAt, nameOfMade } from "./made";
import { declarationOf, nameOf, type Project } from "./project";
import { resolve, type Frames } from "./resolve";
import type { Place } from "./source";

/**
 * What an expression says, as a text that is the same for the same: however it is quoted, broken into lines, ordered and named. What
 * only names another thing (`home.fast`, `Storage.fromName(this, "fast")`, `"fast"`, a constant that a construct is given to) is its name.
 */
export function canonical(project: Project, place: Place, frames: Frames = new Map()): string {
  const found = resolve(project, place, frames);
  const at = found.is === "value" || found.is === "computed" ? found.place : found.is === "missing" && found.otherwise?.is === "value" ? found.otherwise.place : place;
  const { source, node } = at;
  const say = (one: Node) => canonical(project, { source, node: one }, frames);
  switch (node.type) {
    case "StringLiteral":
      return JSON.stringify(node.value);
    case "NumericLiteral":
    case "BooleanLiteral":
      return String(node.value);
    case "TemplateLiteral":
      return node.expressions.length === 0 ? JSON.stringify(node.quasis[0]!.value.cooked) : verbatim(at);
    case "ArrayExpression":
      return `[${node.elements.map((one) => (one === null ? "" : one.type === "SpreadElement" ? `...${say(one.argument)}` : say(one))).join(",")}]`;
    case "ObjectExpression": {
      // What a row of a table leaves out, the object that is made from it does not have.
      const isSaid = (value: Node) => {
        const said = resolve(project, { source, node: value }, frames);
        return said.is !== "missing" || said.otherwise !== undefined;
      };
      const parts = node.properties.flatMap((one) => (one.type === "ObjectProperty" && !one.computed ? (isSaid(one.value) ? [`${JSON.stringify(nameOf(one.key))}:${say(one.value)}`] : []) : [verbatim({ source, node: one })]));
      return `{${(node.properties.some(({ type }) => type === "SpreadElement") ? parts : parts.sort()).join(",")}}`;
    }
    case "UnaryExpression":
      return `${node.operator}${say(node.argument)}`;
    case "MemberExpression":
      return memberOfPackage(project, at) ?? thingAt(project, at) ?? fieldNamed(project, at, frames) ?? `${say(node.object)}.${node.computed ? say(node.property) : nameOf(node.property)}`;
    case "CallExpression":
      return textJoined(node) ?? thingNamed(project, at) ?? `${say(node.callee)}(${node.arguments.map(say).join(",")})`;
    case "Identifier":
      return foreignName(project, at) ?? node.name;
    case "NewExpression":
      return calledBy(at) ?? verbatim(at);
    default:
      return verbatim(at);
  }
}

// Line breaks and blanks mean nothing in what is not looked into.
const verbatim = ({ source, node }: Place) => source.text.slice(node.start!, node.end!).replace(/\s+/g, " ");

/** `["a", "b"].join("\n")` */
function textJoined(node: Extract<Node, { type: "CallExpression" }>): string | undefined {
  const { callee, arguments: args } = node;
  if (callee.type !== "MemberExpression" || callee.object.type !== "ArrayExpression" || nameOf(callee.property) !== "join" || args[0]?.type !== "StringLiteral") return undefined;
  const lines = callee.object.elements.map((one) => (one?.type === "StringLiteral" ? one.value : undefined));
  return lines.includes(undefined) ? undefined : JSON.stringify(lines.join(args[0].value));
}

/** `Size`, by whatever name it was imported. */
function foreignName(project: Project, { source, node }: Place): string | undefined {
  const declared = node.type === "Identifier" ? declarationOf(project, source, node, node.name) : undefined;
  return declared?.is === "foreign" && declared.name !== "*" && declared.name !== "default" ? declared.name : undefined;
}

/** `pmpc.Size`, where all of the package was imported under one name. */
function memberOfPackage(project: Project, { source, node }: Place): string | undefined {
  if (node.type !== "MemberExpression" || node.computed || node.object.type !== "Identifier") return undefined;
  const declared = declarationOf(project, source, node.object, node.object.name);
  return declared?.is === "foreign" && declared.name === "*" ? nameOf(node.property) : undefined;
}

/** `Storage.fromName(this, "fast")` */
function thingNamed(project: Project, { source, node }: Place): string | undefined {
  if (node.type !== "CallExpression") return undefined;
  const { callee, arguments: [, name, ...rest] } = node;
  const isNaming = callee.type === "MemberExpression" && (callee.object.type === "Identifier" || memberOfPackage(project, { source, node: callee.object }) !== undefined) && /^from[A-Z]/.test(nameOf(callee.property)) && (name?.type === "StringLiteral" || name?.type === "NumericLiteral") && rest.length === 0;
  return isNaming ? JSON.stringify(name.value) : undefined;
}

/** `home.fast`, where a field of the class says what that is. */
function fieldNamed(project: Project, place: Place, frames: Frames): string | undefined {
  const value = fieldAt(project, place);
  return value && canonical(project, value, frames);
}

/** `this.storages.fast`, where a function of the project made that. */
function thingAt(project: Project, place: Place): string | undefined {
  const made = madeAt(project, place);
  return made && calledBy(made);
}

function calledBy(made: Place): string | undefined {
  const name = nameOfMade(made);
  return name === undefined ? undefined : JSON.stringify(name);
}
