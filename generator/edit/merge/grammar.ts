import type { Step } from "../assignment";
import type { Kind } from "../instance";

/** What merging has to know of the constructs. */
export interface Grammar {
  readonly kinds: readonly Kind[];
  /** The property that a bare value stands for in the place of a block: `memory` → `dedicated`. By class and the names on the way. */
  readonly short: (className: string, props: readonly string[]) => string | undefined;
  /** The number, word or flag that is meant where a property is left out: `VirtualMachine cpu.cores` → `1`. By class and the names on the way. */
  readonly leftOut: (className: string, props: readonly string[]) => string | number | boolean | undefined;
  /** What is wrong with the properties of a construct together. */
  readonly contradictions: (className: string, props: object) => readonly Contradiction[];
  /** What a call stands for: `Size.gibibytes(4)`; undefined if unknown. */
  readonly made: (by: string, of: readonly unknown[]) => unknown;
  /** Properties whose elements tell a list apart: `interface`, `name`, `path`. */
  readonly keys: readonly string[];
  /** Properties by which elements are the same where their place in the list is their number: `macAddress`. */
  readonly marks: readonly string[];
  /** Lists in which the order says nothing: `tags`. */
  readonly unordered: ReadonlySet<string>;
  /** What objects of a class are referred to as, and how code names one that it does not have: `ZfsStorage` → `storage`, `Storage.fromName`. */
  readonly thing: (className: string) => { readonly kind: string; readonly factory: string } | undefined;
  /** The class that the stack of a project extends. */
  readonly stack: string;
  /** The package that constructs come from. */
  readonly library: string;
}

/** Values that do not go together. */
export interface Contradiction {
  /** As half a sentence. */
  readonly why: string;
  /** Titles of the values, without the elements that they are in: `memory.floating`, `disks.interface`. */
  readonly about: readonly string[];
}

/** `networkDevices[0].vlanId`, `disks[scsi0].size` */
export const titleOf = (path: readonly Step[]): string =>
  path.map((step, at) => ("prop" in step ? `${at === 0 ? "" : "."}${step.prop}` : "by" in step ? `[${step.is}]` : `[${step.item}]`)).join("");
