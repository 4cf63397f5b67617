import type { Candidate } from "../../generator/engine/complete";
import { cut, visible } from "../cli/terminal";

/** How the menu is drawn. */
export interface Look {
  /** Columns of the terminal. */
  readonly width: number;
  /** Rows that it may take. */
  readonly height: number;
  /** Whether grey and inverse may be used. */
  readonly styled: boolean;
  /** Columns that a text takes. */
  readonly widthOf: (text: string) => number;
}

/** The lines of the menu: what could be typed, and what it is. The chosen one has a mark that needs no colour. */
export function menuLines(candidates: readonly Candidate[], chosen: number | undefined, { width, height, styled, widthOf }: Look): readonly string[] {
  const shown = candidates.slice(0, Math.max(0, height));
  const names = shown.map((one) => cut(visible(one.shown), Math.floor(width / 2), widthOf));
  const column = Math.max(0, ...names.map(widthOf));
  return shown.map((one, at) => {
    const name = names[at]! + " ".repeat(column - widthOf(names[at]!));
    const says = cut(visible(one.says).replace(/\s+/g, " "), width - column - 6, widthOf);
    return `${at === chosen ? "❯ " : "  "}${name}  ${styled && says !== "" ? `\u001b[2m${says}\u001b[22m` : says}`.trimEnd();
  });
}
