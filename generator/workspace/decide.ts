import { exit, PmpcError } from "../../lib/error";
import type { FileChange, GeneratedFile } from "./file";
import { basePath, type Base } from "./base";
import { hashContent } from "./hash";
import type { Writing } from "./journal";
import type { Sight } from "./look";
import type { Merged, MergedFile } from "./merged";
import { conflictSuffix, offerSuffix } from "./path";
import type { Step } from "./step";
import type { View } from "./view";

/** What will become of the files of a workspace, and the steps that make it so. */
export interface Decision {
  readonly changes: readonly FileChange[];
  readonly steps: readonly Step[];
  /** What is on the disk of these files while the steps are taken. */
  readonly writing: Writing;
}

/** Decides from what is generated now and the workspace as it is. Raises `path-refused` where something else is in the place of a file. */
export function decide(files: readonly GeneratedFile[], workspace: View, merged: Merged = new Map()): Decision {
  const generated = files.map(({ path, content, mode }) => {
    const file = { path, content, hash: hashContent(content) };
    const result = mode === "owned" ? merged.get(path) : undefined;
    return result !== undefined ? settle(file, result, workspace) : mode === "once" ? keepOnce(file, workspace) : mode === "passing" ? renew(file, workspace) : keepOwned(file, workspace);
  });
  const isGenerated = new Set(files.map(({ path }) => path));
  const others = [...merged].filter(([path]) => !isGenerated.has(path)).map(([path, result]) => settleOwn(path, result, workspace));
  const leftovers = workspace.leftovers.filter((path) => !merged.has(path)).map((path) => dropLeftover(path, workspace));
  const verdicts = [...generated, ...others, ...leftovers];
  const steps = verdicts.flatMap((verdict) => verdict.steps ?? []);
  // What is put into a user's file never makes that file pmpc's.
  const ours = steps.filter(({ path }) => !merged.has(path));
  return {
    changes: verdicts.flatMap(({ change }) => change ?? []).sort((a, b) => (a.path < b.path ? -1 : 1)),
    // Removals first: where case does not count, the old name of a file is also its new one. The base texts follow what they are the base of.
    steps: [...removalsFirst(steps), ...removalsFirst(verdicts.flatMap((verdict) => rebase(verdict, workspace.base)))],
    writing: writingOf(ours, workspace),
  };
}

/** What is decided for one path: what to say, what to do, what to remember. */
interface Verdict {
  readonly change?: FileChange;
  readonly steps?: readonly Step[];
  /** Base texts: those that are new, and those that stay as they are. */
  readonly owned?: readonly Text[];
  readonly once?: readonly Text[];
  /** Base texts that go. */
  readonly gone?: readonly string[];
}

interface Text {
  readonly path: string;
  /** Undefined if it stays. */
  readonly content?: string;
}

interface File {
  readonly path: string;
  readonly content: string;
  readonly hash: string;
}

function keepOnce({ path, content }: File, workspace: View): Verdict {
  const written = workspace.written(path);
  const sight = workspace.sight(path);
  const unchanged = { path, change: "unchanged" } as const;
  // Deleting it is meant.
  if (written !== undefined) return { change: unchanged };
  if (sight.is !== "nothing" && !workspace.isOurs(path)) return { change: unchanged, once: [{ path, content }] };
  return { change: { path, change: "created" }, steps: [{ do: "write", path, content }], once: [{ path, content }] };
}

function renew({ path, content, hash }: File, workspace: View): Verdict {
  const sight = workspace.sight(path);
  if (sight.is === "nothing") return { change: { path, change: "created" }, steps: [{ do: "write", path, content }] };
  if (sight.is === "other" || sight.hash === hash) return { change: { path, change: "unchanged" } };
  return { change: { path, change: "updated" }, steps: [{ do: "write", path, content, mode: sight.mode }] };
}

function keepOwned({ path, content, hash }: File, workspace: View): Verdict {
  const sight = workspace.sight(path);
  const settled = { owned: [{ path, content }], ...withdraw(path, workspace) };
  if (sight.is === "nothing") return { ...settled, change: { path, change: "created" }, steps: [{ do: "write", path, content }, ...settled.steps] };
  if (sight.is === "file" && sight.hash === hash && !workspace.changesCase(path)) return { ...settled, change: { path, change: "unchanged" } };
  if (sight.is === "other" || !workspace.isOurs(path)) {
    if (workspace.written(path) === hash) return { change: { path, change: "unchanged" }, ...withdraw(path, workspace) };
    throw inTheWay(path, sight);
  }
  return { ...settled, change: { path, change: "updated" }, steps: [{ do: "write", path, content, mode: sight.mode }, ...settled.steps] };
}

/** Writes what became of a file that is the user's, with what they have to decide about beside it. */
function settle({ path, content }: File, result: MergedFile, workspace: View): Verdict {
  const { gone, steps } = withdraw(path, workspace);
  return { ...settleOwn(path, result, workspace, steps), ...(result.held ? {} : { owned: [{ path, content }], gone }) };
}

/** The same of a file that is not generated, or no longer. */
function settleOwn(path: string, { content, held, conflicts }: MergedFile, workspace: View, more: readonly Step[] = []): Verdict {
  const beside = path + conflictSuffix;
  const sight = workspace.sight(path);
  const mode = sight.is === "file" ? sight.mode : undefined;
  const steps: readonly Step[] = [
    ...(content === undefined ? [] : [{ do: "write", path, content, ...(mode === undefined ? {} : { mode }) } as const]),
    ...(conflicts === undefined ? (workspace.sight(beside).is === "file" ? [{ do: "remove", path: beside } as const] : []) : [{ do: "write", path: beside, content: conflicts } as const]),
    ...(held ? [] : more),
  ];
  const change: FileChange = conflicts !== undefined ? { path, change: "conflict", beside } : { path, change: content === undefined ? "unchanged" : sight.is === "nothing" ? "created" : "merged" };
  return { change, steps, ...(held ? {} : { gone: [path] }) };
}

// What is merged never comes here.
function inTheWay(path: string, { is }: Sight): PmpcError {
  const [what, remedy] = is === "other" ? ["is a folder or a link, and pmpc writes a file there", "move it away"] : ["was not written by pmpc, which writes a file there", "move it away, or take it out of the folder"];
  return new PmpcError("path-refused", `${path} ${what}`, { hint: `${remedy}; nothing was written`, exit: exit.refused });
}

/** Removes what an older pmpc laid beside a file. */
function withdraw(path: string, workspace: View): { readonly steps: readonly Step[]; readonly gone: readonly string[] } {
  const beside = path + offerSuffix;
  return { steps: workspace.isOurs(beside) ? [{ do: "remove", path: beside }] : [], gone: [beside] };
}

function dropLeftover(path: string, workspace: View): Verdict {
  const isOffer = path.endsWith(offerSuffix);
  const gone = [path];
  if (workspace.isOurs(path)) return { gone, steps: [{ do: "remove", path }], ...(isOffer ? {} : { change: { path, change: "removed" } }) };
  return isOffer || workspace.sight(path).is === "nothing" ? { gone } : { gone, change: { path, change: "conflict" } };
}

/** The steps that make what was decided the base of what comes later. */
function rebase({ owned = [], once = [], gone = [] }: Verdict, base: Base): readonly Step[] {
  const fresh = (kind: "owned" | "once") => ({ path, content }: Text): Step[] =>
    content === undefined || base[kind].get(path) === hashContent(content) ? [] : [{ do: "write", path: basePath(path, kind), content }];
  const stale = gone.filter((path) => base.owned.has(path) && !owned.some((one) => one.path === path));
  return [...owned.flatMap(fresh("owned")), ...once.flatMap(fresh("once")), ...stale.map((path): Step => ({ do: "remove", path: basePath(path) }))];
}

const removalsFirst = (steps: readonly Step[]): readonly Step[] => [...steps.filter((step) => step.do === "remove"), ...steps.filter((step) => step.do === "write")];

/** Wherever the steps are interrupted, the next run knows every file that was not changed by others. */
function writingOf(steps: readonly Step[], { base, sight }: View): Writing {
  const now = (path: string) => {
    const seen = sight(path);
    return seen.is === "file" && base.writing.get(path)?.includes(seen.hash) ? [seen.hash] : [];
  };
  const fresh = new Map(steps.flatMap((step) => (step.do === "write" ? [[step.path, hashContent(step.content)] as const] : [])));
  const paths = [...new Set([...base.writing.keys(), ...fresh.keys()])];
  return new Map(paths.map((path) => [path, [...now(path), ...(fresh.has(path) ? [fresh.get(path)!] : [])]] as const).filter(([, hashes]) => hashes.length > 0));
}
