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

const nothing: readonly unknown[] = [];

/** What props say at the end of a way; of lists, what each element says. */
export function valuesAt(said: unknown, path: PropPath, from = 0): readonly unknown[] {
  if (!isProps(said)) return nothing;
  const { prop, short } = path[from]!;
  const inner = said[prop];
  if (inner === undefined) return nothing;
  const next = path[from + 1];
  if (next === undefined) return [inner];
  const standsFor = path.length === from + 2 && next.prop === short;
  return (Array.isArray(inner) ? inner : [inner]).flatMap((one: unknown) => (isProps(one) ? valuesAt(one, path, from + 1) : standsFor && one !== undefined ? [one] : nothing));
}
