import type { FunctionDeclaration, NewExpression, ReturnStatement } from "@babel/types";
import { fieldAt } from "./field";
import { declarationOf, nameOf, type Project } from "./project";
import { bare, resolve } from "./resolve";
import type { Place } from "./source";

/** The construct that a function of the project made and gave back, where an expression names that: `this.storages.tank`. */
export function madeAt(project: Project, { source, node }: Place): Place<NewExpression> | undefined {
  if (node.type !== "MemberExpression" || node.computed) return undefined;
  const call = fieldAt(project, { source, node: node.object });
  const maker = call && makerCalled(project, call);
  return maker && givenBack(project, maker, nameOf(node.property));
}

/** The function that a call means, if the project has it: `storages(this)`. */
export function makerCalled(project: Project, { source, node }: Place): Place<FunctionDeclaration> | undefined {
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return undefined;
  const declared = declarationOf(project, source, node.callee, node.callee.name);
  return declared?.is === "function" ? (declared.place as Place<FunctionDeclaration>) : undefined;
}

/** The construct that a function gives back under a name. */
function givenBack(project: Project, { source, node }: Place<FunctionDeclaration>, name: string): Place<NewExpression> | undefined {
  const given = returnOf(node)?.argument;
  if (given?.type !== "ObjectExpression") return undefined;
  const property = given.properties.find((one) => one.type === "ObjectProperty" && !one.computed && nameOf(one.key) === name);
  if (property?.type !== "ObjectProperty") return undefined;
  const found = resolve(project, { source, node: property.value }, new Map());
  return found.is === "value" && found.place.node.type === "NewExpression" ? (found.place as Place<NewExpression>) : undefined;
}

/** The end of a function that gives something back. */
export const returnOf = ({ body }: FunctionDeclaration): ReturnStatement | undefined => {
  const last = body.body.at(-1);
  return last?.type === "ReturnStatement" ? last : undefined;
};

/** What a construct is called in the cluster: its number, its name, else its id. */
export function nameOfMade({ node }: Place): string | number | undefined {
  if (node.type !== "NewExpression") return undefined;
  const [, id, given] = node.arguments;
  const props = given && bare(given);
  if (id?.type !== "StringLiteral") return undefined;
  const said = (name: string) => (props?.type === "ObjectExpression" ? props.properties.flatMap((one) => (one.type === "ObjectProperty" && !one.computed && nameOf(one.key) === name && (one.value.type === "StringLiteral" || one.value.type === "NumericLiteral") ? [one.value.value] : []))[0] : undefined);
  return said("vmId") ?? said("name") ?? id.value;
}
