import { assign } from "../assign";
import type { Assignment, FileChange, Undecided } from "../assignment";
import { valueAt } from "../read";
import { lineAt, type Place } from "../source";
import type { ChangeSet } from "../change-set";
import { compare, type Clash, type Three, type Wanted } from "./compare";
import type { Grammar } from "./grammar";
import { functionAround } from "./side";
import { scopeName, translateValue, type Words } from "./words";

/** A value that the user has to decide about, and why pmpc cannot. */
export interface Contested extends Clash {
  readonly undecided?: Undecided;
  /** Both changed something, and the two do not go together: as half a sentence. */
  readonly why?: string;
}

/** Values that stay as the user has them, as they would not go together with others of the user's: title → why. */
export type Held = ReadonlyMap<string, string>;

export interface Round {
  readonly changes: readonly FileChange[];
  readonly contested: readonly Contested[];
  /** More is wanted once these changes are made. */
  readonly later: boolean;
  /** Changes of what the code decides for several constructs at once, by the value that is wanted. */
  readonly shared: readonly SharedChange[];
}

/** A value that a row of a table leaves to all of its rows: where, and what it would be for all of them; without changes, a row of it cannot say it. */
export interface SharedChange {
  readonly contested: Contested;
  readonly changes: readonly FileChange[];
}

/** What of a construct can be brought up to date with the text as it is. `taken` collects the changes of a round, also of other constructs. */
export function bringUpToDate(three: Three, grammar: Grammar, words: Words, taken: ChangeSet, reshaped: Set<unknown>, isMeant: (title: string) => boolean = () => true, held: Held = new Map()): Round {
  const { wanted: all, clashes } = compare(three, grammar);
  const wanted = all.filter(({ title }) => !held.has(title));
  const sidesOf = ({ path, title, fresh }: Wanted): Contested => ({ path, title, fresh, base: three.base && valueAt(three.base.project, three.base.instance, path), mine: valueAt(three.mine.project, three.mine.instance, path) });
  const apart = all.filter(({ title }) => held.has(title)).map((one): Contested => ({ ...sidesOf(one), why: held.get(one.title)! }));
  const contested: Contested[] = [...clashes, ...apart].filter(({ title }) => isMeant(title));
  const changes: FileChange[] = [];
  const shared: SharedChange[] = [];
  let later = false;
  const known = commentsOf(three.base?.instance.creation);
  for (const one of wanted.filter(({ title }) => isMeant(title))) {
    const outcome = assignHere(three, one, words, known);
    if ("undecided" in outcome) {
      const contest = { ...sidesOf(one), undecided: outcome.undecided };
      if (outcome.undecided.alone) {
        shared.push({ contested: contest, changes: [] });
        continue;
      }
      const forAll = outcome.undecided.shared ? assignHere(three, one, words, known, true) : outcome;
      if ("undecided" in forAll) contested.push(contest);
      else shared.push({ contested: contest, changes: forAll.changes });
    } else if (reshaped.has(outcome.reshapes) || outcome.changes.some(taken.isNear)) {
      later ||= !outcome.changes.every(taken.has);
    } else {
      changes.push(...outcome.changes);
      taken.add(outcome.changes);
      if (outcome.reshapes !== undefined) reshaped.add(outcome.reshapes);
    }
  }
  return { changes, contested, later, shared };
}

/** Sets one value where the user's code decides it, in words that are known there. */
function assignHere({ mine: { project, instance } }: Three, { path, fresh }: Wanted, words: Words, known: ReadonlySet<string>, forAll = false) {
  const { source } = instance.creation;
  const scope = instance.frames.size > 0 ? undefined : scopeName(instance.scope);
  const speak = (name: string | undefined) => (fresh === undefined ? undefined : translateValue(fresh, words, { scope: name, source, at: instance.creation.node.start! }));
  const set = (name: string | undefined) => {
    const code = speak(name);
    if (fresh !== undefined && code === undefined) return undefined;
    const assignment: Assignment = { path, ...(code === undefined ? {} : { code }), isOurs: (comment) => known.has(plain(comment)), forAll };
    return assign(project, instance, assignment);
  };
  const first = set(scope);
  // What is elsewhere does not know the stack by its name here.
  if (first !== undefined && ("undecided" in first || scope === undefined || first.changes.every((one) => isInside(one, instance.creation)))) return first;
  const second = set(undefined);
  if (second !== undefined) return second;
  return first !== undefined && "undecided" in first ? first : { undecided: { file: source.path, line: lineAt(source.text, instance.creation.node.start!), why: "it needs the stack, which has no name there" } as Undecided };
}

function isInside({ file, start, end }: FileChange, creation: Place): boolean {
  const around = functionAround(creation);
  return around !== undefined && creation.source.path === file && around.start! <= start && end <= around.end!;
}

export const plain = (comment: string): string => comment.replace(/\s+/g, " ").trim();

/** The comments in a construct, as plain texts. */
export function commentsOf(creation: Place | undefined): ReadonlySet<string> {
  if (creation === undefined) return new Set();
  const { source, node } = creation;
  return new Set((source.file.comments ?? []).filter(({ start, end }) => start! >= node.start! && end! <= node.end!).map(({ value }) => plain(value)));
}

export const textAt = ({ source, node }: Place): string => source.text.slice(node.start!, node.end!);
