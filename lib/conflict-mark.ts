/** The line, counted from 1, in which git left the first mark of a conflict; undefined if it left none. */
export function conflictMark(text: string): number | undefined {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.startsWith("<<<<<<< "));
  return at < 0 || !lines.some((line) => line.startsWith(">>>>>>> ")) ? undefined : at + 1;
}

/** What helps in a file of code: which of its sides is right, only a person knows. */
export const decideMarks = (path: string) => `decide there what is right between <<<<<<< and >>>>>>>, then: git add ${path}`;
