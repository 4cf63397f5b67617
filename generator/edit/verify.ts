import type { Node } from "@babel/types";
import type { Change, Span } from "./change";
import { childrenOf, type Source } from "./source";

/**
 * Checks an edit before it is written: the new text parses, its tree is the same but for what was changed, and every comment is there
 * that did not go with what was removed. Gives what is wrong.
 */
export function faultOf(old: Source, fresh: Source | undefined, changes: readonly Change[]): string | undefined {
  if (fresh === undefined) return "it would not parse any more";
  const spans = spansOf(changes);
  const [kept, found] = [outline(old, spans.map(({ from }) => from)), outline(fresh, spans.map(({ to }) => to))];
  const at = kept.findIndex((one, index) => one !== found[index]);
  if (at >= 0 || kept.length !== found.length) return `something else would change: ${kept[at] ?? "an end"} → ${found[at < 0 ? kept.length : at] ?? "an end"}`;
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

const isWithin = ({ start, end }: { readonly start?: number | null; readonly end?: number | null }, spans: readonly Span[]) => spans.some((span) => span.start <= start! && end! <= span.end && span.start < span.end);

/** Every node in the order of the text, but for those that lie in the spans. */
function outline({ file }: Source, spans: readonly Span[]): readonly string[] {
  const lines: string[] = [];
  const visit = (node: Node, depth: number): void => {
    if (isWithin(node, spans)) return;
    lines.push(`${depth} ${node.type} ${sayOf(node)}`);
    for (const child of childrenOf(node)) visit(child, depth + 1);
  };
  visit(file.program, 0);
  return lines;
}

function sayOf(node: Node): string {
  const { name, value, operator, kind, computed, shorthand } = node as unknown as Readonly<Record<string, unknown>>;
  return [name, value, operator, kind, computed, shorthand].filter((one) => typeof one === "string" || typeof one === "number" || typeof one === "boolean").map(String).join(" ");
}

function lostComment(old: Source, fresh: Source, spans: readonly Span[]): string | undefined {
  const there = new Map<string, number>();
  for (const { value } of fresh.file.comments ?? []) there.set(value, (there.get(value) ?? 0) + 1);
  for (const comment of old.file.comments ?? []) {
    const left = there.get(comment.value) ?? 0;
    if (left > 0) there.set(comment.value, left - 1);
    else if (!isWithin(comment, spans)) return comment.value.trim();
  }
  return undefined;
}
