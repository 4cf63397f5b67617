import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { catalog } from "../../lib/schema/catalog";
import { constructsIn, type ConstructCode } from "../edit/construct";
import type { Fold } from "../plan/plan";

/** The type of guest that a construct makes. */
export const guestTypes = new Map(Object.values(catalog).map(({ construct, type }) => [construct, type]));

/** The guest that a construct is, where its code has the number. */
export function declaredKey(className: string, props: ConstructCode["props"]): ResourceKey | undefined {
  const key = `${guestTypes.get(className)}/${String(props.get("vmId")?.value)}`;
  return parseGuestKey(key) ? key : undefined;
}

/** The tables that a generated file has. */
export function foldsIn(text: string): readonly Fold[] {
  const folds = new Map<string, Fold>();
  if (!/^ {2}for \(/m.test(text)) return [];
  for (const { className, props, row } of constructsIn(text)) {
    const key = declaredKey(className, props);
    if (row?.by === undefined || key === undefined) continue;
    const { members = [] } = folds.get(row.by) ?? {};
    folds.set(row.by, { name: row.by, columns: row.columns, members: [...members, key] });
  }
  return [...folds.values()];
}
