import type { FileChange } from "./assignment";
import { countUpTo } from "./change";

/** Changes that are to be made together: none of them overlaps another one. */
export interface ChangeSet {
  readonly all: readonly FileChange[];
  /** The same change is among them. */
  has(one: FileChange): boolean;
  /** One of them overlaps or touches it. */
  isNear(one: FileChange): boolean;
  add(changes: readonly FileChange[]): void;
}

export function newChangeSet(): ChangeSet {
  const all: FileChange[] = [];
  const printed = new Set<string>();
  // In the order of the text: those of thousands of constructs are not compared one by one.
  const byFile = new Map<string, FileChange[]>();
  return {
    all,
    has: (one) => printed.has(print(one)),
    isNear(one) {
      const others = byFile.get(one.file) ?? [];
      const last = others[countUpTo(others, one.end) - 1];
      return last !== undefined && one.start <= last.end;
    },
    add(changes) {
      for (const one of changes) {
        all.push(one);
        printed.add(print(one));
        const others = byFile.get(one.file) ?? [];
        let at = countUpTo(others, one.start);
        // What is put in at the start of a longer one comes before it.
        while (at > 0 && others[at - 1]!.start === one.start && others[at - 1]!.end > one.end) at--;
        others.splice(at, 0, one);
        byFile.set(one.file, others);
      }
    },
  };
}

const print = ({ file, start, end, text }: FileChange) => `${file} ${start} ${end} ${text}`;
