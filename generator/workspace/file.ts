/** A file that is to be in a workspace. */
export interface GeneratedFile {
  /** Relative to the workspace, with `/` between its parts. */
  readonly path: string;
  readonly content: string;
  readonly mode: FileMode;
}

export type FileMode =
  /** pmpc rewrites it for until it is edited. */
  | "owned"
  /** pmpc writes it when it is not there yet; from then on it is its reader's own. */
  | "once"
  /** pmpc rewrites it each time: git ignores it, and no base of it is kept. */
  | "passing";

/** What became of a file. */
export interface FileChange {
  readonly path: string;
  readonly change: "created" | "updated" | "merged" | "unchanged" | "removed" | "conflict";
  /** Where what its user has to decide about is listed; undefined if the file is the user's and no longer generated. */
  readonly beside?: string;
}
