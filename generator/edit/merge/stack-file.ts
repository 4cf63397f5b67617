import type { Project } from "../project";
import type { Bench } from "./bench";
import type { Grammar } from "./grammar";
import type { Sides } from "./sides";
import { readsOfGone } from "./stack";
import { alikeIn, stackOf } from "./words";

interface Merged {
  readonly bench: Bench;
  readonly base: Project;
  readonly fresh: Project;
  readonly grammar: Grammar;
}

/** The file of the stack, if nobody edited it. Code that was edited may still read what its new text lacks; then that text waits. */
export class StackFile {
  private waiting: string | undefined;

  constructor(
    private readonly merged: Merged,
    private readonly sides: Sides,
    private readonly pristine: ReadonlySet<string>,
  ) {}

  isIn(path: string): boolean {
    return this.sides.fresh.get(path)?.includes(this.merged.grammar.stack) === true;
  }

  /** Whether it is merged although it was not edited: it has to name files that were edited, or fields that these read. */
  isMerged(path: string): boolean {
    if ([...this.sides.base.keys()].some((one) => !this.sides.fresh.has(one) && !this.pristine.has(one))) return true;
    if (this.isMissed()) this.waiting = path;
    return this.waiting === path;
  }

  /** Its path, once its new text has waited and nothing reads any more what that lacks. */
  ready(): string | undefined {
    const { bench, fresh, grammar } = this.merged;
    const [now, mine] = [stackOf(fresh, grammar), stackOf(bench.project, grammar)];
    if (this.waiting === undefined || now === undefined || mine === undefined || this.isMissed()) return undefined;
    return now.fields.every((one) => alikeIn(mine.fields, one)?.name === one.name) ? this.waiting : undefined;
  }

  private isMissed(): boolean {
    const { bench, base, fresh, grammar } = this.merged;
    return readsOfGone(bench, stackOf(base, grammar), stackOf(fresh, grammar), grammar);
  }
}
