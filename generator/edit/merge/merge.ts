import type { FileChange } from "../assignment";
import { readProject, type Project } from "../project";
import { lineAt, type Place } from "../source";
import { Bench } from "./bench";
import { lostComment, miscounted, saidTwice } from "./check";
import { apart, notesChanges, remarkChanges } from "./comments";
import type { Grammar } from "./grammar";
import { arrive, leave, type Trouble } from "./guests";
import { contradictionsIn } from "./contradiction";
import { dropImports } from "./imports";
import { constantsDiffer, constructsOf, isAsGenerated, type Constructs } from "./side";
import { conflictOf, type Conflict } from "./conflict";
import { dropHolders, heldIn, settleMade } from "./made";
import { isPristine, withLineEnds, type LeftComment, type Merge, type Sides } from "./sides";
import { addFields, mergeConstructor, moduleOf, namesField, removeFields } from "./stack";
import { StackFile } from "./stack-file";
import { mergeValues } from "./rounds";
import { commentsOf, plain, textAt, type Held } from "./values";
import { stackOf, type Words } from "./words";

/**
 * Merges what is generated now into code that its user has shaped. Constructs are found wherever they are; each property that only one side
 * has changed is as that side has it. `isLeaving`: constructs that are proven gone, which leave the code however they were edited.
 */
export function mergeCode({ base, fresh, mine }: Sides, grammar: Grammar, isLeaving: (key: string) => boolean): Merge {
  const paths = new Set([...base.keys(), ...fresh.keys()]);
  const pristine = new Set([...paths].filter((path) => isPristine(path, { base, fresh, mine })));
  const isAsWritten = [...paths].every((path) => !mine.get(path)?.includes("\r\n"));
  if (pristine.size === paths.size && isAsWritten && !isMissed({ base, fresh, mine }, paths, grammar)) return { files: new Map(), kept: new Set(), conflicts: [], deleted: [], left: [], failed: new Map() };
  const held = new Map<string, ReadonlyMap<string, string>>();
  for (;;) {
    const merging = new Merging({ base, fresh, mine }, grammar, isLeaving, pristine, held);
    const merge = merging.run();
    const found = merging.contradicted();
    if (found.size === 0) return merge;
    for (const [key, titles] of found) held.set(key, new Map([...(held.get(key) ?? []), ...titles]));
  }
}

/** Whether a file of the user's own may read what the stack has in its old text, and not in its new one. */
function isMissed({ base, fresh, mine }: Sides, generated: ReadonlySet<string>, grammar: Grammar): boolean {
  const [before, now] = [base, fresh].map((side) => new Set([...side.values()].filter((text) => text.includes(grammar.stack)).flatMap((text) => [...text.matchAll(/^ {2}readonly ([\w$]+) = /gm)].map(([, name]) => name!))));
  const gone = [...before!].filter((name) => !now!.has(name));
  if (gone.length === 0) return false;
  return [...mine].some(([path, text]) => !generated.has(path) && gone.some((name) => namesField(text, name)));
}

class Merging {
  private readonly differing: ReadonlySet<string>;
  private readonly base: Project;
  private readonly fresh: Project;
  private readonly bench: Bench;
  private readonly stack: StackFile;
  private readonly conflicts: Conflict[] = [];
  private old: Constructs = new Map();
  private now: Constructs = new Map();

  constructor(
    private readonly sides: Sides,
    private readonly grammar: Grammar,
    private readonly isLeaving: (key: string) => boolean,
    private readonly pristine: ReadonlySet<string>,
    private readonly held: ReadonlyMap<string, Held>,
  ) {
    const { base, fresh, mine } = sides;
    this.differing = new Set([...new Set([...base.keys(), ...fresh.keys()])].filter((path) => base.get(path) !== fresh.get(path)));
    const some = (side: ReadonlyMap<string, string>) => readProject(new Map([...side].filter(([path, text]) => this.differing.has(path) || text.includes(grammar.stack) || /\breturn \{/.test(text))));
    [this.base, this.fresh] = [some(base), some(fresh)];
    this.bench = new Bench(readProject(mine), grammar, () => [this.old, this.now]);
    this.stack = new StackFile({ bench: this.bench, base: this.base, fresh: this.fresh, grammar }, sides, pristine);
  }

  run(): Merge {
    const { base, mine } = this.sides;
    if (this.differing.size === 0) return this.result(this.bench.project, []);
    for (const [path, text] of mine) if ((this.differing.has(path) || base.has(path)) && this.bench.project.source(path) === undefined && text !== undefined) this.bench.failed.set(path, "it does not parse");
    this.old = constructsOf(this.base, this.grammar);
    this.now = constructsOf(this.fresh, this.grammar, [this.old]);
    const own = this.bench.constructs;
    const hidden = new Set([...this.bench.failed.keys()]);
    const isHidden = (key: string) => [this.old.get(key), this.now.get(key)].some((list) => list?.some(({ creation }) => hidden.has(creation.source.path)));
    const placed = this.replacePristine(own);
    const words = this.fields();
    const keys = [...this.now.keys()].filter((key) => !isHidden(key) && !placed.has(key));
    const deleted = keys.filter((key) => this.old.has(key) && !own.has(key));
    const twice = keys.filter((key) => (own.get(key)?.length ?? 0) > 1);
    for (const key of twice) this.conflictAt(key, own.get(key)![1]!.creation, `${key} is declared ${own.get(key)!.length} times`);
    const shared = keys.filter((key) => own.get(key)?.length === 1);
    this.values(shared, words);
    const gone = [...this.old.keys()].filter((key) => !this.now.has(key) && !isHidden(key) && own.has(key) && !placed.has(key));
    const leaving = gone.filter((key) => this.isLeaving(key) || this.isUntouched(key, own));
    for (const key of gone.filter((one) => !leaving.includes(one))) this.conflictAt(key, own.get(key)![0]!.creation, "it is generated no longer, and you have changed it");
    const stuck = this.tell(leave(this.bench, leaving, this.old));
    // What was in a file that was not edited may belong into one that somebody has.
    const isUprooted = (key: string) => own.get(key)?.every(({ creation }) => this.replaced.has(creation.source.path)) === true;
    const newcomers = keys.filter((key) => (own.has(key) ? isUprooted(key) : !this.old.has(key))).map((key) => ({ key, instance: this.now.get(key)![0]! }));
    const homeless = this.tell(arrive(this.bench, newcomers, this.fresh, this.grammar, words));
    this.replaceStack();
    this.comments();
    this.made();
    this.constructors(words);
    this.imports();
    const expected = new Map([...own].map(([key, list]) => [key, list.length] as const));
    for (const key of leaving) if (!stuck.has(key)) expected.delete(key);
    for (const { key } of newcomers) if (!homeless.has(key)) expected.set(key, 1);
    for (const key of placed) expected.set(key, 1);
    for (const key of this.leftWithPristine(own)) expected.delete(key);
    return this.checked(expected, deleted);
  }

  // ---- files that were not edited ------------------------------------------------------------------------------------------------

  /** Gives files that were not edited their new text, without the constructs that live elsewhere. Gives the constructs that are then in place. */
  private replacePristine(own: Constructs): ReadonlySet<string> {
    const { fresh, mine } = this.sides;
    const placed = new Set<string>();
    // What reads fields of the stack comes first.
    for (const path of [...this.differing].sort((one, other) => Number(this.stack.isIn(one)) - Number(this.stack.isIn(other)))) {
      if (!this.pristine.has(path) || (this.stack.isIn(path) && this.stack.isMerged(path))) continue;
      if (fresh.get(path) === undefined && !mine.has(path)) continue;
      this.bench.put(path, withLineEnds(fresh.get(path), mine.get(path)));
      this.replaced.add(path);
    }
    const elsewhere = (key: string) => own.get(key)?.some(({ creation }) => !this.replaced.has(creation.source.path)) === true;
    const guests = [...this.now].filter(([, [one]]) => this.replaced.has(one!.creation.source.path));
    const strangers = guests.filter(([key]) => elsewhere(key)).map(([key]) => key);
    for (const [key] of guests) if (!elsewhere(key)) placed.add(key);
    if (strangers.length > 0) this.strip(strangers);
    return placed;
  }

  private readonly replaced = new Set<string>();

  /** Takes constructs out of files that were just given their new text. */
  private strip(keys: readonly string[]): void {
    const only = new Bench(readProject(new Map([...this.replaced].flatMap((path) => (this.sides.fresh.has(path) ? [[path, this.sides.fresh.get(path)!] as const] : [])))), this.grammar);
    leave(only, keys, this.now);
    for (const path of only.changed) this.bench.put(path, only.project.source(path)!.text);
  }

  /** Constructs that were in a file that was not edited, and are not in what took its place. */
  private leftWithPristine(own: Constructs): readonly string[] {
    return [...own].filter(([key, list]) => !this.now.has(key) && list.every(({ creation }) => this.replaced.has(creation.source.path))).map(([key]) => key);
  }

  /** Gives the file of the stack its new text once nothing reads what is not in it. */
  private replaceStack(): void {
    const path = this.stack.ready();
    if (path === undefined) return;
    this.bench.put(path, withLineEnds(this.sides.fresh.get(path), this.sides.mine.get(path)));
    this.replaced.add(path);
  }

  // ---- what changed ----------------------------------------------------------------------------------------------------------------

  private fields(): Words {
    const [old, now] = [stackOf(this.base, this.grammar), stackOf(this.fresh, this.grammar)];
    if (now !== undefined && !this.replaced.has(now.source.path)) addFields(this.bench, old, now, this.grammar, (name) => [...this.replaced].some((path) => namesField(this.sides.fresh.get(path), name)));
    return { fresh: now, mine: stackOf(this.bench.project, this.grammar) };
  }

  /** Fields that stand for constructs of the code. */
  private made(): void {
    // What a file that does not parse makes is not known, and not gone.
    if (this.bench.failed.size > 0) return;
    const [old, now] = [stackOf(this.base, this.grammar), stackOf(this.fresh, this.grammar)];
    if (now !== undefined) settleMade(this.bench, old, now, this.grammar);
  }

  private values(keys: readonly string[], words: Words): void {
    const { bench, base, fresh, old, now, grammar, held } = this;
    const contested = mergeValues({ bench, base, fresh, old, now, grammar, held, isOfUser: (key) => this.isOfUser(key) }, keys.filter((key) => this.isChanged(key)), words);
    const own = bench.constructs;
    for (const [key, list] of contested) for (const one of list) this.conflicts.push(conflictOf(one, key, (one.mine ?? own.get(key)?.[0]?.creation)!));
  }

  /** Tells comments that were not generated for a construct. */
  private isOfUser(key: string): (comment: string) => boolean {
    const ours = commentsOf(this.old.get(key)?.[0]?.creation);
    return (comment) => !ours.has(plain(comment));
  }

  /** What was merged into constructs, and does not go together with what the user has there, although each side did: key → title → why. */
  contradicted(): ReadonlyMap<string, Held> {
    const found = new Map<string, Held>();
    if (this.bench.changed.size === 0) return found;
    const [own, after] = [constructsOf(this.bench.before, this.grammar, [this.old, this.now]), this.bench.constructs];
    for (const [key, [now]] of this.now) {
      const [[mine], [merged], [old]] = [own.get(key) ?? [], after.get(key) ?? [], this.old.get(key) ?? []];
      if (mine === undefined || merged === undefined || !this.isChanged(key)) continue;
      const three = { base: old && { project: this.base, instance: old }, fresh: { project: this.fresh, instance: now! }, mine: { project: this.bench.before, instance: mine } };
      const apart = contradictionsIn(three, { project: this.bench.project, instance: merged }, this.grammar, this.held.get(key));
      if (apart.size > 0) found.set(key, apart);
    }
    return found;
  }

  /** Whether a construct is generated otherwise than it was. */
  private isChanged(key: string): boolean {
    const [[old], [now]] = [this.old.get(key) ?? [], this.now.get(key)!];
    return old === undefined || textAt(old.creation) !== textAt(now!.creation) || old.creation.source.path !== now!.creation.source.path || constantsDiffer(old.creation.source, now!.creation.source);
  }

  private isUntouched(key: string, own: Constructs): boolean {
    const [mine, ...others] = own.get(key)!;
    return others.length === 0 && isAsGenerated({ project: this.bench.project, instance: mine! }, { project: this.base, instance: this.old.get(key)![0]! });
  }

  private comments(): void {
    const own = this.bench.constructs;
    const changes: FileChange[] = [];
    for (const [key, [instance]] of own) {
      const [base] = this.old.get(key) ?? [];
      const [fresh] = this.now.get(key) ?? [];
      if (instance && base && fresh && !this.replaced.has(instance.creation.source.path)) changes.push(...notesChanges(base, fresh, instance));
    }
    this.bench.make(apart(changes));
    const after = this.bench.constructs;
    for (const path of this.differing) {
      const [base, fresh, mine] = [this.base.source(path), this.fresh.source(path), this.bench.project.source(path)];
      if (fresh && mine && !this.replaced.has(path)) this.bench.make(apart(remarkChanges(base, fresh, mine, this.now, after)));
    }
  }

  private constructors(words: Words): void {
    const [old, now] = [stackOf(this.base, this.grammar), stackOf(this.fresh, this.grammar)];
    if (now === undefined || this.replaced.has(now.source.path) || !this.differing.has(now.source.path)) return;
    const [held, mine] = [heldIn(now), stackOf(this.bench.project, this.grammar)];
    const isKept = (name: string) => {
      // What makes others for fields is called there, where the user's class has such a field.
      if (held.includes(name)) return mine === undefined || !heldIn(mine).includes(name);
      const module = old && moduleOf(old.source, name);
      return module !== undefined && this.bench.project.imported(old!.source, module) !== undefined;
    };
    const contested = mergeConstructor(this.bench, old, now, this.grammar, words, { base: this.base, fresh: this.fresh }, isKept);
    for (const one of contested) this.conflicts.push(conflictOf(one, undefined, one.mine ?? one));
    if (this.bench.failed.size > 0) return;
    removeFields(this.bench, old, now, this.grammar);
    dropHolders(this.bench, old, now, this.grammar);
    const { path } = now.source;
    // Lines that are gone leave those that parted them. In a file that was edited they may be the user's.
    if (this.pristine.has(path) && this.bench.changed.has(path)) this.bench.put(path, this.bench.project.source(path)!.text.replace(/\{(\r?\n)(?:\r?\n)+/g, "{$1").replace(/(\r?\n){3,}/g, "$1$1"));
  }

  private imports(): void {
    for (const path of this.differing) {
      const mine = this.bench.project.source(path);
      if (mine && !this.replaced.has(path)) this.bench.make(dropImports(this.base.source(path), this.fresh.source(path), mine));
    }
  }

  // ---- what comes of it ------------------------------------------------------------------------------------------------------------

  private conflictAt(key: string, { source, node }: Place, why: string): void {
    this.conflicts.push({ key, title: "", file: source.path, line: lineAt(source.text, node.start!), why });
  }

  private tell(troubles: readonly Trouble[]): ReadonlySet<string> {
    for (const { key, file, line, why } of troubles) this.conflicts.push({ key, title: "", file, line, why });
    return new Set(troubles.map(({ key }) => key));
  }

  /** The result, where it can be proven; else nothing, and why. */
  private checked(expected: ReadonlyMap<string, number>, deleted: readonly string[]): Merge {
    const { project, changed } = this.bench;
    const edited = [...changed].filter((path) => !this.replaced.has(path));
    const found = this.bench.constructs;
    const { before } = this.bench;
    const twice = edited.flatMap((path) => {
      const fault = saidTwice(before.source(path), project.source(path)!);
      return fault === undefined ? [] : [[path, fault] as const];
    });
    const fault = miscounted(found, expected) ?? twice[0]?.[1] ?? lostComment(this.base, before, project, new Set(edited));
    const failed = new Map([...this.bench.failed]);
    if (fault === undefined && [...failed.keys()].every((path) => !changed.has(path))) return this.result(project, deleted);
    const why = fault ?? [...failed.values()][0]!;
    return { files: new Map(), kept: new Set(), conflicts: [], deleted: [], left: [], failed: new Map([...[...this.differing].map((path) => [path, why] as const), ...failed]) };
  }

  private result(project: Project, deleted: readonly string[]): Merge {
    const { mine } = this.sides;
    const texts = new Map(project.paths.map((path) => [path, project.source(path)?.text ?? mine.get(path)]));
    const paths = new Set([...mine.keys(), ...texts.keys()]);
    const files = new Map([...paths].filter((path) => texts.get(path) !== mine.get(path)).map((path) => [path, texts.get(path)] as const));
    const kept = new Set([...this.differing].filter((path) => !this.replaced.has(path) && !files.has(path)));
    return { files, kept, conflicts: this.conflicts, deleted, left: this.left(), failed: this.bench.failed };
  }

  private left(): readonly LeftComment[] {
    return this.bench.left.flatMap(({ file, text }) => {
      const now = this.bench.project.source(file)?.text;
      const at = now?.indexOf(text) ?? -1;
      return now === undefined || at < 0 ? [] : [{ file, line: lineAt(now, at), text }];
    });
  }
}
