import type { IResolvable, TerraformIterator } from "cdktf";
import { isMany, terraformPath, toTerraform, type Props } from "../lib/schema/props";
import type { Block, GuestTable, Member } from "../lib/schema/row";
import { bindingName } from "./terraform";
import { asData } from "./text";

type Table = Pick<GuestTable, "rows">;

/** Props of which some lists may come from an iterator: `disks: iterator.dynamic({ interface: iterator.key, … })`. */
export type WithIterators<P, Lists extends keyof P> = Omit<P, Lists> & { readonly [List in keyof Pick<P, Lists>]: P[List] | IResolvable };

/** The same of a list inside of an object: `cloudInit: { ipConfigs: iterator.dynamic({ … }) }`. */
export type WithIteratorsIn<P, Outer extends keyof P, Lists extends keyof NonNullable<P[Outer]>> = Omit<P, Outer> & { readonly [Name in keyof Pick<P, Outer>]: WithIterators<NonNullable<P[Name]>, Lists & keyof NonNullable<P[Name]>> };

/** Props as they are checked: a list from an iterator has one element, in the place of all. */
export interface Unrolled<P> {
  readonly props: P;
  /** The iterators by the props of their lists: `disks`, `cloudInit.ipConfigs`. */
  readonly iterators: ReadonlyMap<string, TerraformIterator>;
  /** What is wrong with lists that no iterator may make; they are not among the props. */
  readonly problems: readonly string[];
}

// cdktf exports no class for what `iterator.dynamic` gives.
const mark = Symbol.for("cdktf/TerraformDynamicExpression");

interface DynamicList {
  readonly iterator: TerraformIterator;
  readonly content: object;
}

const isDynamic = (value: unknown): value is DynamicList => typeof value === "object" && value !== null && mark in value;

/** Whether a value is made by an iterator, or an object of which a part is. Asked of every prop of every guest. */
function mayHold(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (mark in value) return true;
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const part in value) if (isDynamic((value as Readonly<Record<string, unknown>>)[part])) return true;
  return false;
}

const none: ReadonlyMap<string, TerraformIterator> = new Map();

/**
 * Takes the iterators out of props, and out of objects that are props.
 * @param beside lists of the construct's own that an iterator may make, too
 */
export function unrolled<P extends object>({ rows }: Table, given: object, beside: readonly string[] = []): Unrolled<P> {
  // Few say any, and every guest is asked.
  if (typeof given !== "object" || given === null || !Object.values(given).some(mayHold)) return { props: given as P, iterators: none, problems: [] };
  const iterators = new Map<string, TerraformIterator>();
  const problems: string[] = [];
  const take = (props: Readonly<Record<string, unknown>>, path: string): Readonly<Record<string, unknown>> =>
    Object.fromEntries(Object.entries(props).map(([prop, value]) => {
      const where = path + prop;
      if (!isDynamic(value)) return [prop, path === "" && mayHold(value) ? take(value as typeof props, `${prop}.`) : value];
      const problem = beside.includes(where) ? undefined : whyNot(rows, where);
      if (problem === undefined) iterators.set(where, value.iterator);
      else problems.push(problem);
      return [prop, problem === undefined ? [value.content] : undefined];
    }));
  return { props: take(given as Readonly<Record<string, unknown>>, "") as P, iterators, problems };
}

/** The member that a prop is said by, and the blocks around it. */
function wayTo(members: readonly Member[], path: readonly string[]): readonly Member[] {
  const [prop, ...rest] = path;
  const found = members.find((member) => member.prop === prop && (member.kind === "row" || !member.flat)) ?? members.find((member): member is Block => member.kind === "block" && member.flat === true && wayTo(member.rows, path).length > 0);
  if (found === undefined) return [];
  if (found.kind === "block" && found.flat === true && found.prop !== prop) return wayTo(found.rows, path);
  return rest.length === 0 ? [found] : [found, ...(found.kind === "block" ? wayTo(found.rows, rest) : [])];
}

/** Why an iterator may not make a prop; undefined where it may: objects that are blocks, or elements, of one resource. */
function whyNot(rows: readonly Member[], prop: string): string | undefined {
  const member = wayTo(rows, prop.split(".")).at(-1);
  if (member?.kind === "block" && isMany(member) && member.listed !== true) return undefined;
  if (member?.kind === "block") return `${prop} cannot come from an iterator: it is one object; say it`;
  if (member === undefined) return `${prop} cannot come from an iterator: its parts must be known before Terraform runs; say a list, which a loop may make`;
  return `${prop} cannot come from iterator.dynamic, which makes objects; say a value of Terraform's, such as Token.asList(Fn.keys(…)) for a list`;
}

/** What is wrong with adding to a list that an iterator makes. */
export const nothingToAdd = (list: string): string => `${list} come from an iterator, and nothing can be added to them; add it to what the iterator goes over`;

/** A list that an iterator makes: its block, by Terraform's words from outside to inside. */
interface RolledList {
  readonly way: readonly string[];
  readonly iterator: TerraformIterator;
}

/**
 * The attributes of a binding whose lists come from iterators.
 * @param config what else the binding says: a block in it may have a list that goes with one of these, such as the addresses of cards
 */
export function rolled(table: Table, props: object, { iterators }: Pick<Unrolled<unknown>, "iterators">, config: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  if (iterators.size === 0) return {};
  const said = toTerraform(table, props as Props);
  const lists = [...saidLists(table, iterators), ...listsBeside(table, iterators)];
  return lists.reduce<Readonly<Record<string, unknown>>>((made, { way: [outer, ...inner], iterator }) => {
    const name = bindingName(outer!);
    if (inner.length === 0) return { ...made, [name]: dynamic(iterator, said[outer!]) };
    const [block] = (said[outer!] ?? []) as readonly Readonly<Record<string, unknown>>[];
    const elements = block?.[inner[0]!];
    return elements === undefined ? made : { ...made, [name]: { ...((made[name] ?? config[name]) as object), [bindingName(inner[0]!)]: dynamic(iterator, elements) } };
  }, {});
}

const dynamic = (iterator: TerraformIterator, elements: unknown) => iterator.dynamic(asData(((elements ?? [{}]) as readonly object[])[0] as never) as never);

/** The lists that props say. */
const saidLists = ({ rows }: Table, iterators: Unrolled<unknown>["iterators"]): readonly RolledList[] =>
  [...iterators].flatMap(([prop, iterator]) => (wayTo(rows, prop.split(".")).length === 0 ? [] : [{ way: terraformPath(rows, prop).replace(/\[\d+\]/g, "").split("."), iterator }]));

/** The lists of which the elements are said beside those of another one. */
const listsBeside = ({ rows }: Table, iterators: Unrolled<unknown>["iterators"]): readonly RolledList[] =>
  rows.flatMap((outer) => (outer.kind !== "block" || !outer.flat || outer.terraform === null ? [] : outer.rows.flatMap((one) => {
    const iterator = one.kind === "block" && one.beside !== undefined ? iterators.get(one.beside) : undefined;
    return iterator === undefined || one.terraform === null ? [] : [{ way: [outer.terraform!, one.terraform], iterator }];
  })));
