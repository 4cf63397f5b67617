import type { Json, ResourceChange } from "./plan";

/** One value that a plan changes. */
export interface Difference {
  /** `memory[0].dedicated`: as narrow as it can be said in `ignore_changes`. */
  readonly path: string;
  readonly before: Json;
  readonly after: Json;
  /** It must not be shown, and neither value is here. */
  readonly sensitive?: true;
  /** The new value is known only after an apply, and is not here. */
  readonly unknown?: true;
}

/** What differs between what a resource is and what is planned, value by value; nothing and an empty text are the same. */
export function differences({ before, after, after_unknown, before_sensitive, after_sensitive }: ResourceChange["change"]): readonly Difference[] {
  return compare("", { before, after, unknown: after_unknown, sensitive: [before_sensitive, after_sensitive] });
}

interface Values {
  readonly before: Json;
  readonly after: Json;
  readonly unknown: Json;
  readonly sensitive: readonly Json[];
}

function compare(path: string, { before, after, unknown, sensitive }: Values): Difference[] {
  if (unknown === true) return [{ path, before: sensitive.includes(true) ? null : before, after: null, unknown: true, ...(sensitive.includes(true) ? { sensitive: true } : {}) }];
  if (sensitive.includes(true)) return same(before, after) ? [] : [{ path, before: null, after: null, sensitive: true }];
  const inner = (key: string | number, where: string) =>
    compare(where, { before: at(before, key), after: at(after, key), unknown: at(unknown, key), sensitive: sensitive.map((one) => at(one, key)) });
  if (isList(before) && isList(after) && before.length === after.length && [...before, ...after].every(isObject)) {
    return before.flatMap((_, index) => inner(index, `${path}[${index}]`));
  }
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after), ...(isObject(unknown) ? Object.keys(unknown) : [])])].sort();
    return keys.flatMap((key) => inner(key, path === "" ? key : `${path}.${key}`));
  }
  return same(before, after) ? [] : [{ path, before: shown(before, sensitive), after: shown(after, sensitive) }];
}

// A list that changes its length is shown whole: what is sensitive in its elements goes.
function shown(value: Json, sensitive: readonly Json[]): Json {
  if (sensitive.includes(true)) return null;
  if (isList(value)) return value.map((one, index) => shown(one, sensitive.map((mark) => at(mark, index))));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shown(one, sensitive.map((mark) => at(mark, key)))]));
}

const same = (before: Json, after: Json): boolean => (isNothing(before) && isNothing(after)) || JSON.stringify(sorted(before)) === JSON.stringify(sorted(after));

/** Terraform's older providers do not tell nothing from what is empty. */
function isNothing(value: Json): boolean {
  return value === null || value === undefined || value === "" || (isList(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
}

function sorted(value: Json): Json {
  if (isList(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]));
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isObject = (value: Json): value is { readonly [name: string]: Json } => typeof value === "object" && value !== null && !Array.isArray(value);

function at(value: Json, key: string | number): Json {
  if (isList(value)) return typeof key === "number" ? value[key] : undefined;
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
