/** The word that was probably meant: at most a third of it is written otherwise. */
export function nearest(text: string, words: readonly string[]): string | undefined {
  const [best] = words.map((word) => ({ word, away: distance(text.toLowerCase(), word.toLowerCase()) })).sort((a, b) => a.away - b.away);
  return best !== undefined && best.away <= Math.max(text.length, best.word.length) / 3 ? best.word : undefined;
}

/** How many characters must be put in, taken out or replaced. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[to.length]!;
}
