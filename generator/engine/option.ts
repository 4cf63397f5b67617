/** One option of a verb, as every door shows it. */
export interface Option<T> {
  readonly type: "text" | "number" | "flag" | "list";
  readonly says: string;
  readonly choices?: readonly string[];
  /** A number that need not be whole. */
  readonly fraction?: true;
  /** The least and the greatest number. */
  readonly from?: number;
  readonly to?: number;
  /** Environment variables that answer where the option is not given, in this order. */
  readonly environment?: readonly string[];
  readonly preset?: T;
  /** What the value is, for help: `DIR`. */
  readonly placeholder?: string;
  /** Says where to go, which file or program to use, or that something dangerous is wanted: only the person at the terminal may. */
  readonly local?: boolean;
  /** Is given without its name on a command line, in the order of declaration; the last may take all words that are left. */
  readonly positional?: "one" | "rest";
  /** The verb can do nothing without it. */
  readonly required?: boolean;
  /** May be given without a value: an empty list. */
  readonly bare?: boolean;
  /** What of the cluster its value names, so that doors can complete it: `guest`, a kind (`vm`, `container`, `storage`, …), or `resource` for anything. */
  readonly names?: string;
  /** One letter that stands for it on a command line: `v`. */
  readonly short?: string;
  /** Words that it usually is, for completion; others may be taken as well. */
  readonly words?: readonly string[];
  /** Several of it are counted: a command line takes `--net0 TEXT` for `0=TEXT`. */
  readonly series?: boolean;
  /** Taken, and not listed: the help names another that stands for it. */
  readonly hidden?: boolean;
}

type Details<T> = Omit<Option<T>, "type" | "says">;

export const option = {
  text: (says: string, details: Details<string> = {}): Option<string | undefined> => ({ type: "text", says, ...details }),
  choice: <C extends string>(says: string, choices: readonly C[], details: Details<C> = {}): Option<C | undefined> => ({ type: "text", says, choices, ...details }),
  number: (says: string, details: Details<number> = {}): Option<number | undefined> => ({ type: "number", says, ...details }),
  flag: (says: string, details: Details<boolean> = {}): Option<boolean | undefined> => ({ type: "flag", says, ...details }),
  list: (says: string, details: Details<readonly string[]> = {}): Option<readonly string[] | undefined> => ({ type: "list", says, ...details }),
};

export type Options = Readonly<Record<string, Option<unknown>>>;
export type InputOf<O extends Options> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never };
