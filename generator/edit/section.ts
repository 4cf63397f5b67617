/** A comment that stands for something without code, and the title that it is under. */
export interface CommentCode {
  readonly text: string;
  readonly title: string | undefined;
}

/** Comments of their own, between the statements of a function, of which the first line fits; what they name by the pattern's groups. */
export function commentsIn(text: string, pattern: RegExp): readonly (CommentCode & { readonly groups: Readonly<Record<string, string>> })[] {
  return [...text.matchAll(/^ {2}\/\/ .*(?:\n {2}\/\/ .*)*/gm)].flatMap(({ 0: comment, index }) => {
    const found = pattern.exec(comment);
    return found?.groups === undefined ? [] : [{ text: comment, title: titleAt(text, index), groups: found.groups }];
  });
}

/** The last title above a place: `// ---- containers ----`. */
export function titleAt(text: string, offset: number): string | undefined {
  return [...text.slice(0, offset).matchAll(/^ {2}\/\/ ---- (.*) ----$/gm)].at(-1)?.[1];
}
