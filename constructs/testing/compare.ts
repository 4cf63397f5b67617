import { isMatcher, type Difference, type Plain, type PlainMatcher } from "./match";

/** What differs: of an object its expected properties count, of a list all elements. */
export function compare(expected: Plain, actual: Plain | undefined, path: string): readonly Difference[] {
  if (isMatcher(expected)) return (expected as unknown as PlainMatcher).test(actual, path, { compare });
  if (Array.isArray(expected)) return compareLists(expected as readonly Plain[], actual, path);
  if (typeof expected === "object" && expected !== null) {
    if (typeof actual !== "object" || actual === null || Array.isArray(actual)) {
      const isNothing = Object.values(expected).every((one) => compare(one, undefined, path).length === 0);
      return actual === undefined && isNothing ? [] : [{ path, expected, actual }];
    }
    return Object.entries(expected).flatMap(([key, value]) => compare(value, (actual as Readonly<Record<string, Plain>>)[key], path === "" ? key : `${path}.${key}`));
  }
  return Object.is(expected, actual) ? [] : [{ path, expected, actual }];
}

function compareLists(expected: readonly Plain[], actual: Plain | undefined, path: string): readonly Difference[] {
  if (!Array.isArray(actual) || actual.length !== expected.length) return [{ path, expected, actual }];
  return expected.flatMap((one, at) => compare(one, (actual as readonly Plain[])[at], `${path}[${at}]`));
}

/** A value as it is written: on one line. */
export function shown(value: Plain | undefined): string {
  if (value === undefined) return "nothing";
  if (isMatcher(value)) return value.says;
  if (Array.isArray(value)) return `[${(value as readonly Plain[]).map(shown).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const parts = Object.entries(value).map(([key, inner]) => `${key}: ${shown(inner)}`);
    return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
  }
  return JSON.stringify(value);
}
