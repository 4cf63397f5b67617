import type { FunctionDeclaration, Node, ObjectProperty } from "@babel/types";
import { wholeLines, type Change } from "./change";
import { removeMember } from "./layout";
import { returnOf } from "./made";
import { nameOf } from "./project";
import type { Source } from "./source";

/** How a function gives a constant of its own back: `return { tank }`. */
export interface GivenBack {
  readonly by: FunctionDeclaration;
  /** What it is called there. */
  readonly as: string;
  readonly property: ObjectProperty;
  /** Where the constant is declared. */
  readonly declared: Node;
}

/** Where a constant of a function is given back; undefined if it is not, or if anything else there uses it. */
export function givenBackAlone(source: Source, declared: Node, name: string): GivenBack | undefined {
  const uses = source.usesOf(name).filter(({ start, end }) => start! < declared.start! || end! > declared.end!);
  const properties = new Set(uses.map((use) => source.parentOf(use)));
  const [property, ...others] = properties;
  if (property?.type !== "ObjectProperty" || others.length > 0 || property.computed) return undefined;
  let around: Node | undefined = declared;
  while (around !== undefined && around.type !== "FunctionDeclaration") around = source.parentOf(around);
  const given = around && returnOf(around)?.argument;
  return around !== undefined && given?.type === "ObjectExpression" && given.properties.includes(property) ? { by: around, as: nameOf(property.key), property, declared } : undefined;
}

/** The changes by which a function no longer gives it back, beside those that take its declaration out with the blank line behind it. */
export function withoutGiving(source: Source, { by, property, declared }: GivenBack): readonly Change[] {
  const end = returnOf(by)!;
  if (end.argument?.type === "ObjectExpression" && end.argument.properties.length > 1) return removeMember(source, end.argument, property);
  const lines = wholeLines(source.text, { start: end.start!, end: end.end! });
  const isNext = source.text.slice(declared.end!, end.start!).trim() === "";
  const before = isNext ? 0 : (/\n([ \t]*\r?\n)$/.exec(source.text.slice(0, lines.start))?.[1]!.length ?? 0);
  return [{ start: lines.start - before, end: lines.end, text: "" }];
}
