import { PmpcError } from "../../lib/error";
import { assign } from "./assign";
import type { Assignment, FileChange, Undecided } from "./assignment";
import { change, type Change } from "./change";
import { importNames, namesFor } from "./import";
import { instancesIn, type Instance, type Kind } from "./instance";
import { withSource, type Project } from "./project";
import { readSource, type Source } from "./source";
import { newChangeSet } from "./change-set";
import { unfold } from "./unfold";
import { faultOf } from "./verify";

/** What became of code. */
export interface Edited {
  readonly project: Project;
  /** The files that change: path → text. */
  readonly files: ReadonlyMap<string, string>;
  /** The construct as it is now. */
  readonly instance: Instance;
  /** What could not be set, in the order in which it was asked for. */
  readonly undecided: readonly (Undecided & { readonly assignment: Assignment })[];
}

/**
 * Sets values of one construct, each by the smallest change of the text; what is not meant stays byte for byte. What new code names
 * of the library is imported. A row of a table that is to say what the table decides for all of them becomes a statement of its own.
 */
export function setValues(before: Project, kinds: readonly Kind[], isIt: (instance: Instance, at: number) => boolean, assignments: readonly Assignment[], library = "pmpc"): Edited {
  const undecided: (Undecided & { assignment: Assignment })[] = [];
  const files = new Map<string, string>();
  let project = before;
  let find = isIt;
  const make = (changes: readonly FileChange[]) => {
    for (const [path, made] of byFile(changes)) {
      const source = project.source(path)!;
      const fresh = applied(source, withImports(source, made, library));
      files.set(path, fresh.text);
      project = withSource(project, fresh);
    }
  };
  const current = () => {
    const instance = instancesIn(project, kinds).find(find);
    if (instance === undefined) throw new TypeError("the construct is not in the code");
    return instance;
  };
  for (let open = assignments; open.length > 0; ) {
    const instance = current();
    const { changes, later, refused } = assignTogether(project, instance, open);
    const alone = refused.some(({ shared }) => shared) ? unfold(project, instance) : undefined;
    if (alone !== undefined) {
      make(alone);
      find = ({ className, id, frames }) => className === instance.className && id === instance.id && frames.size === 0;
      continue;
    }
    undecided.push(...refused);
    make(changes);
    open = later;
  }
  return { files, undecided, project, instance: current() };
}

/** What can be set with the text as it is, and what has to wait until that is done: an object gets one member at a time. */
function assignTogether(project: Project, instance: Instance, assignments: readonly Assignment[]) {
  const taken = newChangeSet();
  const later: Assignment[] = [];
  const refused: (Undecided & { readonly assignment: Assignment })[] = [];
  const reshaped = new Set<unknown>();
  for (const assignment of assignments) {
    const outcome = assign(project, instance, assignment);
    if ("undecided" in outcome) {
      refused.push({ ...outcome.undecided, assignment });
    } else if (reshaped.has(outcome.reshapes) || outcome.changes.some(taken.isNear)) {
      later.push(assignment);
    } else {
      taken.add(outcome.changes);
      if (outcome.reshapes !== undefined) reshaped.add(outcome.reshapes);
    }
  }
  return { changes: taken.all, later, refused };
}

// What is in quotes or a comment names nothing.
const namesOfCode = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\/.*|(?<![\w.$])([A-Z]\w*|plainText)(?=[.(])/g;

/** Changes that name things of the library by the names that the file has for them, and that import what it does not know yet. */
export function withImports(source: Source, changes: readonly Change[], library: string): readonly Change[] {
  const called = namesFor(source, library);
  const missing: string[] = [];
  const made = changes.map((one) => ({
    ...one,
    text: one.text.replace(namesOfCode, (code: string, name: string | undefined) => {
      if (name === undefined || isDeclared(source, name)) return code;
      const known = called(name);
      if (known === undefined) missing.push(name);
      return known ?? name;
    }),
  }));
  return [...made, ...importNames(source, missing, library)];
}

const isDeclared = ({ file }: Source, name: string) =>
  file.program.body.some((one) => {
    const declared = one.type === "ExportNamedDeclaration" ? one.declaration : one;
    return (declared?.type === "ClassDeclaration" || declared?.type === "FunctionDeclaration") && declared.id?.name === name;
  });

export function byFile(changes: readonly FileChange[]): ReadonlyMap<string, readonly Change[]> {
  const files = new Map<string, Change[]>();
  for (const { file, ...one } of changes) {
    const known = files.get(file);
    if (known === undefined) files.set(file, [one]);
    else known.push(one);
  }
  return files;
}

/** The file with the changes made, once they are proven to change nothing else. Raises `cannot-edit`. */
export function applied(source: Source, changes: readonly Change[]): Source {
  const fresh = readSource(source.path, change(source.text, changes));
  const fault = faultOf(source, fresh, changes);
  if (fault === undefined) return fresh!;
  throw new PmpcError("cannot-edit", `${source.path} cannot be edited safely: ${fault}`, { hint: "nothing was written; make the change by hand, and please report the file" });
}
