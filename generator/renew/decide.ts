import { exit, isPmpcError, PmpcError } from "../../lib/error";
import { guestTypeOf, printName, splitGuestName } from "../../lib/schema/kind/name";
import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { guestKinds } from "../../lib/schema/kind/all";
import { propNamed } from "../../lib/schema/setting/find";
import { differencesOf, isNamed, setOtherwise, takeOver, type Difference } from "../edit/merge/differences";
import { checkRevision } from "../revise/check";
import { saidOf, typedCode } from "../revise/other-value";
import { reviseGuest } from "../revise/revise";
import { readWritten } from "../session/written";
import { readTexts } from "../workspace/base";
import { changeFiles } from "../workspace/change";
import { readClusterNames } from "../workspace/cluster-names";
import { readCode } from "../workspace/code";
import { conflictSuffix } from "../workspace/path";
import { readText } from "../workspace/text";
import { printConflicts, type OpenConflict } from "./conflict";
import { codeGrammar, followerOf } from "./grammar";
import { constructKey, readConflicts, type Called } from "./merge";

/** Whose value it is to be, or which other one. */
export type Side = "mine" | "theirs" | { readonly value: string };

/** The conflicts of a workspace that are not decided yet. */
export async function openConflicts(root: string): Promise<readonly OpenConflict[]> {
  const paths = new Set([...(await readTexts(root, "owned")).keys(), ...(await readCode(root)).keys()]);
  return readConflicts(root, [...paths]);
}

/** Those that words name: a file, a guest, a guest and a value. All, without words. */
export function namedConflicts(conflicts: readonly OpenConflict[], words: string): readonly OpenConflict[] {
  const said = words.trim();
  if (said === "") return conflicts;
  const [kind, rest] = splitGuestName(said);
  const spellings = kind === "" ? [said] : [said, `${guestKinds[guestTypeOf(kind.slice(0, -1))!].word.short} ${rest}`];
  const isOne = (of: string, title: string) => spellings.some((named) => named === of || (named.startsWith(`${of} `) && isNamed([named.slice(of.length + 1)])(title)));
  return conflicts.filter(({ file, of, key, title }) => file === said || isOne(of, title) || (key !== undefined && isOne(key, title)));
}

/** What is wrong with a value that somebody typed; undefined if it can be set. */
export async function problemWith(root: string, one: OpenConflict, value: string): Promise<PmpcError | undefined> {
  try {
    await typedOver(root, one, value, await readCode(root), await readTexts(root, "owned"), [...(await readClusterNames(root)).values()]);
    return undefined;
  } catch (error) {
    if (isPmpcError(error)) return error;
    throw error;
  }
}

/** Decides conflicts: the cluster's values go into the code, and what is decided goes from the lists. Raises `cannot-edit`. */
export async function decideConflicts(root: string, decisions: ReadonlyMap<OpenConflict, Side>): Promise<readonly string[]> {
  const generated = await readTexts(root, "owned");
  const before = await readCode(root);
  const names = [...(await readClusterNames(root)).values()];
  let code = before;
  const others = new Map<string, string>();
  for (const [one, side] of decisions) {
    if (side === "mine") continue;
    const taken = typeof side === "object" ? await typedOver(root, one, side.value, code, generated, names) : takenOver(one, code, generated, names);
    if (taken === undefined) others.set(one.file, generated.get(one.file) ?? (await readText(root, one.file)) ?? "");
    else code = new Map([...code, ...taken]);
  }
  const changed = [...code].filter(([path, text]) => before.get(path) !== text);
  const open = (await openConflicts(root)).filter((one) => ![...decisions.keys()].some((other) => other.of === one.of && other.title === one.title && other.file === one.file && (other.key !== undefined || other.line === one.line)));
  const lists = [...new Set([...decisions.keys()].map(({ file }) => file))].map((file) => {
    const left = open.filter((one) => one.file === file && !(others.has(file) && one.of === "this file"));
    return [file + conflictSuffix, left.length === 0 ? undefined : printConflicts(file, left)] as const;
  });
  await changeFiles(root, new Map<string, string | undefined>([...changed, ...others, ...lists]));
  return [...changed.map(([path]) => path), ...others.keys()];
}

/** The code with the cluster's value; undefined if the whole file is to be as it is generated. */
function takenOver(one: OpenConflict, code: ReadonlyMap<string, string>, generated: ReadonlyMap<string, string>, names: readonly Called[]): ReadonlyMap<string, string> | undefined {
  if (one.of === "this file" && one.title === "lines") return undefined;
  const construct = one.key && constructKey(one.key, names);
  if (construct === undefined || one.title === "") throw byHand(one, one.why ?? "pmpc cannot write the cluster's side of it");
  const fresh = new Map([...generated].filter(([path]) => path.endsWith(".ts")));
  const { files, refused } = takeOver(code, fresh, construct, withFollowers(isNamed([one.title]), code, fresh, construct), codeGrammar);
  const [first] = refused;
  if (first !== undefined) throw byHand(one, `${first.file}:${first.line} decides it: ${first.why}`);
  return files;
}

/** The code with a value that somebody typed, as `update` would set it, or as code. Raises `cannot-edit` and `wrong-input`. */
async function typedOver(root: string, one: OpenConflict, value: string, code: ReadonlyMap<string, string>, generated: ReadonlyMap<string, string>, names: readonly Called[]): Promise<ReadonlyMap<string, string>> {
  const construct = one.key && constructKey(one.key, names);
  if (one.key === undefined || construct === undefined || one.title === "") throw byHand(one, one.why ?? "it is not one value");
  const type = parseGuestKey(one.key)?.type;
  const said = type && saidOf(type, one.title, value);
  if (type !== undefined && said !== undefined) {
    const written = await readWritten(root);
    const of = { code, key: one.key, type, label: one.of, names: new Map([...written.names, ...written.ownNames]) };
    const { files } = reviseGuest(of, said);
    checkRevision(of, files, said, undefined);
    return files;
  }
  const fresh = new Map([...generated].filter(([path]) => path.endsWith(".ts")));
  const { files, refused } = setOtherwise(code, fresh, construct, one.title, typedCode(one.title, value), codeGrammar) ?? { files: code, refused: [{ ...one, why: "code and cluster do not differ in it any more" }] };
  const [first] = refused;
  if (first !== undefined) throw byHand(one, `${first.file}:${first.line} decides it: ${first.why}`);
  return files;
}

/** With a value goes what would contradict it: less memory than the balloon that the code says, which Proxmox VE refuses. */
function withFollowers(isMeant: (title: string) => boolean, mine: ReadonlyMap<string, string>, fresh: ReadonlyMap<string, string>, key: string): (title: string) => boolean {
  const all = differencesOf(mine, fresh, key, codeGrammar) ?? [];
  const following = all.filter(({ title }) => isMeant(title)).flatMap((leader) => {
    const title = followerOf(key.split(" ")[0]!, leader.title);
    const follower = all.find((one) => one.title === title);
    return follower !== undefined && (follower.mine === leader.mine || isLarger(follower.mine, leader.fresh)) ? [follower.title] : [];
  });
  return (title) => isMeant(title) || following.includes(title);
}

const units: readonly string[] = ["bytes", "kibibytes", "mebibytes", "gibibytes", "tebibytes"];

/** Whether a size in code is larger than another; no, where one of them is computed. */
function isLarger(one: string | undefined, other: string | undefined): boolean {
  const [a, b] = [one, other].map((text) => {
    const [, unit = "", amount = ""] = /^Size\.([a-z]+)\(([\d.]+)\)$/.exec(text ?? "") ?? [];
    return units.includes(unit) ? Number(amount) * 1024 ** units.indexOf(unit) : undefined;
  });
  return a !== undefined && b !== undefined && a > b;
}

const byHand = ({ of, title, file, line, cluster }: OpenConflict, why: string) =>
  new PmpcError("cannot-edit", `${of}${title === "" ? "" : ` ${title}`} cannot be set by pmpc: ${why}`, { hint: `change it in ${file}:${line}${cluster === undefined ? "" : ` (the cluster has ${cluster})`}, then: pmpc resolve ${title === "" ? of : `${of} ${title}`} --mine`, exit: exit.refused });

/** What was taken over from the cluster. */
export interface Accepted {
  /** `vm 101`, `storage nas` */
  readonly guest: string;
  /** What was asked for, if it was not all of it: `cpu.cores`. */
  readonly value?: string;
  readonly values: readonly Difference[];
  /** What is open still. */
  readonly conflicts: readonly OpenConflict[];
}

/**
 * Takes values over as the cluster has them: `vm 101 memory`, or all that differ, also of `storage nas`; none, if code and cluster agree.
 * Raises `no-such-setting` and `cannot-edit`.
 */
export async function acceptValues(root: string, words: string, find: (words: string) => Promise<ResourceKey>): Promise<Accepted> {
  const names = [...(await readClusterNames(root)).values()];
  const { key, word } = otherNamed(words.trim(), names) ?? (await guestNamed(words.trim(), find));
  const [label, construct] = [printName(key), constructKey(key, names)!];
  const generated = new Map([...(await readTexts(root, "owned"))].filter(([path]) => path.endsWith(".ts")));
  const code = await readCode(root);
  const guest = parseGuestKey(key);
  const value = word === undefined || guest === undefined ? word : propNamed(guest.type, word);
  const isMeant = word === undefined ? () => true : isNamed([value ?? word]);
  const all = differencesOf(code, generated, construct, codeGrammar);
  if (all === undefined) throw new PmpcError("not-in-code", `${label} is not both in the code and on the cluster`, { hint: "pmpc list says what there is", exit: exit.notFound });
  const values = all.filter((one) => isMeant(one.title));
  if (word !== undefined && (value === undefined || guest === undefined) && values.length === 0) {
    const one = guest === undefined ? label : `a ${guestKinds[guest.type].word.one}`;
    throw new PmpcError("no-such-setting", guest === undefined ? `${one} has no "${word}" that differs` : `${one} has no setting "${word}"`, { hint: all.length === 0 ? `the code of ${label} says what the cluster has; nothing needs to be taken over` : `what differs: ${all.map((each) => each.title).join(", ")}`, exit: exit.notFound });
  }
  if (values.length === 0) return { guest: label, ...(value === undefined ? {} : { value }), values, conflicts: await openConflicts(root) };
  const { files, refused } = takeOver(code, generated, construct, withFollowers(isMeant, code, generated, construct), codeGrammar);
  const [first] = refused;
  if (first !== undefined) throw new PmpcError("cannot-edit", `${label} ${first.title} cannot be set by pmpc: ${first.file}:${first.line} decides it: ${first.why}`, { hint: "change it there by hand; nothing was taken over", exit: exit.refused });
  await changeFiles(root, new Map([...files]));
  const settled = (await openConflicts(root)).filter((one) => one.key === key && isMeant(one.title));
  if (settled.length > 0) await decideConflicts(root, new Map(settled.map((one) => [one, "mine" as const])));
  return { guest: label, ...(value === undefined ? {} : { value }), values, conflicts: await openConflicts(root) };
}

interface Named {
  readonly key: ResourceKey;
  /** A value of it. */
  readonly word?: string;
}

async function guestNamed(words: string, find: (words: string) => Promise<ResourceKey>): Promise<Named> {
  const [kind, rest] = splitGuestName(words);
  const [, guest = "", word] = /^(\S+)(?: +(.+))?$/.exec(rest) ?? [];
  return { key: await find(`${kind}${guest}`), ...(word === undefined ? {} : { word }) };
}

/** What is not a guest, by what people call it, or by its key; the longest name that fits. */
function otherNamed(words: string, names: readonly Called[]): Named | undefined {
  const said = names.flatMap(({ key }) => [key, printName(key as ResourceKey)].map((name) => ({ key: key as ResourceKey, name })));
  const [found] = said.filter(({ name }) => words === name || words.startsWith(`${name} `)).sort((one, other) => other.name.length - one.name.length);
  const word = found && words.slice(found.name.length + 1).trim();
  return found && { key: found.key, ...(word ? { word } : {}) };
}
