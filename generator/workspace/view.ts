import type { GeneratedFile } from "./file";
import type { Sight } from "./look";
import type { Base } from "./base";
import type { Merged } from "./merged";
import { conflictSuffix, foldPath, offerSuffix } from "./path";

/** A workspace as it is: what was written last, and what is on the disk. */
export interface View {
  readonly base: Base;
  sight(path: string): Sight;
  /** The hash of what was generated last for a path. */
  written(path: string): string | undefined;
  /** Whether the file is just what pmpc wrote, there or beside it, so that it may be replaced or removed. */
  isOurs(path: string): boolean;
  /** Whether the path was written under the same name in other letters, which on macOS and Windows is the same file. */
  changesCase(path: string): boolean;
  /** What was written and is no longer generated, neither as a file nor to lie beside one. */
  readonly leftovers: readonly string[];
}

/** The paths that must be looked at before a set of files can be written. */
export function pathsOfInterest(files: readonly GeneratedFile[], { owned, writing }: Base, merged: Merged = new Map()): readonly string[] {
  return [...new Set([...files.flatMap(({ path }) => [path, path + offerSuffix]), ...[...merged.keys()].flatMap((path) => [path, path + conflictSuffix]), ...owned.keys(), ...writing.keys()])];
}

export function viewWorkspace(files: readonly GeneratedFile[], base: Base, sights: ReadonlyMap<string, Sight>): View {
  const { owned, once, writing } = base;
  const generated = new Set(files.map(({ path }) => path));
  const known = new Set([...generated, ...[...generated].map((path) => path + offerSuffix), ...once.keys()]);
  const leftovers = [...new Set([...owned.keys(), ...writing.keys()])].filter((path) => !known.has(path));
  const former = new Map(leftovers.map((path) => [foldPath(path), path]));
  const changesCase = (path: string) => generated.has(path) && former.has(foldPath(path));
  const written = (path: string) => owned.get(path) ?? once.get(path) ?? (changesCase(path) ? owned.get(former.get(foldPath(path))!) : undefined);
  return {
    base,
    sight: (path) => sights.get(path) ?? { is: "nothing" },
    written,
    isOurs(path) {
      const sight = sights.get(path);
      const ours = [path, path + offerSuffix].flatMap((each) => [written(each), ...(writing.get(each) ?? [])]);
      return sight?.is === "file" && ours.includes(sight.hash);
    },
    changesCase,
    leftovers,
  };
}
