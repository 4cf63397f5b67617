/** Text in a cell of a table. */
export const cell = (text: string) => text.replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|").replaceAll("<", "&lt;");

/** Code in a cell of a table. */
export const code = (text: string) => `\`${text.replaceAll("|", "\\|")}\``;

/** A table of cells that are Markdown already; columns that hold nothing are left out. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const used = head.map((_, at) => rows.some((row) => row[at] !== ""));
  const line = (cells: readonly string[]) => `| ${cells.filter((_, at) => used[at]).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
