import { hasCommand } from "../../../lib/pve/command";

// What a terminal or a reader of Markdown would not see as itself.
const controls = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/g;

/** Text in Markdown that stands for itself: no links, no HTML, no table cells, no emphasis. The only place that quotes Markdown. */
export function plain(text: string): string {
  return text.replace(controls, " ").replace(/[\\`*_{}[\]<>#|~!]/g, "\\$&").trim();
}

/** A value in code font, whatever it holds, fit for a table. Long ones are cut. */
export function code(text: string, most = 120): string {
  const line = text.replace(controls, " ").trim();
  const cut = line.length > most ? `${line.slice(0, most)}…` : line;
  const ticks = "`".repeat(1 + Math.max(0, ...(cut.match(/`+/g) ?? []).map((run) => run.length)));
  const space = cut.startsWith("`") || cut.endsWith("`") ? " " : "";
  return cut === "" ? "" : `${ticks}${space}${cut.replaceAll("|", "\\|")}${space}${ticks}`;
}

/** What helps, fit for a table: commands in code font, one below the other, and sentences as they are. */
export const advice = (text: string): string => text.split("\n").map((line) => (hasCommand(line) ? code(line, 2000) : plain(line))).filter((line) => line !== "").join("<br>");

/** A table; without rows, nothing. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line), ""];
}
