/** A word of a typed line, and where it is. */
export interface Word {
  /** Without its quotes. */
  readonly text: string;
  /** Where it begins in the line, its quote included. */
  readonly at: number;
  /** A quote that was opened and not closed. */
  readonly open?: string;
}

/** Splits a line as a shell does, without expanding anything: blanks separate, quotes keep together, a backslash takes the next character as it is. */
export function splitLine(line: string): readonly Word[] {
  const words: Word[] = [];
  let word: { text: string; at: number } | undefined;
  let quote: string | undefined;
  const open = (at: number) => (word ??= { text: "", at });
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!;
    if (quote === undefined && /\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (quote === undefined && (char === "'" || char === '"')) {
      open(at);
      quote = char;
    } else if (char === quote) {
      quote = undefined;
    } else if (char === "\\" && quote !== "'" && at + 1 < line.length) {
      open(at).text += line[++at]!;
    } else {
      open(at).text += char;
    }
  }
  if (word !== undefined) words.push(quote === undefined ? word : { ...word, open: quote });
  return words;
}

/** A word as `splitLine` and a POSIX shell read it back, whatever is in it. */
export function quoteWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
