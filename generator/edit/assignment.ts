import type { Change } from "./change";
import type { Code } from "./layout";

/** One step from an object of props to a value in it. */
export type Step =
  | {
      readonly prop: string;
      /** The property that a bare value in its place stands for: `memory: Size.gibibytes(4)` is its `dedicated`. */
      readonly short?: string;
      /** The properties that come before it, in their order; without them it is put last. */
      readonly before?: readonly string[];
    }
  /** The element of a list that has this value under this key. */
  | { readonly by: string; readonly is: string }
  | { readonly item: number };

/** What a value is to be; without code it goes. */
export interface Assignment {
  readonly path: readonly Step[];
  readonly code?: Code;
  /** The comment behind an element that goes, on its line, goes with it. */
  readonly withComment?: boolean;
  /** It is set although it decides other constructs, too. */
  readonly forAll?: boolean;
  /** Comments that may go with what they are in; all others stay. */
  readonly isOurs?: (comment: string) => boolean;
}

/** Why a value cannot be set: the line that decides it, and what to write there. */
export interface Undecided {
  readonly file: string;
  readonly line: number;
  readonly why: string;
  /** `cpu: { cores: 4 }` */
  readonly write?: string;
  /** It decides the value of other constructs, too. */
  readonly shared?: true;
  /** The construct can say it as a statement of its own only. */
  readonly alone?: true;
}

export type FileChange = Change & { readonly file: string };

/** The property that a bare value stands for in the place of the object that a step goes into: of a block, or of the elements of a list. */
export function shortAt(path: readonly Step[], at: number): string | undefined {
  const before = path[at - 1];
  const block = before !== undefined && !("prop" in before) ? path[at - 2] : before;
  return block !== undefined && "prop" in block ? block.short : undefined;
}
