import { lineAt, type Place } from "../source";
import { textAt, type Contested } from "./values";

/** What both changed, and that a person has to decide about. */
export interface Conflict {
  /** `VirtualMachine 101`; undefined if it is not a construct's. */
  readonly key?: string;
  /** `memory`, `disks[scsi0].size`; empty: the whole construct. */
  readonly title: string;
  readonly file: string;
  readonly line: number;
  /** The three sides as code; undefined: it says nothing. */
  readonly base?: string;
  readonly fresh?: string;
  readonly mine?: string;
  /** Why pmpc cannot set it, or what it does not go together with; undefined if both changed it. */
  readonly why?: string;
}

/** A value that a person has to decide about, as it is told. */
export function conflictOf({ title, base, fresh, mine, undecided, why = undecided?.why }: Contested, key: string | undefined, place: Place): Conflict {
  return {
    ...(key === undefined ? {} : { key }),
    title,
    file: undecided?.file ?? place.source.path,
    line: undecided?.line ?? lineAt(place.source.text, place.node.start!),
    ...(base === undefined ? {} : { base: textAt(base) }),
    ...(fresh === undefined ? {} : { fresh: textAt(fresh) }),
    ...(mine === undefined ? {} : { mine: textAt(mine) }),
    ...(why === undefined ? {} : { why }),
  };
}
