import { asWritten, type Block, type Member, type Row } from "./row";

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
  const found = unasked.slice();
  const said = Object.keys(props);
  // A guest says few of the many: asking for each of those would take several times as long. An iterator would make an object for each.
  for (let at = 0; at < said.length; at++) {
    const member = byProp.get(said[at]!);
    if (member !== undefined) found.push(member);
  }
  return found;
}

function membersByProp(members: readonly Member[]): MembersByProp {
  const known = cache.get(members);
  if (known !== undefined) return known;
  const all = members.map(asWritten).filter(({ prop, terraform }) => prop !== null && terraform !== null).map(ofOneShape);
  const unasked = all.filter((member) => (member.kind === "row" ? member.unsaid !== undefined || member.required || member.follows !== undefined : member.flat || member.implied || member.beside !== undefined));
  const byProp = new Map(all.filter((member) => !unasked.includes(member)).map((member) => [member.prop!, member]));
  const found = { byProp, unasked };
  cache.set(members, found);
  return found;
}

/** Every key of rows and blocks. */
const keys: { readonly [Key in keyof Row | keyof Block]-?: undefined } = {
  kind: undefined, pve: undefined, prop: undefined, terraform: undefined, shape: undefined, rows: undefined, says: undefined, unit: undefined,
  otherwise: undefined, default: undefined, absent: undefined, unsaid: undefined, always: undefined, saidIf: undefined, onlyAsked: undefined,
  accepts: undefined, normalise: undefined, counts: undefined, requires: undefined, refuses: undefined, replaces: undefined, required: undefined,
  awaitsLock: undefined, computed: undefined, drawn: undefined, output: undefined, secret: undefined, kept: undefined, shareable: undefined,
  identity: undefined, vlans: undefined, rootOnly: undefined, aliases: undefined, on: undefined, why: undefined, part: undefined, internal: undefined,
  readOnly: undefined, means: undefined, beside: undefined, unsayable: undefined, isNone: undefined, caution: undefined, includes: undefined,
  follows: undefined, blank: undefined, from: undefined, when: undefined, gaps: undefined, only: undefined, unordered: undefined, has: undefined,
  hasNot: undefined, role: undefined, drive: undefined, unsought: undefined, assumed: undefined, onceAlone: undefined, missing: undefined,
  waits: undefined, most: undefined, whole: undefined, gapIgnores: undefined, short: undefined, listed: undefined, implied: undefined,
  flat: undefined, filler: undefined, unread: undefined, packed: undefined, packing: undefined, written: undefined, saidBy: undefined,
};

/** Rows say few of their many options each. With all keys in one order they are read by the same machine code, in two thirds of the time. */
const ofOneShape = (member: Member): Member => ({ ...keys, ...member }) as Member;
