/**
 * Writes a command line so that a remote shell reads exactly these words: `["pct", "config", "it's"]` → `pct config 'it'\''s'`.
 * For POSIX shells; a backslash is outside of the quotes, because fish reads it inside of them.
 */
export function quoteWords(words: readonly string[]): string {
  return words.map(quoteWord).join(" ");
}

function quoteWord(word: string): string {
  if (/^[\w@%+:,./][\w@%+:,./-]*$/.test(word) || /^-[\w-]+$/.test(word)) return word;
  return `'${word.replace(/['\\]/g, "'\\$&'")}'`;
}
