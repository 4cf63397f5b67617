import { byFile, withImports } from "../edit";
import type { FileChange } from "../assignment";
import { change } from "../change";
import { withSources, type Project } from "../project";
import { readSource, type Source } from "../source";
import { faultOf } from "../verify";
import type { Grammar } from "./grammar";
import { constructsOf, type Constructs } from "./side";

/** Code while it is merged: what it is now, and which of its files differ from the user's. */
export class Bench {
  readonly changed = new Set<string>();
  /** Files that cannot be merged, and why. */
  readonly failed = new Map<string, string>();

  /** Comments that stay, although what they are about goes: in which file. */
  readonly left: { readonly file: string; readonly text: string }[] = [];

  private readonly fresh = new Map<string, Source | undefined>();

  constructor(
    /** The code as the user has it. */
    readonly before: Project,
    private readonly grammar: Grammar,
    /** Constructs of the other sides: by their ids one is known whose number the code computes. */
    private readonly others: () => readonly Constructs[] = () => [],
  ) {}

  /** The code as it is now. */
  get project(): Project {
    return (this.now ??= this.fresh.size === 0 ? this.before : withSources(this.before, this.fresh));
  }

  private now: Project | undefined;

  /** The constructs that it makes now. */
  get constructs(): Constructs {
    const { project } = this;
    if (this.found?.project !== project) this.found = { project, constructs: constructsOf(project, this.grammar, this.others()) };
    return this.found.constructs;
  }

  private found: { readonly project: Project; readonly constructs: Constructs } | undefined;

  /** Gives a file another text; undefined: it goes. */
  put(path: string, text: string | undefined): void {
    const source = text === undefined ? undefined : readSource(path, text);
    if (text !== undefined && source === undefined) this.failed.set(path, "it does not parse");
    this.fresh.set(path, source);
    this.now = undefined;
  }

  /** What the code would be with some changes, and the constructs that it would make; undefined if they would change something else. */
  wouldBe(changes: readonly FileChange[]): { readonly project: Project; readonly constructs: Constructs } | undefined {
    const tried = new Bench(this.project, this.grammar, this.others);
    tried.make(changes);
    return tried.failed.size > 0 ? undefined : tried;
  }

  /** Makes changes, each file whole or not at all, once they are proven to change nothing else. What they name of the library is imported. */
  make(changes: readonly FileChange[]): void {
    for (const [path, made] of byFile(changes)) {
      const source = this.project.source(path)!;
      if (this.failed.has(path)) continue;
      const all = withImports(source, made, this.grammar.library);
      const fresh = readSource(path, change(source.text, all));
      const fault = faultOf(source, fresh, all);
      if (fault !== undefined) {
        this.failed.set(path, fault);
        continue;
      }
      this.fresh.set(path, fresh);
      this.now = undefined;
      this.changed.add(path);
      this.left.push(...made.flatMap(({ left = [] }) => left.map((text) => ({ file: path, text }))));
    }
  }
}
