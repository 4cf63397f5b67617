import type { Step } from "../assignment";
import { newChangeSet } from "../change-set";
import { setValues } from "../edit";
import { instancesIn, isSame, type Instance } from "../instance";
import type { Code as Written } from "../layout";
import { readProject, type Project } from "../project";
import { lineAt, type Place } from "../source";
import { Bench } from "./bench";
import type { Grammar } from "./grammar";
import { constructsOf } from "./side";
import { bringUpToDate, textAt } from "./values";
import { compare, type Wanted } from "./compare";
import { stackOf } from "./words";
import { valueAt } from "../read";
import { unfold } from "../unfold";

/** One value that the user's code says otherwise than what is generated. */
export interface Difference {
  /** `memory`, `disks[scsi0].size` */
  readonly title: string;
  readonly file: string;
  readonly line: number;
  /** As code; undefined: it says nothing. */
  readonly fresh?: string;
  readonly mine?: string;
}

type Code = ReadonlyMap<string, string>;

/** What code says otherwise of a construct than what is generated; undefined if one of them does not have it once. */
export function differencesOf(mine: Code, fresh: Code, key: string, grammar: Grammar): readonly Difference[] | undefined {
  const found = bothSides(readProject(mine), readProject(fresh), key, grammar);
  if (found === undefined) return undefined;
  const { own, fresh: now } = found;
  return compare({ base: own, fresh: now, mine: own }, grammar).wanted.map(({ path, title, fresh: place }: Wanted): Difference => {
    const said = valueAt(own.project, own.instance, path);
    const at: Place = said ?? own.instance.creation;
    return { title, file: at.source.path, line: lineAt(at.source.text, at.node.start!), ...(place === undefined ? {} : { fresh: textAt(place) }), ...(said === undefined ? {} : { mine: textAt(said) }) };
  });
}

function bothSides(mine: Project, fresh: Project, key: string, grammar: Grammar) {
  const theirs = constructsOf(fresh, grammar);
  const [own, ...others] = constructsOf(mine, grammar, [theirs]).get(key) ?? [];
  const [now] = theirs.get(key) ?? [];
  return own === undefined || now === undefined || others.length > 0 ? undefined : { own: { project: mine, instance: own }, fresh: { project: fresh, instance: now } };
}

/** Whether a value is one of those that were named, or a part of one, or has one in it. The last word names one, too: `cores` is `cpu.cores`. */
export const isNamed = (titles: readonly string[]) => (title: string) => titles.some((one) => one === title || isWithin(title, one) || isWithin(one, title) || title.endsWith(`.${one}`));

const isWithin = (inner: string, outer: string) => inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);

export interface Taken {
  readonly files: ReadonlyMap<string, string>;
  /** What could not be set, and the line that decides it. */
  readonly refused: readonly { readonly title: string; readonly file: string; readonly line: number; readonly why: string }[];
}

const mostRounds = 24;

/** Takes values of a construct over as they are generated, each by the smallest change of the text. */
export function takeOver(mine: Code, fresh: Code, key: string, isMeant: (title: string) => boolean, grammar: Grammar): Taken {
  const theirs = readProject(fresh);
  const bench = new Bench(readProject(mine), grammar, () => [constructsOf(theirs, grammar)]);
  const words = { fresh: stackOf(theirs, grammar), mine: stackOf(bench.project, grammar) };
  let refused: Taken["refused"] = [];
  for (let round = 0; round < mostRounds; round++) {
    const found = bothSides(bench.project, theirs, key, grammar);
    if (found === undefined) break;
    const made = bringUpToDate({ base: found.own, fresh: found.fresh, mine: found.own }, grammar, words, newChangeSet(), new Set(), isMeant);
    // What a table decides for all of its rows is said for this one alone.
    const alone = made.shared.length > 0 ? unfold(bench.project, found.own.instance) : undefined;
    if (alone !== undefined) {
      bench.make(alone);
      continue;
    }
    refused = [...made.contested, ...made.shared.map(({ contested }) => contested)].flatMap(({ title, undecided }) => (undecided === undefined ? [] : [{ title, file: undecided.file, line: undecided.line, why: undecided.why }]));
    if (made.changes.length === 0) break;
    bench.make(made.changes);
  }
  return { files: new Map([...bench.changed].map((path) => [path, bench.project.source(path)!.text])), refused: [...refused, ...[...bench.failed].map(([file, why]) => ({ title: "", file, line: 1, why }))] };
}

/**
 * Sets a value in which code and what is generated differ to something else, by the smallest change of the text. `code` may name what its place
 * knows; undefined if they do not differ in one value of that name.
 */
export function setOtherwise(mine: Code, fresh: Code, key: string, title: string, code: (project: Project, instance: Instance, path: readonly Step[]) => Written, grammar: Grammar): Taken | undefined {
  const found = bothSides(readProject(mine), readProject(fresh), key, grammar);
  if (found === undefined) return undefined;
  const { own } = found;
  const named = compare({ base: own, fresh: found.fresh, mine: own }, grammar).wanted.filter((one) => isNamed([title])(one.title));
  const wanted = named.find((one) => one.title === title) ?? (named.length === 1 ? named[0] : undefined);
  if (wanted === undefined) return undefined;
  const at = instancesIn(own.project, grammar.kinds).findIndex((one) => isSame(one, own.instance));
  const { files, undecided } = setValues(own.project, grammar.kinds, (_, place) => place === at, [{ path: wanted.path, code: code(own.project, own.instance, wanted.path) }], grammar.library);
  return { files, refused: undecided.map(({ file, line, why }) => ({ title, file, line, why })) };
}
