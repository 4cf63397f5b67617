import { decideMarks } from "../../lib/conflict-mark";
import { catalog } from "../../lib/schema/catalog";
import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { constructOf, printName } from "../../lib/schema/kind/name";
import { differencesOf, isNamed } from "../edit/merge/differences";
import { mergeLines } from "../edit/merge/lines";
import type { Conflict } from "../edit/merge/conflict";
import { mergeCode } from "../edit/merge/merge";
import type { LeftComment, Merge } from "../edit/merge/sides";
import type { EmittedFile } from "../emit/file";
import { refuseConflict } from "../workspace/base";
import type { ClusterName } from "../workspace/cluster-names";
import { readCode } from "../workspace/code";
import { hashContent } from "../workspace/hash";
import type { Merged, MergedFile } from "../workspace/merged";
import { conflictSuffix, offerSuffix } from "../workspace/path";
import { readText } from "../workspace/text";
import { isSameConflict, parseConflicts, printConflicts, unmerged, type OpenConflict } from "./conflict";
import { codeGrammar } from "./grammar";

/** What is written into files that somebody has edited. */
export interface MergedProject {
  readonly merged: Merged;
  readonly conflicts: readonly OpenConflict[];
  /** Guests, and other things of the cluster, that the user took out of the code. */
  readonly deleted: readonly ResourceKey[];
  /** Comments that stay, although what they are about has gone. */
  readonly comments: readonly LeftComment[];
}

type Texts = ReadonlyMap<string, string>;

/**
 * Merges what is generated now into what people made of what was generated last. `gone`: what may leave the code however it was edited;
 * `names`: what is not a guest, by what it is called in the code.
 */
export async function mergeProject(root: string, emitted: readonly EmittedFile[], texts: Texts, gone: ReadonlySet<ResourceKey>, names: readonly Called[]): Promise<MergedProject> {
  const keyOf = keysOf(names);
  const owned = new Map(emitted.flatMap(({ path, content, mode }) => (mode === "owned" ? [[path, content] as const] : [])));
  const base = await basesOf(root, texts);
  const mine = await readCode(root);
  const merge = mergeCode({ base: codeIn(base), fresh: codeIn(owned), mine }, codeGrammar, (key) => gone.has(keyOf(key)!));
  for (const path of merge.failed.keys()) refuseConflict(path, mine.get(path) ?? "", decideMarks(path));
  const after = afterMerge(mine, merge);
  const files = new Map<string, MergedFile>();
  const conflicts = new Map<string, OpenConflict[]>();
  const add = (one: OpenConflict) => {
    const list = conflicts.get(one.file) ?? [];
    if (!list.some((other) => isSameConflict(one, other))) conflicts.set(one.file, [...list, one]);
  };
  for (const path of new Set([...codeIn(base).keys(), ...codeIn(owned).keys(), ...merge.files.keys()])) {
    const [now, own] = [owned.get(path), mine.get(path)];
    const text = merge.files.get(path);
    if (merge.failed.has(path)) files.set(path, { held: true });
    // A file that nobody edited is simply written anew.
    else if (text !== undefined) void ((text === now && (own === undefined || isAlike(own, base.get(path)))) || files.set(path, { content: text }));
    else if (merge.files.has(path)) continue;
    else if (merge.kept.has(path)) files.set(path, {});
    else if (own === undefined ? base.has(path) && now !== undefined && !after.has(path) && isDeleted(path, after) : now !== undefined && !isAlike(own, now) && !isAlike(own, base.get(path))) files.set(path, {});
    else if (own !== undefined && now === undefined && !isAlike(own, base.get(path))) files.set(path, {});
  }
  for (const [path, why] of merge.failed) add({ ...unmerged, file: path, line: 1, why });
  for (const one of merge.conflicts) add(openConflict(one, keyOf));
  for (const [path, content] of owned) {
    if (path.endsWith(".ts")) continue;
    const own = await readText(root, path);
    if (own === undefined || isAlike(own, content) || isAlike(own, base.get(path))) continue;
    // Lines would be merged into one of its sides, or between them.
    refuseConflict(path, own, decideMarks(path));
    const result = mergeLines(base.get(path) ?? own, content, own);
    files.set(path, result.text === own ? {} : { content: result.text });
    for (const { line, base: was, fresh: cluster, mine: yours } of result.conflicts) add({ of: "this file", title: "lines", file: path, line, was, cluster, yours });
  }
  for (const one of await stillOpen(root, [...new Set([...owned.keys(), ...mine.keys(), ...base.keys()])], after, codeIn(owned), names)) add(one);
  for (const [path, list] of conflicts) files.set(path, { ...files.get(path), ...(list.length > 0 ? { conflicts: printConflicts(path, list) } : {}) });
  return { merged: files, conflicts: [...conflicts.values()].flat(), deleted: merge.deleted.flatMap((key) => keyOf(key) ?? []), comments: merge.left };
}

const codeIn = (texts: Texts): Texts => new Map([...texts].filter(([path]) => /\.tsx?$/.test(path)));

const isAlike = (one: string, other: string | undefined) => other !== undefined && hashContent(one) === hashContent(other);

// What no code reads any more was deleted, and not lost.
const isDeleted = (path: string, code: Texts) => ![...code.values()].some((text) => text.includes(`/${path.split("/").at(-1)!.replace(/\.ts$/, "")}"`) || text.includes(`/${path.split("/").at(-1)!.replace(/\.ts$/, "")}'`));

/** What was generated last; where an older pmpc laid a new version beside a file and it was taken over, that. */
async function basesOf(root: string, texts: Texts): Promise<Texts> {
  const bases = new Map([...texts].filter(([path]) => !path.endsWith(offerSuffix)));
  for (const [path, offered] of texts) {
    if (path.endsWith(offerSuffix) && (await readText(root, path)) === undefined) bases.set(path.slice(0, -offerSuffix.length), offered);
  }
  return bases;
}

function afterMerge(mine: Texts, { files }: Merge): Texts {
  const after = new Map(mine);
  for (const [path, text] of files) {
    if (text === undefined) after.delete(path);
    else after.set(path, text);
  }
  return after;
}

/** Conflicts of earlier imports that are not decided yet: the files that list them are still there, and the two sides still differ. */
async function stillOpen(root: string, paths: readonly string[], code: Texts, fresh: Texts, names: readonly Called[]): Promise<readonly OpenConflict[]> {
  const listed = await readConflicts(root, paths);
  return listed.flatMap((one): OpenConflict[] => {
    if (one.title === "cannot be merged") return [];
    if (one.key === undefined) return [one];
    const construct = constructKey(one.key, names);
    const differences = construct === undefined ? undefined : differencesOf(code, fresh, construct, codeGrammar);
    if (one.title === "") return construct !== undefined && differences === undefined && [...code.values()].some((text) => text.includes(construct.slice(construct.indexOf(" ") + 1))) ? [one] : [];
    const found = differences?.filter(({ title }) => isNamed([one.title])(title)) ?? [];
    return found.slice(0, 1).map(({ file, line, fresh: cluster, mine: yours }) => ({ ...one, file, line, ...(cluster === undefined ? {} : { cluster }), ...(yours === undefined ? {} : { yours }) }));
  });
}

/** The conflicts that the files beside some others list. */
export async function readConflicts(root: string, paths: readonly string[]): Promise<readonly OpenConflict[]> {
  const found: OpenConflict[] = [];
  for (const path of [...paths].sort()) {
    const text = await readText(root, path + conflictSuffix);
    if (text !== undefined) found.push(...parseConflicts(path, text));
  }
  return found;
}

function openConflict({ key, title, file, line, base, fresh, mine, why }: Conflict, keyOf: (key: string) => ResourceKey | undefined): OpenConflict {
  const known = key === undefined ? undefined : keyOf(key);
  return { of: known === undefined ? "the stack" : printName(known), ...(known === undefined ? {} : { key: known }), title, file, line, ...(base === undefined ? {} : { was: base }), ...(fresh === undefined ? {} : { cluster: fresh }), ...(mine === undefined ? {} : { yours: mine }), ...(why === undefined ? {} : { why }) };
}

/** What something that is not a guest is called in the code. */
export type Called = Pick<ClusterName, "id" | "construct"> & { readonly key: string };

/** `VirtualMachine 101` → `qemu/101`, `NfsStorage nas` → `storage/nas` */
function keysOf(names: readonly Called[]): (key: string) => ResourceKey | undefined {
  const others = new Map(names.map(({ key, construct, id }) => [`${construct} ${id}`, key as ResourceKey]));
  return (key) => {
    const [className, number] = key.split(" ");
    const kind = Object.values(catalog).find(({ construct }) => construct === className);
    return kind ? (`${kind.type}/${number}` as ResourceKey) : others.get(key);
  };
}

/** `qemu/101` → `VirtualMachine 101`, `storage/nas` → `NfsStorage nas`; undefined if the code has none of it. */
export function constructKey(key: ResourceKey, names: Iterable<Called>): string | undefined {
  const guest = parseGuestKey(key);
  if (guest !== undefined) return `${constructOf(key)} ${guest.vmId}`;
  const called = [...names].find((one) => one.key === key);
  return called && `${called.construct} ${called.id}`;
}
