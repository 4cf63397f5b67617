import type { ResourceKey } from "../../lib/pve/address";
import { parseGuestKey } from "../../lib/pve/address";
import { constructsIn } from "../edit/construct";
import type { ClusterName, ClusterNames } from "../workspace/cluster-names";
import { isSettled, withoutAdopt, type InState } from "./names";

/** What the code has besides guests: what imports wrote, and what people wrote and applied themselves. */
export interface InCode {
  readonly names: ClusterNames;
  readonly own: ReadonlySet<ResourceKey>;
}

/**
 * The names of what is not a guest. Terraform's state, where it was asked, ends the import of what it has. What it has under a name that
 * nobody remembers is remembered again if the generated code has it, and else is its user's.
 */
export function clusterNamesNow(names: ClusterNames, texts: ReadonlyMap<string, string>, inState: InState | undefined): InCode {
  const known = new Map([...names].map(([key, name]): [string, ClusterName] => [key, isSettled(name, inState) ? withoutAdopt(name) : name]));
  const strange = [...(inState ?? [])].filter(([key]) => !names.has(key) && parseGuestKey(key) === undefined);
  if (strange.length === 0) return { names: known, own: new Set() };
  const generated = new Map([...texts].flatMap(([file, text]) => (/^cluster\/[^/]+\.ts$/.test(file) ? constructsIn(text).flatMap(({ className, id }) => (id === undefined ? [] : [[id, { construct: className, file }] as const])) : [])));
  const lost = strange.flatMap(([key, id]): [string, ClusterName][] => {
    const found = generated.get(id);
    return found === undefined ? [] : [[key, { key, id, ...found }]];
  });
  const again = new Set(lost.map(([key]) => key));
  return { names: new Map([...known, ...lost]), own: new Set(strange.flatMap(([key]) => (again.has(key) ? [] : [key]))) };
}
