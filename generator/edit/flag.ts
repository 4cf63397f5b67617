import { assign } from "./assign";
import type { Assignment, Step, Undecided } from "./assignment";
import { canonical } from "./canonical";
import { applied, byFile, setValues, withImports } from "./edit";
import { instancesIn, type Instance, type Kind } from "./instance";
import { withSource, type Project } from "./project";
import { valueAt } from "./read";
import { newChangeSet } from "./change-set";

/** A flag that several constructs are to say. */
export interface Flag {
  /** The constructs that are meant. */
  readonly isMeant: (instance: Instance) => boolean;
  readonly path: (instance: Instance) => readonly Step[];
  /** Undefined: they are to say nothing of it. */
  readonly value: (instance: Instance) => boolean | undefined;
}

export interface Flagged {
  /** The files that change: path → text. */
  readonly files: ReadonlyMap<string, string>;
  /** The constructs that are meant, as they were. */
  readonly found: readonly Instance[];
  /** Those of them that said nothing of it, and those that said it already. */
  readonly silent: readonly Instance[];
  readonly same: readonly Instance[];
  /** What could not be set, and the line that decides it. */
  readonly undecided: readonly (Undecided & { readonly instance: Instance })[];
}

/**
 * Sets a flag of several constructs wherever they are made, each by the smallest change of the text. What a table or a helper says of all that
 * it makes is said there, where all of them are meant; else a row becomes a statement of its own.
 */
export function setFlag(before: Project, kinds: readonly Kind[], { isMeant, path, value }: Flag, library = "pmpc"): Flagged {
  const files = new Map<string, string>();
  const undecided: (Undecided & { readonly instance: Instance })[] = [];
  const done = new Set<string>();
  let project = before;
  const found = instancesIn(project, kinds).filter(isMeant);
  const silent = found.filter((one) => valueAt(project, one, path(one)) === undefined);
  const same = found.filter((one) => isSet(before, one, path(one), value(one)));
  const assignmentOf = (one: Instance): Assignment => {
    const wanted = value(one);
    return { path: path(one), ...(wanted === undefined ? {} : { code: () => String(wanted) }) };
  };
  for (;;) {
    const all = instancesIn(project, kinds);
    const open = [...all.entries()].filter(([, one]) => isMeant(one) && !done.has(nameOf(one)));
    if (open.length === 0) return { files, found, silent, same, undecided };
    const taken = newChangeSet();
    const others = new Set(all.filter((one) => !isMeant(one)).map(({ creation }) => creation.node));
    const alone: number[] = [];
    for (const [at, one] of open) {
      const outcome = isSet(project, one, path(one), value(one)) ? { changes: [] } : assignAll(project, one, !others.has(one.creation.node), assignmentOf(one));
      if ("undecided" in outcome) alone.push(at);
      else if (outcome.changes.every(taken.has)) done.add(nameOf(one));
      else if (!outcome.changes.some(taken.isNear)) {
        taken.add(outcome.changes);
        done.add(nameOf(one));
      }
    }
    for (const [file, made] of byFile(taken.all)) {
      const source = project.source(file)!;
      const fresh = applied(source, withImports(source, made, library));
      files.set(file, fresh.text);
      project = withSource(project, fresh);
    }
    const [first] = alone;
    if (taken.all.length > 0 || first === undefined) continue;
    const instance = all[first]!;
    const edited = setValues(project, kinds, (_, at) => at === first, [assignmentOf(instance)], library);
    done.add(nameOf(instance));
    undecided.push(...edited.undecided.map((one) => ({ ...one, instance })));
    if (edited.undecided.length > 0) continue;
    for (const [file, text] of edited.files) files.set(file, text);
    project = edited.project;
  }
}

const nameOf = ({ className, key, id }: Instance) => `${className} ${key ?? id}`;

function assignAll(project: Project, instance: Instance, isForAll: boolean, assignment: Assignment) {
  const outcome = assign(project, instance, assignment);
  return "undecided" in outcome && outcome.undecided.shared && isForAll ? assign(project, instance, { ...assignment, forAll: true }) : outcome;
}

function isSet(project: Project, instance: Instance, path: readonly Step[], value: boolean | undefined): boolean {
  const place = valueAt(project, instance, path);
  return place === undefined ? value === undefined : canonical(project, place, instance.frames) === String(value);
}
