import type { IResolvable, TerraformIterator } from "cdktf";
import { terraformPath, toTerraform, type Props } from "../lib/schema/props";
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

/** Takes the iterators out of props. */
export function unrolled<P extends object>(props: object): Unrolled<P> {
  const dynamic = typeof props === "object" && props !== null ? Object.entries(props).filter((entry): entry is [string, DynamicList] => isDynamic(entry[1])) : [];
  if (dynamic.length === 0) return { props: props as P, iterators: new Map() };
  return { props: { ...props, ...Object.fromEntries(dynamic.map(([prop, { content }]) => [prop, [content]])) } as P, iterators: new Map(dynamic.map(([prop, { iterator }]) => [prop, iterator])) };
}

/** The attributes of a binding whose lists come from iterators. */
export function rolled(table: GuestTable, props: object, { iterators }: Unrolled<unknown>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...iterators].map(([prop, iterator]) => {
      const block = terraformPath(table.rows, prop);
      const [content] = (toTerraform(table, props as Props)[block] ?? []) as readonly object[];
      return [bindingName(block), iterator.dynamic(asData(content as never) as never)];
    }),
  );
}
