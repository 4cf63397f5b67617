import type { Node, ObjectExpression, ObjectProperty } from "@babel/types";
import { declarationOf, nameOf, type Declaration, type PatternStep, type Project } from "./project";
import { type Place } from "./source";

/**
 * Which call, or which element of what a loop goes over, is meant: function or loop → what it is given. A pair is an entry of an object.
 */
export type Frames = ReadonlyMap<Node, Frame>;

export interface Frame {
  readonly given: readonly (Place | Pair | undefined)[];
  /** How many there are. */
  readonly of: number;
}

export interface Pair {
  readonly key: Place;
  readonly value: Place;
}

/** What an expression comes to when names, members and the like are followed. */
export type Resolution =
  /** An expression that stands for itself, however it was reached. */
  | { readonly is: "value"; readonly place: Place; readonly through: readonly Place[] }
  /** An object that does not say it, where it could; and what counts without it. */
  | { readonly is: "missing"; readonly object: Place<ObjectExpression>; readonly key: string; readonly through: readonly Place[]; readonly otherwise?: Resolution }
  /** It depends on which call or element is meant. */
  | { readonly is: "open"; readonly frame: Place }
  /** It cannot be followed. */
  | { readonly is: "computed"; readonly place: Place };

const computed = (place: Place): Resolution => ({ is: "computed", place });

/** Follows an expression. `through` collects the constants that it went through. */
export function resolve(project: Project, place: Place, frames: Frames, through: readonly Place[] = []): Resolution {
  const node = bare(place.node);
  const here = { ...place, node };
  if (through.length > 40) return computed(here);
  if (node.type === "Identifier") return resolveName(project, here, node.name, frames, through);
  if (node.type === "MemberExpression" || node.type === "OptionalMemberExpression") {
    const key = node.computed ? (node.property.type === "StringLiteral" || node.property.type === "NumericLiteral" ? String(node.property.value) : undefined) : nameOf(node.property);
    if (key === undefined || node.object.type === "ThisExpression") return { is: "value", place: here, through };
    const object = resolve(project, { ...place, node: node.object }, frames, through);
    if (object.is !== "value") return object;
    return isTakenApart(object.place.node) ? member(project, object, key, frames, here) : { is: "value", place: here, through };
  }
  if (node.type === "LogicalExpression" && (node.operator === "??" || node.operator === "||")) {
    const left = resolve(project, { ...place, node: node.left }, frames, through);
    // What the left one is missing can be added there; until then the right one counts.
    return left.is === "missing" && left.otherwise === undefined ? { ...left, otherwise: resolve(project, { ...place, node: node.right }, frames, through) } : left.is === "value" || left.is === "open" ? left : computed(here);
  }
  return isComputed(node) ? computed(here) : { is: "value", place: here, through };
}

const isTakenApart = (node: Node) => node.type === "ObjectExpression" || node.type === "ArrayExpression";

const computing = new Set(["ConditionalExpression", "BinaryExpression", "LogicalExpression", "AwaitExpression", "YieldExpression", "AssignmentExpression", "UpdateExpression", "SequenceExpression", "ArrowFunctionExpression", "FunctionExpression", "TaggedTemplateExpression"]);

const isComputed = (node: Node) => computing.has(node.type) || (node.type === "TemplateLiteral" && node.expressions.length > 0);

/** An expression without what TypeScript says of it. */
export function bare(node: Node): Node {
  return node.type === "TSAsExpression" || node.type === "TSSatisfiesExpression" || node.type === "TSNonNullExpression" || node.type === "ParenthesizedExpression" || node.type === "TSTypeAssertion" ? bare(node.expression) : node;
}

function resolveName(project: Project, place: Place, name: string, frames: Frames, through: readonly Place[]): Resolution {
  const declared = declarationOf(project, place.source, place.node, name);
  switch (declared?.is) {
    case "constant":
      return takeApart(project, resolve(project, declared.value, frames, [...through, place]), declared.steps, frames, place);
    case "parameter":
    case "element": {
      const frame = frames.get(declared.of.node);
      if (frame === undefined) return { is: "open", frame: declared.of };
      return given(project, frame.given[declared.is === "parameter" ? declared.at : 0], declared, frames, through, place);
    }
    case "foreign":
      return { is: "value", place, through };
    default:
      return name === "undefined" ? { is: "value", place, through } : computed(place);
  }
}

function given(project: Project, found: Place | Pair | undefined, { steps }: Extract<Declaration, { is: "parameter" | "element" }>, frames: Frames, through: readonly Place[], place: Place): Resolution {
  if (found === undefined) {
    const [first] = steps;
    return first?.take === "whole" && first.otherwise ? resolve(project, first.otherwise, frames, through) : computed(place);
  }
  if (!("key" in found)) return takeApart(project, resolve(project, found, frames, through), steps, frames, place);
  const [first, ...rest] = steps;
  if (first === undefined || first.take !== "item") return computed(place);
  return first.at === 0 ? { is: "value", place: found.key, through } : takeApart(project, resolve(project, found.value, frames, through), rest, frames, place);
}

function takeApart(project: Project, from: Resolution, steps: readonly PatternStep[], frames: Frames, place: Place): Resolution {
  let found = from;
  for (const step of steps) {
    if (step.take === "rest") return computed(place);
    if (step.take === "whole") continue;
    if (found.is !== "value") return found.is === "open" ? found : computed(place);
    found = member(project, found, step.take === "key" ? step.key : String(step.at), frames, place);
    if (found.is === "missing" && step.otherwise && found.otherwise === undefined) found = { ...found, otherwise: resolve(project, step.otherwise, frames) };
  }
  return found;
}

function member(project: Project, { place: { source, node }, through }: Extract<Resolution, { is: "value" }>, key: string, frames: Frames, use: Place): Resolution {
  if (node.type === "ArrayExpression") {
    const before = node.elements.slice(0, Number(key) + 1);
    const element = before.some((one) => one?.type === "SpreadElement") ? undefined : node.elements[Number(key)];
    return element ? resolve(project, { source, node: element }, frames, through) : computed(use);
  }
  if (node.type !== "ObjectExpression") return computed(use);
  const found = findProperty(project, { source, node }, key, frames);
  if (found.is === "property") return resolve(project, { source: found.property.source, node: found.property.node.value }, frames, [...through, ...found.through]);
  return found.is === "missing" ? { is: "missing", object: { source, node }, key, through } : found;
}

/** Where an object says a property: in itself, or in what is spread into it. */
export type Found =
  | { readonly is: "property"; readonly property: Place<ObjectProperty>; readonly through: readonly Place[] }
  | { readonly is: "missing" }
  | { readonly is: "open"; readonly frame: Place }
  /** A spread, a method or a computed key that may say it. */
  | { readonly is: "computed"; readonly place: Place };

/** Finds a property from the end, as the last one counts. */
export function findProperty(project: Project, { source, node }: Place<ObjectExpression>, key: string, frames: Frames): Found {
  for (const one of [...node.properties].reverse()) {
    if (one.type === "ObjectProperty" && !isComputedKey(one)) {
      if (nameOf(one.key) === key) return { is: "property", property: { source, node: one }, through: [] };
    } else if (one.type === "SpreadElement") {
      const spread = resolve(project, { source, node: one.argument }, frames);
      if (spread.is === "open") return spread;
      if (spread.is !== "value" || spread.place.node.type !== "ObjectExpression") return { is: "computed", place: { source, node: one } };
      const found = findProperty(project, spread.place as Place<ObjectExpression>, key, frames);
      if (found.is === "property") return { ...found, through: [...spread.through, ...found.through] };
      if (found.is !== "missing") return found;
    } else if (one.type === "ObjectProperty" || nameOf(one.key) === key) {
      return { is: "computed", place: { source, node: one } };
    }
  }
  return { is: "missing" };
}

const isComputedKey = ({ computed: isComputedName, key }: ObjectProperty) => isComputedName && key.type !== "StringLiteral";
