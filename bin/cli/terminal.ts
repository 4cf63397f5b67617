// Guest text may hold anything; on a terminal it must not move the cursor, change colours or hide.
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Text that a terminal shows and does nothing else with. The only place that quotes for terminals. */
export function visible(text: string): string {
  return text.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Columns that line up: each as wide as its widest cell, but for the last. */
export async function columns(rows: readonly (readonly string[])[], gap = 2): Promise<string[]> {
  const { default: widthOf } = await import("string-width");
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ""))));
  const padded = (cell: string, at: number) => cell + " ".repeat(Math.max(0, widths[at]! - widthOf(cell)) + gap);
  return rows.map((row) => row.map((cell, at) => (at === row.length - 1 ? cell : padded(cell, at))).join("").trimEnd());
}

/** What fits, with an ellipsis where something is missing. */
export function cut(text: string, width: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= width) return text;
  let [kept, used] = ["", 1];
  for (const char of text) {
    used += widthOf(char);
    if (used > width) break;
    kept += char;
  }
  return width < 1 ? "" : `${kept}…`;
}
