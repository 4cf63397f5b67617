import type { ClassProperty, Node } from "@babel/types";
import { enclosingClass } from "./instance";
import { declarationOf, nameOf, type Project } from "./project";
import { bare, resolve, type Frames } from "./resolve";
import type { Place } from "./source";

/**
 * What an expression says, as a text that is the same for the same: however it is quoted, broken into lines, ordered and named. What
 * only names another thing (`home.fast`, `Storage.fromName(this, "fast")`, `"fast"`) is its name.
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
      const parts = node.properties.map((one) => (one.type === "ObjectProperty" && !one.computed ? `${JSON.stringify(nameOf(one.key))}:${say(one.value)}` : verbatim({ source, node: one })));
      return `{${(node.properties.some(({ type }) => type === "SpreadElement") ? parts : parts.sort()).join(",")}}`;
    }
    case "UnaryExpression":
      return `${node.operator}${say(node.argument)}`;
    case "MemberExpression":
      return memberOfPackage(project, at) ?? fieldNamed(project, at, frames) ?? `${say(node.object)}.${node.computed ? say(node.property) : nameOf(node.property)}`;
    case "CallExpression":
      return textJoined(node) ?? thingNamed(project, at) ?? `${say(node.callee)}(${node.arguments.map(say).join(",")})`;
    case "Identifier":
      return foreignName(project, at) ?? node.name;
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
  const isNaming = callee.type === "MemberExpression" && (callee.object.type === "Identifier" || memberOfPackage(project, { source, node: callee.object }) !== undefined) && /^from[A-Z]/.test(nameOf(callee.property)) && name?.type === "StringLiteral" && rest.length === 0;
  return isNaming ? JSON.stringify(name.value) : undefined;
}

/** `home.fast`, where a field of the class says what that is. */
function fieldNamed(project: Project, { source, node }: Place, frames: Frames): string | undefined {
  if (node.type !== "MemberExpression" || node.computed) return undefined;
  const className = node.object.type === "ThisExpression" ? enclosingClass(source, node)?.id?.name : node.object.type === "Identifier" ? typeOf(project, { source, node: node.object }, node.object.name) : undefined;
  if (className === undefined) return undefined;
  for (const one of project.sources) {
    const field = fieldsOf(one.file.program, className).find(({ key }) => nameOf(key) === nameOf(node.property));
    if (field?.value) return canonical(project, { source: one, node: field.value }, frames);
  }
  return undefined;
}

function typeOf(project: Project, { source, node }: Place, name: string): string | undefined {
  const declared = declarationOf(project, source, node, name);
  if (declared?.is === "parameter") return declared.type;
  const made = declared?.is === "constant" && declared.steps.length === 0 ? bare(declared.value.node) : undefined;
  return made?.type === "NewExpression" && made.callee.type === "Identifier" ? made.callee.name : undefined;
}

const fields = new WeakMap<Node, Map<string, readonly ClassProperty[]>>();

function fieldsOf(program: Extract<Node, { type: "Program" }>, className: string): readonly ClassProperty[] {
  const known = fields.get(program) ?? fields.set(program, new Map()).get(program)!;
  const before = known.get(className);
  if (before !== undefined) return before;
  const found = program.body.flatMap((one) => {
    const declared = one.type === "ExportNamedDeclaration" ? one.declaration : one;
    return declared?.type === "ClassDeclaration" && declared.id?.name === className ? declared.body.body.filter((member): member is ClassProperty => member.type === "ClassProperty") : [];
  });
  known.set(className, found);
  return found;
}
