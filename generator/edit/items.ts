import type { ArrayExpression, Node } from "@babel/types";
import { canonical } from "./canonical";
import type { Change } from "./change";
import { insertElement, removeMember, replaceNode, type Code } from "./layout";
import { isScalar } from "./plain";
import type { Project } from "./project";
import { bare } from "./resolve";
import { readSource, type Place } from "./source";
import { isTall, styleAt } from "./style";

/** The changes that make a list of plain values another one, item by item; undefined if it is of another kind, or too much changes. */
export function itemChanges(project: Project, { source, node }: Place<ArrayExpression>, code: Code): readonly Change[] | undefined {
  const other = readSource("", `(${code(0)}\n)`);
  const statement = other?.file.program.body[0];
  const wanted = statement?.type === "ExpressionStatement" ? bare(statement.expression) : undefined;
  if (other === undefined || wanted?.type !== "ArrayExpression" || node.elements.some((one) => one === null || !isScalar(one)) || wanted.elements.some((one) => one === null || !isScalar(one))) return undefined;
  const now = node.elements as readonly Node[];
  const then = wanted.elements as readonly Node[];
  const same = (a: Node | undefined, b: Node | undefined) => a !== undefined && b !== undefined && canonical(project, { source, node: a }) === canonical(project, { source: other, node: b });
  let start = 0;
  while (same(now[start], then[start])) start++;
  let end = 0;
  while (end < Math.min(now.length, then.length) - start && same(now.at(-1 - end), then.at(-1 - end))) end++;
  const [old, fresh] = [now.slice(start, now.length - end), then.slice(start, then.length - end)];
  const text = (one: Node): Code => () => other.text.slice(one.start!, one.end!);
  const style = styleAt(source, node);
  const pairs = Math.min(old.length, fresh.length);
  if (old.length > fresh.length && old.length - pairs > 1) return undefined;
  const replaced = old.slice(0, pairs).map((one, at) => replaceNode(source, one, text(fresh[at]!), style));
  const removed = old.slice(pairs).flatMap((one) => removeMember(source, node, one));
  if (removed.length > 0 && replaced.length > 0) return undefined;
  const behind = old[pairs - 1] ?? now[start - 1];
  const more = fresh.slice(pairs);
  if (more.length > 1 && (isTall(source.text, node) || (behind === undefined && now.length > 0))) return undefined;
  const added = more.flatMap((one) => insertElement(source, node, text(one), behind, style));
  return [...replaced, ...removed, ...added];
}
