import type { FileChange, GeneratedFile } from "./file";
import { hashContent, manifestPath, printManifest, type Manifest } from "./manifest";
import { offerSuffix } from "./path";
import type { Step } from "./step";
import type { View } from "./view";

/** What will become of the files of a workspace, and the steps that make it so. */
export interface Decision {
  readonly changes: readonly FileChange[];
  readonly steps: readonly Step[];
}

/** Decides from what is generated now and the workspace as it stands; paths outside of `within` stay as they are. */
export function decide(files: readonly GeneratedFile[], workspace: View, within: (path: string) => boolean = () => true): Decision {
  const generated = files.map(({ path, content, mode }) => {
    const file = { path, content, hash: hashContent(content) };
    return mode === "once" ? keepOnce(file, workspace) : keepOwned(file, workspace);
  });
  const verdicts = [...generated, ...workspace.leftovers.filter(within).map((path) => dropLeftover(path, workspace))];
  const others = (known: ReadonlyMap<string, string>) => [...known].filter(([path]) => !within(path));
  const owned = new Map([...others(workspace.manifest.owned), ...verdicts.flatMap((verdict) => verdict.owned ?? [])]);
  const once = new Map([...others(workspace.manifest.once), ...verdicts.flatMap((verdict) => verdict.once ?? [])]);
  return {
    changes: verdicts.flatMap(({ change }) => change ?? []).sort((a, b) => (a.path < b.path ? -1 : 1)),
    steps: remember(
      { owned, once, writing: new Map() },
      verdicts.flatMap(({ steps }) => steps ?? []),
      workspace,
    ),
  };
}

/** What is decided for one path: what to say, what to do, what to remember. */
interface Verdict {
  readonly change?: FileChange;
  readonly steps?: readonly Step[];
  readonly owned?: readonly Entry[];
  readonly once?: readonly Entry[];
}

type Entry = readonly [path: string, hash: string];

interface File {
  readonly path: string;
  readonly content: string;
  readonly hash: string;
}

function keepOnce({ path, content, hash }: File, workspace: View): Verdict {
  const written = workspace.written(path);
  const sight = workspace.sight(path);
  const unchanged = { path, change: "unchanged" } as const;
  // Whoever deletes it means it.
  if (written !== undefined) return { change: unchanged, once: [[path, written]] };
  if (sight.is !== "nothing" && !workspace.isOurs(path)) return { change: unchanged, once: [[path, hash]] };
  return { change: { path, change: "created" }, steps: [{ do: "write", path, content }], once: [[path, hash]] };
}

function keepOwned(file: File, workspace: View): Verdict {
  const { path, content, hash } = file;
  const sight = workspace.sight(path);
  const settled = { owned: [[path, hash]] as const, steps: withdraw(path, workspace) };
  if (sight.is === "nothing") return { ...settled, change: { path, change: "created" }, steps: [{ do: "write", path, content }, ...settled.steps] };
  if (sight.is === "file" && sight.hash === hash && !workspace.changesCase(path)) return { ...settled, change: { path, change: "unchanged" } };
  if (sight.is === "other" || !workspace.isOurs(path)) return offer(file, workspace);
  return { ...settled, change: { path, change: "updated" }, steps: [{ do: "write", path, content, mode: sight.mode }, ...settled.steps] };
}

/** Lays the new version beside a file that is the user's, unless there is nothing new in it for them. */
function offer({ path, content, hash }: File, workspace: View): Verdict {
  const beside = path + offerSuffix;
  const sight = workspace.sight(beside);
  const offered = workspace.written(beside);
  // An offer that is gone was taken or turned down: what is in the file now answers it.
  const base = sight.is === "nothing" ? (offered ?? workspace.written(path)) : workspace.written(path);
  const basis: readonly Entry[] = base === undefined ? [] : [[path, base]];
  if (base === hash) return { change: { path, change: "unchanged" }, owned: basis, steps: withdraw(path, workspace) };
  const change = { path, change: "conflict", beside } as const;
  if (sight.is === "file" && sight.hash === hash) return { change, owned: [...basis, [beside, hash]] };
  if (sight.is === "nothing" || workspace.isOurs(beside))
    return { change, owned: [...basis, [beside, hash]], steps: [{ do: "write", path: beside, content }] };
  return { change, owned: offered === undefined ? basis : [...basis, [beside, offered]] };
}

/** Removes the new version from beside a file that no longer needs it. */
function withdraw(path: string, workspace: View): readonly Step[] {
  const beside = path + offerSuffix;
  return workspace.isOurs(beside) ? [{ do: "remove", path: beside }] : [];
}

function dropLeftover(path: string, workspace: View): Verdict {
  const isOffer = path.endsWith(offerSuffix);
  if (workspace.isOurs(path)) return { steps: [{ do: "remove", path }], ...(isOffer ? {} : { change: { path, change: "removed" } }) };
  return isOffer || workspace.sight(path).is === "nothing" ? {} : { change: { path, change: "conflict" } };
}

/**
 * Puts the manifest around the steps: first what is about to be written beside what is there, then the result alone.
 * Wherever this is interrupted, the next run knows every file that nobody else has touched.
 */
function remember(result: Manifest, steps: readonly Step[], { manifest, isOurs, sight }: View): readonly Step[] {
  const record = (content: Manifest): Step => ({ do: "write", path: manifestPath, content: printManifest(content) });
  if (steps.length === 0) return printManifest(result) === printManifest(manifest) ? [] : [record(result)];
  // What an interrupted run has written counts as written.
  const owned = new Map(manifest.owned);
  for (const path of [...manifest.owned.keys(), ...manifest.writing.keys()]) {
    const seen = sight(path);
    if (seen.is === "file" && isOurs(path)) owned.set(path, seen.hash);
  }
  const writing = new Map(steps.flatMap((step) => (step.do === "write" ? [[step.path, hashContent(step.content)]] : [])));
  // Removals first: where case does not count, the old name of a file is also its new one.
  const inOrder = [...steps.filter((step) => step.do === "remove"), ...steps.filter((step) => step.do === "write")];
  return [record({ ...manifest, owned, writing }), ...inOrder, record(result)];
}
