import type { Node } from "@babel/types";
import { countUpTo, type Change, type Span } from "./change";
import { childrenOf, type Source } from "./source";

/**
 * Checks an edit before it is written: the new text parses, its tree is the same but for what was changed, and every comment is there
 * that did not go with what was removed. Gives what is wrong.
 */
export function faultOf(old: Source, fresh: Source | undefined, changes: readonly Change[]): string | undefined {
  if (fresh === undefined) return "it would not parse any more";
  const spans = spansOf(changes);
  const [kept, found] = [outline(old, spans.map(({ from }) => from)), outline(fresh, spans.map(({ to }) => to))];
  const at = kept.findIndex((one, index) => !isSame(one, found[index]));
  if (at >= 0 || kept.length !== found.length) return `something else would change: ${sayOf(kept[at])} → ${sayOf(found[at < 0 ? kept.length : at])}`;
  const lost = lostComment(old, fresh, spans.map(({ from }) => from));
  return lost === undefined ? undefined : `a comment would be lost: ${lost}`;
}

/** Where the changes are, in the old text and in the new one. */
function spansOf(changes: readonly Change[]): readonly { readonly from: Span; readonly to: Span }[] {
  let moved = 0;
  return [...changes].sort((a, b) => a.start - b.start).map(({ start, end, text }) => {
    const to = { start: start + moved, end: start + moved + text.length };
    moved += text.length - (end - start);
    return { from: { start, end }, to };
  });
}

/** Whether something lies in one of the spans, which are in their order and do not overlap. */
function within(spans: readonly Span[]): (one: { readonly start?: number | null; readonly end?: number | null }) => boolean {
  const wide = spans.filter((span) => span.start < span.end);
  return ({ start, end }) => {
    const last = wide[countUpTo(wide, start!) - 1];
    return last !== undefined && end! <= last.end;
  };
}

interface Line {
  readonly depth: number;
  readonly node: Node;
}

/** Every node in the order of the text, but for those that lie in the spans. */
function outline({ file }: Source, spans: readonly Span[]): readonly Line[] {
  const lines: Line[] = [];
  const isWithin = within(spans);
  const visit = (node: Node, depth: number): void => {
    if (isWithin(node)) return;
    lines.push({ depth, node });
    for (const child of childrenOf(node)) visit(child, depth + 1);
  };
  visit(file.program, 0);
  return lines;
}

const told = ["type", "name", "value", "operator", "kind", "computed", "shorthand"] as const;

function isSame(one: Line, other: Line | undefined): boolean {
  if (other === undefined || one.depth !== other.depth) return false;
  const [a, b] = [one.node, other.node] as unknown as readonly Readonly<Record<string, unknown>>[];
  return told.every((key) => a![key] === b![key] || typeof a![key] === "object");
}

function sayOf(line: Line | undefined): string {
  if (line === undefined) return "an end";
  const node = line.node as unknown as Readonly<Record<string, unknown>>;
  return told.map((key) => node[key]).filter((one) => typeof one === "string" || typeof one === "number" || typeof one === "boolean").map(String).join(" ");
}

function lostComment(old: Source, fresh: Source, spans: readonly Span[]): string | undefined {
  const isWithin = within(spans);
  const there = new Map<string, number>();
  for (const { value } of fresh.file.comments ?? []) there.set(value, (there.get(value) ?? 0) + 1);
  for (const comment of (old.file.comments ?? []).filter((one) => !isWithin(one))) {
    const left = there.get(comment.value) ?? 0;
    if (left > 0) there.set(comment.value, left - 1);
    else return comment.value.trim();
  }
  return undefined;
}
