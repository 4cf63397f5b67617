import { exit, PmpcError } from "../../lib/error";
import { isNamed, takeOver } from "../edit/merge/differences";
import { readTexts } from "../workspace/base";
import { changeFiles } from "../workspace/change";
import { readCode } from "../workspace/code";
import { conflictSuffix } from "../workspace/path";
import { readText } from "../workspace/text";
import { printConflicts, type OpenConflict } from "./conflict";
import { codeGrammar } from "./grammar";
import { constructKey, readConflicts } from "./merge";

export type Side = "mine" | "theirs";

/** The conflicts of a workspace that nobody has decided yet. */
export async function openConflicts(root: string): Promise<readonly OpenConflict[]> {
  const paths = new Set([...(await readTexts(root, "owned")).keys(), ...(await readCode(root)).keys()]);
  return readConflicts(root, [...paths]);
}

/** Those that words name: a file, a guest, a guest and a value. All, without words. */
export function namedConflicts(conflicts: readonly OpenConflict[], words: string): readonly OpenConflict[] {
  const named = words.trim();
  if (named === "") return conflicts;
  return conflicts.filter(({ file, of, title }) => file === named || named === of || (named.startsWith(`${of} `) && isNamed([named.slice(of.length + 1)])(title)));
}

/** Decides conflicts: the cluster's values go into the code, and what is decided goes from the lists. Raises `cannot-edit`. */
export async function decideConflicts(root: string, decisions: ReadonlyMap<OpenConflict, Side>): Promise<readonly string[]> {
  const generated = await readTexts(root, "owned");
  const before = await readCode(root);
  let code = before;
  const others = new Map<string, string>();
  for (const [one, side] of decisions) {
    if (side === "mine") continue;
    const taken = takenOver(one, code, generated);
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

/** The code with the cluster's value; undefined where the whole file is to be as it is generated. */
function takenOver(one: OpenConflict, code: ReadonlyMap<string, string>, generated: ReadonlyMap<string, string>): ReadonlyMap<string, string> | undefined {
  if (one.of === "this file" && one.title === "lines") return undefined;
  if (one.key === undefined || one.title === "") throw byHand(one, one.why ?? "pmpc cannot write the cluster's side of it");
  const fresh = new Map([...generated].filter(([path]) => path.endsWith(".ts")));
  const { files, refused } = takeOver(code, fresh, constructKey(one.key), isNamed([one.title]), codeGrammar);
  const [first] = refused;
  if (first !== undefined) throw byHand(one, `${first.file}:${first.line} decides it: ${first.why}`);
  return files;
}

const byHand = ({ of, title, file, line, cluster }: OpenConflict, why: string) =>
  new PmpcError("cannot-edit", `${of}${title === "" ? "" : ` ${title}`} cannot be set by pmpc: ${why}`, { hint: `change it in ${file}:${line}${cluster === undefined ? "" : ` (the cluster has ${cluster})`}, then: pmpc resolve ${title === "" ? of : `${of} ${title}`} --mine`, exit: exit.refused });
