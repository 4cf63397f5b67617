import type { TerraformResourceLifecycle } from "cdktf";
import { nearest } from "../../lib/schema/nearest";
import { asWritten, type Member } from "../../lib/schema/row";
import { bindingName } from "../terraform";
import { isToken } from "../token";

/** What Terraform is told of paths: `all` is a word of its own, and no path among others. */
export const ignoring = (paths: readonly string[]): TerraformResourceLifecycle["ignoreChanges"] => (paths.includes("all") ? "all" : [...new Set(paths)]);

/** What is wrong with entries of `ignoreChanges`: each is a prop or an attribute of the resource, however deep. */
export function unknownIgnored(rows: readonly Member[], resource: object, paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    if (isToken(path) || path === "all") return [];
    const [word = "", ...rest] = path.split(".").map((part) => part.replace(/(\[[^\]]*\])+$/, ""));
    const [steps, wrong] = wrongStep(rows, [word, ...rest]);
    if (wrong === undefined) return [];
    // Terraform's own, such as a timeout.
    if (steps.length === 0 && `${bindingName(wrong)}Input` in resource) return [];
    const near = nearest(wrong, [...namesIn(inside(rows, steps)).keys()]);
    // What an attribute holds that the table does not know, the provider knows: only what is nearly a word of the table is wrong.
    if (steps.length > 0 && near === undefined) return [];
    return [`ignoreChanges has ${JSON.stringify(path)}, which is not a property; ${near === undefined ? "take it away" : `did you mean ${JSON.stringify([...steps, near].join("."))}?`}`];
  });
}

/** The first word of a path that nothing in the table is called, and the words before it. */
function wrongStep(rows: readonly Member[], words: readonly string[]): readonly [readonly string[], string | undefined] {
  for (const at of words.keys()) {
    const known = inside(rows, words.slice(0, at));
    // Keys of a map are the user's.
    if (known.length === 0) return [[], undefined];
    if (!namesIn(known).has(words[at]!)) return [words.slice(0, at), words[at]!];
  }
  return [[], undefined];
}

/** What there is in the place that words lead to; nothing inside of a value. */
const inside = (rows: readonly Member[], words: readonly string[]): readonly Member[] => words.reduce<readonly Member[]>((members, word) => namesIn(members).get(word) ?? [], rows);

/** What is found in a place by its name, in props' words and in Terraform's: the members of a block, none of a value. */
function namesIn(members: readonly Member[]): ReadonlyMap<string, readonly Member[]> {
  const found = new Map<string, readonly Member[]>();
  const add = (name: string | null, rows: readonly Member[]) => name !== null && found.set(name, [...(found.get(name) ?? []), ...rows]);
  for (const member of members.map(asWritten)) {
    const rows = member.kind === "block" ? member.rows : [];
    add(member.prop, rows);
    if (member.terraform !== member.prop) add(member.terraform, rows);
    if (member.kind === "block" && (member.flat || member.beside !== undefined)) for (const [name, inner] of namesIn(rows)) add(name, inner);
    // Its elements are said beside those of another list, which has their props, too.
    if (member.kind === "block" && member.beside !== undefined) add(member.beside, rows);
  }
  return found;
}
