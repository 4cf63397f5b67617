import type { ResourceKey } from "../../lib/pve/address";
import type { NamedBefore, Plan } from "./plan";
import { inOrderOfUse, planReferences, type Maker } from "./reference";
import { sequence } from "./sequence";

interface Naming {
  readonly stack: Plan["stack"];
  readonly named: NamedBefore;
  /** Names that the stack's class has already. */
  readonly members: ReadonlySet<string>;
}

type Files = Pick<Plan, "groups" | "areas">;

/** The files, with how what is in them refers to others. What others refer to has a name, and is no row of a table. */
export function withReferences({ groups, areas }: Files, { stack, named, members }: Naming): Files & Pick<Plan, "references" | "calls"> {
  const before = <E extends { readonly id: string }>(one: E) => (named.constants?.has(one.id) ? { ...one, as: named.constants.get(one.id)! } : one);
  const files = { groups: groups.map((one) => ({ ...one, entries: one.entries.map(before) })), areas: areas.map((one) => ({ ...one, entries: inOrderOfUse(one.entries.map(before)) })) };
  const { declarations, constants, referring } = planReferences(sequence(files).map(({ name, entries }): Maker => ({ name, entries })), members, named.fields, stack.variable);
  const referred = <E extends { readonly key: ResourceKey }>(entry: E): E => ({ ...entry, as: constants.get(entry.key), refers: referring.get(entry.key)! });
  return { references: declarations, calls: sequence(files).map(({ name }) => name), groups: files.groups.map((one) => ({ ...one, entries: one.entries.map(referred) })), areas: files.areas.map((one) => ({ ...one, entries: one.entries.map(referred) })) };
}
