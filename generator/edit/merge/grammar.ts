import type { Step } from "../assignment";
import type { Kind } from "../instance";

/** What merging has to know of the constructs. */
export interface Grammar {
  readonly kinds: readonly Kind[];
  /** The property that a bare value stands for in the place of a block: `memory` → `dedicated`. By class and the names on the way. */
  readonly short: (className: string, props: readonly string[]) => string | undefined;
  /** The number, word or flag that is meant where a property is left out: `VirtualMachine cpu.cores` → `1`. By class and the names on the way. */
  readonly leftOut: (className: string, props: readonly string[]) => string | number | boolean | undefined;
  /** Properties whose elements tell a list apart: `interface`, `name`, `path`. */
  readonly keys: readonly string[];
  /** Properties by which elements are the same where their place in the list is their number: `macAddress`. */
  readonly marks: readonly string[];
  /** Lists in which the order says nothing: `tags`. */
  readonly unordered: ReadonlySet<string>;
  /** The class that the stack of a project extends. */
  readonly stack: string;
  /** The package that constructs come from. */
  readonly library: string;
}

/** `networkDevices[0].vlanId`, `disks[scsi0].size` */
export const titleOf = (path: readonly Step[]): string =>
  path.map((step, at) => ("prop" in step ? `${at === 0 ? "" : "."}${step.prop}` : "by" in step ? `[${step.is}]` : `[${step.item}]`)).join("");
