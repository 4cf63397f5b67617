import { clusterTableOf } from "./all";

type Values = Readonly<Record<string, unknown>>;

/** What an apply does to something of the cluster. */
export type Deed = "create" | "change" | "destroy";

/**
 * What a change of something that is not a guest does to the cluster, as half a sentence; undefined if there is nothing to say. `by` are the
 * tokens and users that pmpc itself works with: `pmpc@pve!import`.
 */
export function consequenceOfResource(type: string, deed: Deed, before: Values, after: Values, by: readonly string[]): string | undefined {
  const values = deed === "create" ? after : before;
  const own = whoLoses(type, deed, before, after, by);
  if (own !== undefined) return own;
  return clusterTableOf(type)?.does?.(values, deed, after);
}

/** Whether those rights are touched by which the apply itself is made. */
function whoLoses(type: string, deed: Deed, before: Values, after: Values, by: readonly string[]): string | undefined {
  const who = clusterTableOf(type)?.rightsOf?.(before);
  if (who === undefined || deed === "create") return undefined;
  const own = by.find((one) => one === who || one.startsWith(`${who}!`));
  if (own === undefined) return undefined;
  const what = own.includes("!") ? "this very token" : "this very user";
  return deed === "destroy" || JSON.stringify(before) !== JSON.stringify(after) ? `takes rights from ${what} (${own}): what comes after it in the apply may be refused` : undefined;
}
