/** What a value comes to once every way to say it is one: texts, numbers, flags, and lists and objects of them. */
export type Plain = null | boolean | number | string | PlainMatcher | readonly Plain[] | { readonly [name: string]: Plain };

/** A matcher whose patterns are plain. */
export interface PlainMatcher {
  readonly isMatcher: true;
  readonly says: string;
  readonly test: ReturnType<Matcher["judge"]>;
}

/** One value that is not as expected. */
export interface Difference {
  /** `networkDevices[0].vlanId` */
  readonly path: string;
  readonly expected: Plain;
  /** What was expected, where no value says it. */
  readonly says?: string;
  /** Undefined if nothing is said. */
  readonly actual: Plain | undefined;
  /** The expected is one of several. */
  readonly among?: true;
  /** The expected is what it must not be. */
  readonly not?: true;
}

/** How two values are compared, and how the patterns inside of a matcher are read. */
export interface Judging {
  /** What differs; nothing where the value is as expected. */
  readonly compare: (expected: Plain, actual: Plain | undefined, path: string) => readonly Difference[];
}

type Judge = (actual: Plain | undefined, path: string, judging: Judging) => readonly Difference[];

/** An expectation that is more than a value. `Match` makes them. */
export class Matcher {
  /** Marks it across copies of the package. */
  readonly isMatcher = true;

  /** @internal */
  constructor(
    /** What it expects, for people. */
    readonly says: string,
    /** The patterns in it, which are values of where it is. */
    readonly patterns: readonly unknown[],
    /** @internal */
    readonly judge: (patterns: readonly Plain[]) => Judge,
  ) {}
}

export const isMatcher = (value: unknown): value is Matcher => typeof value === "object" && value !== null && (value as { readonly isMatcher?: unknown }).isMatcher === true;

const differs = (path: string, says: string, actual: Plain | undefined): readonly Difference[] => [{ path, expected: null, says, actual }];

/** Expectations that are more than a value. */
export const Match = {
  /** The code says nothing of it. */
  absent: (): Matcher => new Matcher("nothing to be said", [], () => (actual, path) => (actual === undefined ? [] : differs(path, "nothing to be said", actual))),

  /** The code says something of it: no empty text, and no empty list. */
  anyValue: (): Matcher => new Matcher("something to be said", [], () => (actual, path) => (actual === undefined || actual === "" || (Array.isArray(actual) && actual.length === 0) ? differs(path, "something to be said", actual) : [])),

  /** At least these properties are so. An object that is written down without a matcher is meant like this, too. */
  like: (pattern: object): Matcher => new Matcher("an object", [pattern], ([one]) => (actual, path, { compare }) => compare(one!, actual, path)),

  /** These properties are so, and there are no others. */
  exact: (pattern: object): Matcher =>
    new Matcher("an object", [pattern], ([one]) => (actual, path, { compare }) => {
      const known = Object.keys(one as object);
      const others = typeof actual === "object" && actual !== null && !Array.isArray(actual) ? Object.entries(actual as Readonly<Record<string, Plain>>).filter(([key]) => !known.includes(key)) : [];
      return [...compare(one!, actual, path), ...others.flatMap(([key, value]) => differs(`${path}.${key}`, "nothing to be said", value))];
    }),

  /** The list has elements like these, whatever else it has, in whatever order. */
  arrayWith: (patterns: readonly unknown[]): Matcher =>
    new Matcher("a list", [patterns], ([list]) => (actual, path, { compare }) => {
      if (!Array.isArray(actual)) return differs(path, "a list", actual);
      const found = actual as readonly Plain[];
      return (list as readonly Plain[]).flatMap((pattern) => (found.some((one) => compare(pattern, one, path).length === 0) ? [] : [{ path, expected: pattern, actual, among: true }]));
    }),

  /** Every element of the list is like this. */
  arrayOf: (pattern: unknown): Matcher =>
    new Matcher("a list", [[pattern]], ([list]) => (actual, path, { compare }) => {
      if (!Array.isArray(actual)) return differs(path, "a list", actual);
      return (actual as readonly Plain[]).flatMap((one, at) => compare((list as readonly Plain[])[0]!, one, `${path}[${at}]`));
    }),

  /** The text fits. */
  stringMatching: (pattern: RegExp): Matcher => new Matcher(`a text like ${String(pattern)}`, [], () => (actual, path) => (typeof actual === "string" && new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, "")).test(actual) ? [] : differs(path, `a text like ${String(pattern)}`, actual))),

  /** It is one of these. */
  oneOf: (...patterns: readonly unknown[]): Matcher =>
    new Matcher("one of several", patterns, (all) => (actual, path, { compare }) => (all.some((one) => compare(one, actual, path).length === 0) ? [] : [{ path, expected: all, actual, among: true }])),

  /** It is anything else. */
  not: (pattern: unknown): Matcher => new Matcher("anything else", [pattern], ([one]) => (actual, path, { compare }) => (compare(one!, actual, path).length > 0 ? [] : [{ path, expected: one!, actual, not: true }])),
};
