import type { Node, ObjectExpression, ObjectProperty } from "@babel/types";
import type { Undecided } from "./assignment";
import type { Place } from "./source";

/** An object, a list or a value on the way to what is set, and how it was reached. */
export interface Reached<N extends Node> extends Place<N> {
  /** The constants that the way to it went through. */
  readonly through: readonly Place[];
  /** The object and the property that it is the value of. */
  readonly in?: { readonly object: Reached<ObjectExpression>; readonly property: ObjectProperty };
}

/** Ends the way: a line decides the value that cannot be edited. */
export class Stop extends Error {
  constructor(readonly undecided: Undecided) {
    super(undecided.why);
  }
}

/** A key as it is written: in quotes where it has to be. */
export const keyText = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));
