/** How a verb talks to whoever watches: a terminal, a test, later a browser. It never prints by itself. */
export interface Host {
  /** What is being done right now; the next call, or `undefined`, takes its place. */
  progress(state: Progress | undefined): void;
  /** What people need while a verb that does not end by itself goes on: names and values. */
  announce(facts: Readonly<Record<string, string>>): void;
  /** A line that something prints while it works, as it came: it may hold anything. */
  output(line: string): void;
  /** Something that people should know, whatever the outcome. */
  warn(text: string): void;
  /**
   * Asks a person. Without one it throws, saying what is missing: nothing may wait for an answer that cannot come.
   */
  ask(question: Question): Promise<string>;
  /** Yes or no; without a person to ask, `undefined`. */
  confirm(question: string): Promise<boolean | undefined>;
  /** One of several ways to go on; without a person to ask, `undefined`. */
  choose(choice: Choice): Promise<string | undefined>;
}

export interface Progress {
  /** What is done: `reading`. */
  readonly stage: string;
  readonly text: string;
}

export interface Choice {
  readonly says: string;
  readonly choices: readonly { readonly value: string; readonly says: string }[];
  /** What counts where a person breaks off the question itself. */
  readonly preset: string;
}

export interface Question {
  readonly says: string;
  /** The option that would have answered it: `--endpoint`. */
  readonly option: string;
  readonly secret?: boolean;
  /** Shown before the question. */
  readonly help?: string;
}
