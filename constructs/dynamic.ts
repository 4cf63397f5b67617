import type { IResolvable, TerraformIterator } from "cdktf";
import { isMany, terraformPath, toTerraform, type Props } from "../lib/schema/props";
import type { GuestTable } from "../lib/schema/row";
import { bindingName } from "./terraform";
import { asData } from "./text";

/** Props of which some lists may come from an iterator: `disks: iterator.dynamic({ interface: iterator.key, … })`. */
export type WithIterators<P, Lists extends keyof P> = Omit<P, Lists> & { readonly [List in keyof Pick<P, Lists>]: P[List] | IResolvable };

/** Props as they are checked: a list from an iterator has one element, in the place of all. */
export interface Unrolled<P> {
  readonly props: P;
  /** The iterators by the props of their lists. */
  readonly iterators: ReadonlyMap<string, TerraformIterator>;
}

// cdktf exports no class for what `iterator.dynamic` gives.
const mark = Symbol.for("cdktf/TerraformDynamicExpression");

interface DynamicList {
  readonly iterator: TerraformIterator;
  readonly content: object;
}

const isDynamic = (value: unknown): value is DynamicList => typeof value === "object" && value !== null && mark in value;

const none: Unrolled<unknown>["iterators"] = new Map();

/** Takes the iterators out of props. */
export function unrolled<P extends object>(props: object): Unrolled<P> {
  if (typeof props !== "object" || props === null || !Object.values(props).some(isDynamic)) return { props: props as P, iterators: none };
  const dynamic = Object.entries(props).filter((entry): entry is [string, DynamicList] => isDynamic(entry[1]));
  return { props: { ...props, ...Object.fromEntries(dynamic.map(([prop, { content }]) => [prop, [content]])) } as P, iterators: new Map(dynamic.map(([prop, { iterator }]) => [prop, iterator])) };
}

/** Whether an iterator may make the elements of a prop's list: those that are a resource, or several values, of their own may not. */
const mayBeRolled = ({ rows }: Pick<GuestTable, "rows">, prop: string): boolean => rows.some((member) => member.kind === "block" && member.prop === prop && isMany(member) && member.listed !== true);

/** Props without the lists that no iterator may make, and what is wrong with those. */
export function withoutUnrollable<P extends object>(table: Pick<GuestTable, "rows">, props: P, { iterators }: Unrolled<unknown>): { readonly props: P; readonly problems: readonly string[] } {
  const wrong = [...iterators.keys()].filter((prop) => !mayBeRolled(table, prop));
  if (wrong.length === 0) return { props, problems: [] };
  return {
    props: { ...props, ...Object.fromEntries(wrong.map((prop) => [prop, undefined])) },
    problems: wrong.map((prop) => `${prop} cannot come from an iterator: it must be known before Terraform runs; say a list`),
  };
}

/** What is wrong with adding to a list that an iterator makes. */
export const nothingToAdd = (list: string): string => `${list} come from an iterator, and nothing can be added to them; add it to what the iterator goes over`;

/**
 * The attributes of a binding whose lists come from iterators.
 * @param config what else the binding says: a block in it may have a list that goes with one of these, such as the addresses of cards
 */
export function rolled(table: Pick<GuestTable, "rows">, props: object, { iterators }: Unrolled<unknown>, config: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  if (iterators.size === 0) return {};
  const said = toTerraform(table, props as Props);
  const dynamic = (iterator: TerraformIterator, elements: unknown) => iterator.dynamic(asData(((elements ?? [{}]) as readonly object[])[0] as never) as never);
  const own = [...iterators].map(([prop, iterator]) => {
    const block = terraformPath(table.rows, prop);
    return [bindingName(block), dynamic(iterator, said[block])];
  });
  const beside = table.rows.flatMap((outer) => {
    if (outer.kind !== "block" || !outer.flat || outer.terraform === null) return [];
    const [elements] = (said[outer.terraform] ?? []) as readonly Readonly<Record<string, unknown>>[];
    const inner = outer.rows.flatMap((one) => {
      const iterator = one.kind === "block" && one.beside !== undefined ? iterators.get(one.beside) : undefined;
      return iterator === undefined || elements?.[one.terraform!] === undefined ? [] : [[bindingName(one.terraform!), dynamic(iterator, elements[one.terraform!])]];
    });
    const name = bindingName(outer.terraform);
    return inner.length === 0 ? [] : [[name, { ...(config[name] as object), ...Object.fromEntries(inner) }]];
  });
  return Object.fromEntries([...own, ...beside]);
}
