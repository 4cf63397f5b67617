import type { Member, Row } from "../lib/schema/row";
import { isProps } from "./check/kind";

interface Step {
  readonly prop: string;
  /** The prop that a bare value in its place stands for. */
  readonly short?: string;
}

/** The way to a prop, by those on it: `networkDevices`, `bridge`. */
export type PropPath = readonly Step[];

/** The ways to all props that a table's rows say, where a row is wanted. */
export function pathsTo(members: readonly Member[], isWanted: (row: Row) => boolean, way: PropPath = []): readonly PropPath[] {
  return members.flatMap((member): readonly PropPath[] => {
    if (member.prop === null || member.terraform === null) return [];
    if (member.kind === "row") return isWanted(member) ? [[...way, { prop: member.prop }]] : [];
    return pathsTo(member.rows, isWanted, member.flat ? way : [...way, { prop: member.beside ?? member.prop, short: member.short }]);
  });
}

/** What props say at the end of a way; of lists, what each element says. */
export function valuesAt(said: unknown, [step, ...rest]: PropPath): readonly unknown[] {
  if (step === undefined) return said === undefined ? [] : [said];
  if (!isProps(said)) return [];
  const inner = said[step.prop];
  if (rest.length === 0 || inner === undefined) return inner === undefined ? [] : [inner];
  const standsFor = rest.length === 1 && rest[0]!.prop === step.short;
  return (Array.isArray(inner) ? inner : [inner]).flatMap((one: unknown) => (isProps(one) ? valuesAt(one, rest) : standsFor && one !== undefined ? [one] : []));
}
