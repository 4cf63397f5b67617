import { change } from "./change";
import { constructsIn } from "./construct";
import { instancesIn } from "./instance";
import { readProject } from "./project";
import type { ConstructName } from "./remove";
import { unfold } from "./unfold";

/** Why a property cannot be set: its line, and what decides it there. */
export interface Undecidable {
  readonly line: number;
}

/**
 * The text with one property of a construct set to a literal: in the place of another literal, else as a line behind the first ones.
 * What computes the value stays, and its line is told; undefined if the text has no such construct with properties.
 */
export function withProperty(text: string, { className, id }: ConstructName, property: string, value: string | number | boolean): string | Undecidable | undefined {
  const construct = constructsIn(text).find((one) => one.className === className && one.id === id);
  if (construct === undefined) return undefined;
  const literal = JSON.stringify(value);
  const prop = construct.props.get(property);
  if (construct.row !== undefined && (prop === undefined || prop.shared)) return prop !== undefined && prop.value === value ? text : alone(text, { className, id }, property, value);
  if (prop?.value !== undefined) return change(text, [{ start: prop.start, end: prop.end, text: `${property}: ${literal}` }]);
  const before = construct.props.get("node") ?? construct.props.get("vmId") ?? [...construct.props.values()][0];
  if (prop !== undefined || before === undefined) return { line: lineAt(text, (prop ?? construct.span).start) };
  const start = text.lastIndexOf("\n", before.start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(start))![0];
  const isAlone = text.slice(start, before.start).trim() === "";
  return change(text, [{ start: before.end, end: before.end, text: isAlone ? `,\n${indent}${property}: ${literal}` : `, ${property}: ${literal}` }]);
}

/** What a row does not say, a statement of its own does. */
function alone(text: string, construct: ConstructName, property: string, value: string | number | boolean): string | Undecidable | undefined {
  const project = readProject(new Map([["", text]]));
  const instance = instancesIn(project, [{ className: construct.className, key: "" }]).find(({ id }) => id === construct.id);
  const changes = instance && unfold(project, instance);
  return changes ? withProperty(change(text, changes), construct, property, value) : { line: lineAt(text, instance?.creation.node.start ?? 0) };
}

export const lineAt = (text: string, offset: number) => text.slice(0, offset).split("\n").length;
