import type { Step } from "../assignment";
import { canonical } from "../canonical";
import type { Place } from "../source";
import { titleOf, type Grammar } from "./grammar";
import { areScalars, keysOf, lookAt, nothing, type Look, type Side } from "./side";

/** A construct on three sides. What was not generated before has no base. */
export interface Three {
  readonly base: Side | undefined;
  readonly fresh: Side;
  readonly mine: Side;
}

/** A value that is to be as it is generated now; without a place it goes. */
export interface Wanted {
  readonly path: readonly Step[];
  readonly title: string;
  readonly fresh: Place | undefined;
}

/** A value that both changed. */
export interface Clash {
  readonly path: readonly Step[];
  readonly title: string;
  readonly base: Place | undefined;
  readonly fresh: Place | undefined;
  readonly mine: Place | undefined;
}

export interface Comparison {
  readonly wanted: readonly Wanted[];
  readonly clashes: readonly Clash[];
}

/** Compares a construct property by property: what has changed in what is generated, and that the user has as it was, is wanted. */
export function compare(three: Three, grammar: Grammar): Comparison {
  const walk = new Walk(three, grammar);
  walk.object([], [three.base ? lookAt(three.base, []) : nothing, lookAt(three.fresh, []), lookAt(three.mine, [])]);
  return walk;
}

type Looks = readonly [base: Look, fresh: Look, mine: Look];

const isThere = ({ place }: Look) => place !== undefined;
const same = (one: Look, other: Look) => one.text === other.text;

class Walk implements Comparison {
  readonly wanted: Wanted[] = [];
  readonly clashes: Clash[] = [];
  private readonly className: string;

  constructor(
    private readonly three: Three,
    private readonly grammar: Grammar,
  ) {
    this.className = three.fresh.instance.className;
  }

  object(path: readonly Step[], [base, fresh]: Looks): void {
    const key = path.length === 0 ? this.grammar.kinds.find(({ className }) => className === this.className)?.key : undefined;
    const short = this.shortOf(path);
    const names = ({ names: own, place }: Look) => own ?? (place !== undefined && short !== undefined ? [short] : []);
    const now = names(fresh);
    for (const prop of new Set([...now, ...names(base)])) {
      if (prop === key) continue;
      const at = now.indexOf(prop);
      this.value([...path, this.step(path, prop, at < 0 ? undefined : now.slice(0, at))]);
    }
  }

  private value(path: readonly Step[]): void {
    const looks = this.looks(path);
    const [base, fresh, mine] = looks;
    if (same(base, fresh) || same(mine, fresh)) return;
    const short = this.shortOf(path);
    const isBlock = (one: Look) => one.names !== undefined || (short !== undefined && one.elements === undefined);
    const isApart = isThere(fresh) && isThere(mine) && looks.every((one) => !isThere(one) || isBlock(one)) && looks.some(({ names }) => names !== undefined);
    if (isApart && !(mine.names === undefined && same(mine, base))) return this.object(path, looks);
    if (fresh.elements && mine.elements && (base.elements || !isThere(base)) && this.list(path, looks)) return;
    this.whole(path, looks);
  }

  private whole(path: readonly Step[], [base, fresh, mine]: Looks): void {
    if (same(mine, base)) this.want(path, fresh.place);
    // Code that says what is meant without it says the same.
    else if (!isThere(fresh) && this.isPreset(path, mine)) return;
    else this.clashes.push({ path, title: titleOf(path), base: base.place, fresh: fresh.place, mine: mine.place });
  }

  /** Whether everything that is written there is meant as well where it is left out. */
  private isPreset(path: readonly Step[], mine: Look): boolean {
    if (mine.names !== undefined) return mine.names.every((prop) => this.isPreset([...path, { prop }], lookAt(this.three.mine, [...path, { prop }])));
    if (!path.every((step) => "prop" in step)) return false;
    const preset = this.grammar.leftOut(this.className, path.map((step) => ("prop" in step ? step.prop : "")));
    return preset !== undefined && mine.text === (typeof preset === "string" ? JSON.stringify(preset) : String(preset));
  }

  private want(path: readonly Step[], fresh: Place | undefined, title = titleOf(path)): void {
    this.wanted.push({ path, title, fresh });
  }

  // ---- lists -----------------------------------------------------------------------------------------------------------------------

  /** Merges a list element by element; false where it can only be taken whole. */
  private list(path: readonly Step[], looks: Looks): boolean {
    const last = path.at(-1)!;
    if ("prop" in last && this.grammar.unordered.has(last.prop) && looks.every((one) => !isThere(one) || areScalars(one))) return this.unordered(path, looks);
    const key = this.grammar.keys.find((one) => this.keys(looks, one) !== undefined);
    return key === undefined ? this.numbered(path, looks) : this.keyed(path, key, this.keys(looks, key)!);
  }

  /** What the elements of each side have under a key; undefined if one of them has nothing. */
  private keys(looks: Looks, key: string): readonly (readonly string[])[] | undefined {
    const { base, fresh, mine } = this.three;
    const found = [base && isThere(looks[0]) ? keysOf(base, looks[0], key) : [], keysOf(fresh, looks[1], key), keysOf(mine, looks[2], key)];
    return found.includes(undefined) ? undefined : (found as readonly (readonly string[])[]);
  }

  private keyed(path: readonly Step[], by: string, [base = [], fresh = []]: readonly (readonly string[])[]): boolean {
    for (const is of new Set([...fresh, ...base])) this.value([...path, { by, is }]);
    return true;
  }

  /** One element comes or goes at a time, as their numbers change with that. */
  private unordered(path: readonly Step[], looks: Looks): boolean {
    const [base, fresh, mine] = looks.map(({ elements = [] }, at) => elements.map((one) => ({ place: one, text: textOf(this.sideAt(at), one) })));
    const has = (list: typeof base, text: string) => list!.some((one) => one.text === text);
    const added = fresh!.find(({ text }) => !has(base, text) && !has(mine, text));
    const gone = mine!.findIndex(({ text }) => has(base, text) && !has(fresh, text));
    // New ones first: a list that is empty in between would go with its property.
    if (added !== undefined) this.want([...path, { item: mine!.length }], added.place, titleOf(path));
    else if (gone >= 0) this.want([...path, { item: gone }], undefined, titleOf(path));
    return true;
  }

  /** A list in which the place of an element is its number: what is in the way of counting on is a clash. */
  private numbered(path: readonly Step[], looks: Looks): boolean {
    const [base, fresh, mine] = looks.map(({ elements = [] }) => elements) as [readonly Place[], readonly Place[], readonly Place[]];
    if (!isThere(looks[0])) return false;
    const least = Math.min(base.length, fresh.length);
    if (mine.length < least || !this.isAligned(looks, least)) return false;
    const [low, high] = [least, Math.max(base.length, fresh.length)];
    if (mine.length > high) return base.length === fresh.length ? this.each(path, base.length) : false;
    const longer = fresh.length > base.length ? 1 : 0;
    // What was added or taken away in an earlier round.
    const isOnTheWay = Array.from({ length: mine.length - low }, (_, at) => low + at).every((at) => this.look(path, at, 2).text === this.look(path, at, longer).text);
    if (!isOnTheWay) return false;
    this.each(path, low);
    if (fresh.length > mine.length && longer === 1) this.want([...path, { item: mine.length }], fresh[mine.length]);
    if (fresh.length < mine.length && longer === 0) this.want([...path, { item: mine.length - 1 }], undefined);
    return true;
  }

  private each(path: readonly Step[], count: number): true {
    for (let item = 0; item < count; item++) this.value([...path, { item }]);
    return true;
  }

  /** Whether the first elements of all sides are the same things, as far as they can be distinguished. */
  private isAligned(looks: Looks, count: number): boolean {
    const mark = this.grammar.marks.find((one) => this.keys(looks, one) !== undefined);
    const [base, fresh, mine] = mark === undefined ? [] : this.keys(looks, mark)!;
    if (base === undefined || fresh === undefined || mine === undefined) return base === undefined && looks[0].elements!.length === looks[1].elements!.length ? true : this.isPrefix(looks, count);
    const changed = base.filter((one, at) => one !== fresh[at]).length;
    // One that was replaced by another, in its place.
    const isSame = base.length === fresh.length ? changed === 0 || base.every((one, at) => one === fresh[at] || !fresh.includes(one)) : base.slice(0, count).every((one, at) => one === fresh[at]);
    return isSame && base.slice(0, count).every((one, at) => one === mine[at] || (fresh[at] !== one && mine[at] === fresh[at]));
  }

  private isPrefix(looks: Looks, count: number): boolean {
    const text = (at: number, side: 0 | 1) => textOf(this.sideAt(side), looks[side].elements![at]!);
    return Array.from({ length: count }, (_, at) => at).every((at) => text(at, 0) === text(at, 1));
  }

  // ---- what is there -----------------------------------------------------------------------------------------------------------

  private sideAt(at: number): Side {
    return (at === 0 ? this.three.base : at === 1 ? this.three.fresh : this.three.mine)!;
  }

  private look(path: readonly Step[], item: number, side: number): Look {
    return lookAt(this.sideAt(side), [...path, { item }]);
  }

  private looks(path: readonly Step[]): Looks {
    const { base, fresh, mine } = this.three;
    return [base ? lookAt(base, path) : nothing, lookAt(fresh, path), lookAt(mine, path)];
  }

  private shortOf(path: readonly Step[]): string | undefined {
    const props = path.flatMap((step) => ("prop" in step ? [step.prop] : []));
    return props.length === 0 ? undefined : this.grammar.short(this.className, props);
  }

  private step(path: readonly Step[], prop: string, before: readonly string[] | undefined): Step {
    const short = this.shortOf([...path, { prop }]);
    return { prop, ...(short === undefined ? {} : { short }), ...(before === undefined ? {} : { before }) };
  }
}

const textOf = ({ project, instance }: Side, place: Place): string => canonical(project, place, instance.frames);
