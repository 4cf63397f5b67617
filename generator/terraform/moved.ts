import type { Difference } from "./difference";
import type { Json } from "./plan";

type Values = Readonly<Record<string, Json>>;

/**
 * Where elements of a list have changed their places, such as the rules of a firewall, the list is one difference: value by value, each
 * element would seem to become the one that takes its place.
 */
export function asMoved(found: readonly Difference[], before: Values, after: Values): readonly Difference[] {
  const lists = [...new Set(found.flatMap(({ path }) => /^(\w+)\[\d+\]/.exec(path)?.[1] ?? []))].filter((name) => {
    const own = found.filter(({ path }) => path.startsWith(`${name}[`));
    return own.every(({ sensitive, unknown }) => !sensitive && !unknown) && hasMoved(before[name], after[name]);
  });
  return lists.reduce<readonly Difference[]>((left, name) => {
    const at = left.findIndex(({ path }) => path.startsWith(`${name}[`));
    const others = left.filter(({ path }) => !path.startsWith(`${name}[`));
    return [...others.slice(0, at), { path: name, before: before[name], after: after[name] }, ...others.slice(at)];
  }, found);
}

/** Whether an element of before is another one of after. */
function hasMoved(before: Json, after: Json): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return false;
  const [old, fresh] = [before, after].map((list) => (list as readonly Json[]).map(plain));
  return old!.some((one, at) => fresh![at] !== one && fresh!.includes(one));
}

/** An element without its place, which the provider may say as well, and without what says nothing. */
const plain = (value: Json): string =>
  JSON.stringify(typeof value === "object" && value !== null ? Object.entries(value).filter(([name, one]) => name !== "pos" && one !== null && one !== "").sort(([a], [b]) => (a < b ? -1 : 1)) : value);
