/** What became of a file that somebody edited, decided by anyone who understands its content. */
export interface MergedFile {
  /** Its text now; undefined: it stays as it is, also where it is not there. */
  readonly content?: string;
  /** It could not be merged: what was generated last for it stays what it was. */
  readonly held?: true;
  /** What its user has to decide about, as the text of a file beside it. */
  readonly conflicts?: string;
}

/** By path. What is not here is written as it is generated. */
export type Merged = ReadonlyMap<string, MergedFile>;
