import { asWritten, type Member } from "./row";

/** The members that props can say, as a construct writes them. */
interface MembersByProp {
  readonly byProp: ReadonlyMap<string, Member>;
  /** Those that mean something, or are missed, where they are left out. */
  readonly unasked: readonly Member[];
}

const cache = new WeakMap<readonly Member[], MembersByProp>();

/** The members that props say, as a construct writes them, and those that count even where they are left out. In no order. */
export function membersSaid(members: readonly Member[], props: object): Member[] {
  const { byProp, unasked } = membersByProp(members);
  const found = [...unasked];
  // A guest says few of the many: asking for each of those would take several times as long.
  for (const prop of Object.keys(props)) {
    const member = byProp.get(prop);
    if (member !== undefined) found.push(member);
  }
  return found;
}

function membersByProp(members: readonly Member[]): MembersByProp {
  const known = cache.get(members);
  if (known !== undefined) return known;
  const all = members.map(asWritten).filter(({ prop, terraform }) => prop !== null && terraform !== null);
  const unasked = all.filter((member) => (member.kind === "row" ? member.unsaid !== undefined || member.required || member.follows !== undefined : member.flat || member.implied || member.beside !== undefined));
  const byProp = new Map(all.filter((member) => !unasked.includes(member)).map((member) => [member.prop!, member]));
  const found = { byProp, unasked };
  cache.set(members, found);
  return found;
}
