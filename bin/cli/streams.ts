/** Where text is written; `columns` only where that is a terminal. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What a command reads answers from and writes to: those of a process, or of a test that has many. */
export interface Streams {
  readonly stdin: { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
}
