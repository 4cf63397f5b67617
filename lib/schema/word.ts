import { asWritten, type Member } from "./row";

/** The members that props can say, as a construct writes them. */
interface Sayable {
  readonly byProp: ReadonlyMap<string, Member>;
  /** Those that mean something, or are missed, where they are left out. */
  readonly unasked: readonly Member[];
  /** Every word that the props may have. */
  readonly words: ReadonlySet<string>;
  /** Words that the elements of a list may have besides, for blocks that stand beside it: by the list's prop. */
  readonly beside: ReadonlyMap<string, ReadonlySet<string>>;
}

const sayables = new WeakMap<readonly Member[], Sayable>();

/** The members that props say, as a construct writes them, and those that count even where they are left out. In no order. */
export function membersSaid(members: readonly Member[], props: object): Member[] {
  const { byProp, unasked } = sayable(members);
  const found = [...unasked];
  // A guest says few of the many: asking for each of those would take several times as long.
  for (const prop of Object.keys(props)) {
    const member = byProp.get(prop);
    if (member !== undefined) found.push(member);
  }
  return found;
}

function sayable(members: readonly Member[]): Sayable {
  const known = sayables.get(members);
  if (known !== undefined) return known;
  const all = members.map(asWritten).filter(({ prop, terraform }) => prop !== null && terraform !== null);
  const unasked = all.filter((member) => (member.kind === "row" ? member.unsaid !== undefined || member.required : member.flat || member.implied || member.beside !== undefined));
  const byProp = new Map(all.filter((member) => !unasked.includes(member)).map((member) => [member.prop!, member]));
  const flat = all.flatMap((member) => (member.kind === "block" && member.flat ? [sayable(member.rows)] : []));
  const own = all.filter((member) => member.kind === "row" || (!member.flat && member.beside === undefined));
  const words = new Set([...own.map(({ prop }) => prop!), ...flat.flatMap((inner) => [...inner.words])]);
  const besides = all.flatMap((member) => (member.kind === "block" && member.beside !== undefined ? [[member.beside, sayable(member.rows).words] as const] : []));
  const found = { byProp, unasked, words, beside: new Map([...besides, ...flat.flatMap((inner) => [...inner.beside])]) };
  sayables.set(members, found);
  return found;
}

/** The words that props may have, and those that elements of their lists may have besides, by the list's prop. */
export const wordsOf = (members: readonly Member[]): Pick<Sayable, "words" | "beside"> => sayable(members);
