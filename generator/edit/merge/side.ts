import type { Node } from "@babel/types";
import { canonical } from "../canonical";
import { instancesIn, type Instance } from "../instance";
import type { Project } from "../project";
import { elementsAt, keyOf as keyOfElement, valueAt } from "../read";
import { resolve } from "../resolve";
import { nameOf } from "../project";
import type { Step } from "../assignment";
import type { Place, Source } from "../source";
import type { Grammar } from "./grammar";

/** A construct of one of the sides. */
export interface Side {
  readonly project: Project;
  readonly instance: Instance;
}

/** Constructs by class and number: `VirtualMachine 101`. One that is made twice is there twice. */
export type Constructs = ReadonlyMap<string, readonly Instance[]>;

/** The constructs of a project. Where the code computes a number, the id says which it is, if one of the others has that. */
export function constructsOf(project: Project, { kinds }: Grammar, others: readonly Constructs[] = []): Constructs {
  const found = new Map<string, Instance[]>();
  const byId = new Map(others.flatMap((one) => [...one].map(([key, [first]]) => [`${first!.className} ${first!.id}`, key] as const)));
  for (const instance of instancesIn(project, kinds)) {
    const key = instance.key !== undefined ? `${instance.className} ${instance.key}` : byId.get(`${instance.className} ${instance.id}`);
    if (key === undefined) continue;
    const known = found.get(key);
    if (known === undefined) found.set(key, [instance]);
    else known.push(instance);
  }
  return found;
}

/** What a side says at a path. */
export interface Look {
  readonly place: Place | undefined;
  /** The same for the same, however it is written; undefined if nothing is said. */
  readonly text: string | undefined;
  /** Names of its properties, where it is an object. */
  readonly names: readonly string[] | undefined;
  /** Its elements, where it is a list that is written down. */
  readonly elements: readonly Place[] | undefined;
}

export const nothing: Look = { place: undefined, text: undefined, names: undefined, elements: undefined };

export function lookAt({ project, instance }: Side, path: readonly Step[]): Look {
  const place = path.length === 0 ? instance.props : valueAt(project, instance, path);
  if (place === undefined) return nothing;
  const found = resolve(project, place, instance.frames);
  const node = found.is === "value" ? found.place.node : undefined;
  const source = found.is === "value" ? found.place.source : place.source;
  const isOpen = node?.type === "ArrayExpression" && node.elements.some((one) => one === null || one.type === "SpreadElement");
  return {
    place,
    get text() {
      return canonical(project, place, instance.frames);
    },
    names: node?.type === "ObjectExpression" ? node.properties.flatMap((one) => (one.type === "ObjectProperty" && !one.computed ? [nameOf(one.key)] : one.type === "SpreadElement" ? namesOfSpread({ project, instance }, { source, node: one.argument }) : [])) : undefined,
    elements: node?.type === "ArrayExpression" && !isOpen ? elementsAt(project, instance, place) : undefined,
  };
}

function namesOfSpread({ project, instance }: Side, place: Place): readonly string[] {
  const found = resolve(project, place, instance.frames);
  if (found.is !== "value" || found.place.node.type !== "ObjectExpression") return [];
  return found.place.node.properties.flatMap((one) => (one.type === "ObjectProperty" && !one.computed ? [nameOf(one.key)] : []));
}

/** What the elements of a list have under a key; undefined if one has nothing, or two have the same. */
export function keysOf({ project, instance }: Side, { elements = [] }: Look, key: string): readonly string[] | undefined {
  const isObject = (one: Place) => {
    const value = resolve(project, one, instance.frames);
    return value.is === "value" && value.place.node.type === "ObjectExpression";
  };
  const found = elements.map((one) => (isObject(one) ? keyOfElement(project, instance.frames, one, key) : undefined));
  return found.includes(undefined) || new Set(found).size < found.length ? undefined : (found as readonly string[]);
}

const scalars = new Set(["StringLiteral", "NumericLiteral", "BooleanLiteral"]);

/** Whether all elements are plain values. */
export const areScalars = ({ elements }: Look): boolean => elements?.every(({ node }) => scalars.has(node.type)) === true;

/** The function, or the method, that a node is in. */
export function functionAround({ source, node }: Place): Node | undefined {
  for (let one = source.parentOf(node); one !== undefined; one = source.parentOf(one)) {
    if (one.type === "FunctionDeclaration" || one.type === "FunctionExpression" || one.type === "ArrowFunctionExpression" || one.type === "ClassMethod" || one.type === "ObjectMethod") return one;
  }
  return undefined;
}

/** Whether the user has a construct just as it was generated. */
export function isAsGenerated(mine: Side, base: Side): boolean {
  const say = ({ project, instance }: Side) => instance.props && canonical(project, instance.props, instance.frames);
  return mine.instance.id === base.instance.id && say(mine) === say(base);
}

/** A text that a file names at its top may be another one now. */
export function constantsDiffer(old: Source, now: Source): boolean {
  const head = ({ text }: Source) => text.slice(0, Math.max(0, text.search(/^export function /m)));
  return head(old) !== head(now);
}
