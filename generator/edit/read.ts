import type { ArrayExpression, ObjectExpression } from "@babel/types";
import { shortAt, type Step } from "./assignment";
import { evaluate, propertyOf, type Instance } from "./instance";
import type { Project } from "./project";
import { findProperty, resolve, type Resolution } from "./resolve";
import type { Place } from "./source";

/** Where the value at a path is said; undefined if it is not, or cannot be followed. */
export function valueAt(project: Project, instance: Pick<Instance, "props" | "frames">, path: readonly Step[]): Place | undefined {
  let place = instance.props;
  for (const [at, step] of path.entries()) {
    if (place === undefined) return undefined;
    const isShort = "prop" in step && shortAt(path, at) === step.prop && isNoObject(project, instance, place);
    if (!isShort) place = stepInto(project, instance, place, step);
  }
  return place;
}

const isNoObject = (project: Project, { frames }: Pick<Instance, "frames">, place: Place) => {
  const found = resolve(project, place, frames);
  return found.is !== "value" || found.place.node.type !== "ObjectExpression";
};

function stepInto(project: Project, { frames }: Pick<Instance, "frames">, place: Place, step: Step): Place | undefined {
  if ("prop" in step) return propertyAt(project, place, step.prop, frames);
  const elements = elementsAt(project, { frames }, place);
  if ("item" in step) return elements?.[step.item];
  return elements?.find((one) => keyOf(project, frames, one, step.by) === step.is);
}

function propertyAt(project: Project, place: Place, key: string, frames: Instance["frames"]): Place | undefined {
  const object = resolve(project, place, frames);
  if (object.is !== "value" || object.place.node.type !== "ObjectExpression") return undefined;
  const found = findProperty(project, object.place as Place<ObjectExpression>, key, frames);
  if (found.is !== "property") return undefined;
  const own = { source: found.property.source, node: found.property.node.value };
  const value = resolve(project, own, frames);
  // What cannot be followed, as a field of the stack, is said where it is named.
  return value.is === "open" ? own : placeOf(value);
}

function placeOf(found: Resolution | undefined): Place | undefined {
  if (found?.is === "missing") return placeOf(found.otherwise);
  return found?.is === "value" || found?.is === "computed" ? found.place : undefined;
}

/** The elements of a list; undefined if it is not written down. */
export function elementsAt(project: Project, { frames }: Pick<Instance, "frames">, place: Place): readonly Place[] | undefined {
  const found = resolve(project, place, frames);
  if (found.is !== "value" || found.place.node.type !== "ArrayExpression") return undefined;
  const { source } = found.place;
  return (found.place.node as ArrayExpression).elements.flatMap((node) => (node === null || node.type === "SpreadElement" ? [] : [{ source, node }]));
}

/** What an element of a list has under a key. */
export function keyOf(project: Project, frames: Instance["frames"], element: Place, key: string): string | undefined {
  const found = placeOf(propertyOf(project, element, key, frames));
  const value = found && evaluate(project, found, frames);
  return value === undefined ? undefined : String(value);
}
