/** Those that have the key of an earlier one, each with that one. Without a key there is nothing to repeat. */
export function repeated<T>(all: readonly T[], keyOf: (one: T) => string | undefined): { readonly one: T; readonly earlier: T }[] {
  const seen = new Map<string, T>();
  return all.flatMap((one) => {
    const key = keyOf(one);
    if (key === undefined) return [];
    const earlier = seen.get(key);
    if (earlier !== undefined) return [{ one, earlier }];
    seen.set(key, one);
    return [];
  });
}
