/** A stretch of a text, by the offsets of its first character and of the one behind its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** How many of the spans begin at an offset or before it. They are in their order. */
export function countUpTo(spans: readonly Span[], offset: number): number {
  let [from, to] = [0, spans.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (spans[middle]!.start <= offset) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** One change of a text: what is in the span gives way to other text. */
export interface Change extends Span {
  readonly text: string;
  /** Comments of the user's that stay, although what they are about goes. */
  readonly left?: readonly string[];
}

/** Makes changes that do not overlap, from the end, so that no offset moves before it is used. Those of one place come in their order. */
export function change(text: string, changes: readonly Change[]): string {
  const ordered = [...changes].reverse().sort((a, b) => b.start - a.start || b.end - a.end);
  const parts: string[] = [];
  let rest = text.length;
  for (const { start, end, text: replacement } of ordered) {
    parts.push(text.slice(end, rest), replacement);
    rest = start;
  }
  return [...parts, text.slice(0, rest)].reverse().join("");
}

/** The span, widened to whole lines where nothing else is on them; the line end behind it goes with it. */
export function wholeLines(text: string, { start, end }: Span): Span {
  const before = text.lastIndexOf("\n", start - 1) + 1;
  const behind = text.indexOf("\n", end);
  const stop = behind < 0 ? text.length : behind + 1;
  const isAlone = text.slice(before, start).trim() === "" && text.slice(end, stop).trim() === "";
  return isAlone ? { start: before, end: stop } : { start, end };
}
