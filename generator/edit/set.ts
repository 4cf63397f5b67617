import { change } from "./change";
import { constructsIn, type ConstructCode, type PropCode } from "./construct";
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
  return behind(text, before, property, literal);
}

/**
 * The text with a property of several constructs set to a literal. What a table says of all of its rows is set there, where all of them are
 * meant; else as `withProperty` sets it, one by one. The line of the first that cannot be set; undefined if the text does not have one of them.
 */
export function withPropertyOfAll(text: string, constructs: readonly ConstructName[], property: string, value: string | number | boolean): string | Undecidable | undefined {
  const table = constructsIn(text).find((one) => one.row !== undefined && isTable(one, constructs, text, property, value));
  if (table !== undefined) return withPropertyOfAll(inTable(text, table, property, JSON.stringify(value)), constructs, property, value);
  let result: string | Undecidable | undefined = text;
  for (const one of constructs) if (typeof result === "string") result = withProperty(result, one, property, value);
  return result;
}

/** Whether all rows of a construct's table are meant, what they have in common is in its function, and that does not say the value yet. */
function isTable({ row, props, className }: ConstructCode, constructs: readonly ConstructName[], text: string, property: string, value: string | number | boolean): boolean {
  const rows = constructsIn(text).filter((one) => one.row?.by === row!.by && one.className === className);
  const prop = props.get(property);
  const isMeant = (one: ConstructCode) => constructs.some(({ className: named, id }) => named === one.className && id === one.id);
  return row!.by !== undefined && rows.length === row!.of && rows.every(isMeant) && placeInTable(props) !== undefined && (prop === undefined ? rows.every((one) => !one.props.has(property)) : prop.shared === true && prop.value !== undefined && prop.value !== value);
}

const placeInTable = (props: ConstructCode["props"]): PropCode | undefined => [props.get("node"), props.get("vmId"), ...props.values()].find((one) => one?.shared);

function inTable(text: string, { props }: ConstructCode, property: string, literal: string): string {
  const prop = props.get(property);
  return prop === undefined ? behind(text, placeInTable(props)!, property, literal) : change(text, [{ start: prop.start, end: prop.end, text: `${property}: ${literal}` }]);
}

/** A property behind another one, on a line of its own where that has one. */
function behind(text: string, before: PropCode, property: string, literal: string): string {
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
