import { change } from "./change";
import { constructsIn } from "./construct";
import type { ConstructName } from "./remove";

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
  if (prop?.value !== undefined) return change(text, [{ start: prop.start, end: prop.end, text: `${property}: ${literal}` }]);
  const before = construct.props.get("node") ?? construct.props.get("vmId") ?? [...construct.props.values()][0];
  if (prop !== undefined || before === undefined) return { line: lineAt(text, (prop ?? construct.span).start) };
  const start = text.lastIndexOf("\n", before.start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(start))![0];
  const isAlone = text.slice(start, before.start).trim() === "";
  return change(text, [{ start: before.end, end: before.end, text: isAlone ? `,\n${indent}${property}: ${literal}` : `, ${property}: ${literal}` }]);
}

export const lineAt = (text: string, offset: number) => text.slice(0, offset).split("\n").length;
