import type { Node } from "@babel/types";
import { nameOf, type Project } from "../project";
import { childrenOf, lineAt, type Source } from "../source";
import type { Constructs } from "./side";
import { plain } from "./values";

/** What a merge is to come to: how often each construct is made. */
export type Expected = ReadonlyMap<string, number>;

/** Whether every construct is made as often as it is to be; gives the first that is not. */
export function miscounted(found: Constructs, expected: Expected): string | undefined {
  for (const key of new Set([...found.keys(), ...expected.keys()])) {
    const [is, wanted] = [found.get(key)?.length ?? 0, expected.get(key) ?? 0];
    if (is !== wanted) return `${key} would be in the code ${is === 0 ? "no longer" : `${is} times`}, and not ${wanted === 0 ? "gone" : `${wanted} times`}`;
  }
  return undefined;
}

/** An object that says a property twice, and did not before. */
export function saidTwice(before: Source | undefined, after: Source): string | undefined {
  const found = doubles(after);
  if (found.length === 0) return undefined;
  const old = new Map<string, number>();
  for (const { name } of before ? doubles(before) : []) old.set(name, (old.get(name) ?? 0) + 1);
  for (const { name, line } of found) {
    const left = old.get(name) ?? 0;
    if (left === 0) return `${name} would be set twice in line ${line}`;
    old.set(name, left - 1);
  }
  return undefined;
}

function doubles({ file, text }: Source): readonly { readonly name: string; readonly line: number }[] {
  const found: { name: string; line: number }[] = [];
  const visit = (node: Node): void => {
    if (node.type === "ObjectExpression") {
      const names = new Set<string>();
      for (const one of node.properties) {
        if (one.type !== "ObjectProperty" || one.computed) continue;
        const name = nameOf(one.key);
        if (names.has(name)) found.push({ name, line: lineAt(text, one.start!) });
        names.add(name);
      }
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(file.program);
  return found;
}

/** What is wrong where the code would no longer have a comment of the user's. */
export function lostComment(base: Project, mine: Project, after: Project, paths: ReadonlySet<string>): string | undefined {
  const own = count(mine, paths);
  for (const [text, times] of count(base, new Set(base.paths))) own.set(text, (own.get(text) ?? 0) - times);
  const left = count(after, paths);
  for (const [text, times] of own) if (times > 0 && (left.get(text) ?? 0) < times) return `a comment would be lost: ${text}`;
  return undefined;
}

function count(project: Project, paths: ReadonlySet<string>): Map<string, number> {
  const found = new Map<string, number>();
  for (const path of paths) for (const { value } of project.source(path)?.file.comments ?? []) found.set(plain(value), (found.get(plain(value)) ?? 0) + 1);
  return found;
}
