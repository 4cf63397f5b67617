import type { Observation } from "../../lib/inventory/document";
import type { Inventory } from "../../lib/inventory/inventory";
import { addressTemplate } from "../../lib/pve/template";
import { kinds } from "../../lib/schema/kind/all";

/** Why a twin has nothing of what Terraform remembers, or is not like it; undefined if it is. */
export type Lacks = (type: string, values: Readonly<Record<string, unknown>>) => string | undefined;

/** What an import has read is in the twin: all of a kind whose list it has, but for what could not be read by itself. */
export function lacksOf({ documents }: Pick<Observation, "documents">, { resources }: Pick<Inventory, "resources">): Lacks {
  const addresses = [...documents.keys()];
  const listed = new Set(kinds.all.filter(({ reads: { list } }) => addresses.some((address) => addressTemplate(list).parse(address) !== undefined)));
  return (type, values) => {
    const id = kinds.ofValues(type, values);
    if (id === undefined || !listed.has(id.kind)) return "an import does not read what it is, so the twin has none of it";
    const unreadable = resources.get(kinds.printKey(id))?.unreadable;
    return unreadable && `it could not be read: ${unreadable.message}`;
  };
}
