import type { Conflict } from "./conflict";

/** Code on three sides: path → text. */
export interface Sides {
  /** What was generated last. */
  readonly base: ReadonlyMap<string, string>;
  /** What is generated now. */
  readonly fresh: ReadonlyMap<string, string>;
  /** The user's project, with files of their own. */
  readonly mine: ReadonlyMap<string, string>;
}

export interface Merge {
  /** The files that are to be other than the user's are: path → text; undefined: it goes. */
  readonly files: ReadonlyMap<string, string | undefined>;
  /** Files that are generated otherwise now, and that stay as the user has them. */
  readonly kept: ReadonlySet<string>;
  readonly conflicts: readonly Conflict[];
  /** Constructs that the user took out of the code: `VirtualMachine 101`. */
  readonly deleted: readonly string[];
  /** Comments of the user's that stay, although what they are about has gone. */
  readonly left: readonly LeftComment[];
  /** Files that cannot be merged, and why: what is generated last for them stays what it was. */
  readonly failed: ReadonlyMap<string, string>;
}

/** A comment, and where it is now. */
export interface LeftComment {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Whether a file is as it was generated, so that what is generated now can take its place. */
export function isPristine(path: string, { base, fresh, mine }: Sides): boolean {
  const [old, now, own] = [base.get(path), fresh.get(path), mine.get(path)];
  if (own === undefined) return old === undefined || isImported(path, mine);
  return alike(own, old) || alike(own, now);
}

const alike = (one: string, other: string | undefined) => other !== undefined && (one === other || one.replaceAll("\r\n", "\n") === other.replaceAll("\r\n", "\n"));

/** A text with the line ends of another one. */
export const withLineEnds = (text: string | undefined, like: string | undefined) => (like?.includes("\r\n") ? text?.replaceAll("\n", "\r\n") : text);

/** Whether code still reads a file that is not there: somebody lost it, and did not delete it. */
function isImported(path: string, mine: ReadonlyMap<string, string>): boolean {
  const name = path.replace(/\.ts$/, "").split("/").at(-1)!.replace(/[^\w-]/g, "\\$&");
  const pattern = new RegExp(`from\\s+["'][^"'\\n]*\\b${name}(?:\\.[jt]s)?["']`);
  return [...mine.values()].some((text) => pattern.test(text));
}
