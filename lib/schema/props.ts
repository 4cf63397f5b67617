import { isReference, isSize, type PropValue, type TerraformValue } from "./shape";
import type { Block, GuestTable, Member, Props, Row } from "./row";
import { membersSaid } from "./members-said";
import type { Elements, State } from "./read-back";

export type { Props };

type Open<T> = Record<string, T>;

// ---- props → Terraform -------------------------------------------------------------------------------------------------------

/** How what props say is spelled. */
export interface Spelling<V> {
  /** The word for an attribute or a block of Terraform's. */
  readonly word: (terraform: string) => string;
  readonly value: (value: TerraformValue) => V;
  readonly elements: (block: Block, elements: readonly Open<V>[]) => V;
}

const terraforms: Spelling<TerraformValue> = { word: (terraform) => terraform, value: (value) => value, elements: (_, elements) => elements };

/** Props → attributes and blocks of the provider's resource, in its words. The only converter. */
export function toTerraform(table: Pick<GuestTable, "rows">, props: Props): State {
  return spell(table.rows, props, terraforms);
}

/** The same in other words. */
export function spell<V>(members: readonly Member[], props: Props, spelling: Spelling<V>, all = props): Open<V> {
  const config: Open<V> = {};
  const found = membersSaid(members, props);
  for (let at = 0; at < found.length; at++) {
    const member = found[at]!;
    const said = member.kind === "row" ? spellRow(member, props, spelling, all) : spellBlock(member, props, spelling, all);
    if (said !== undefined) config[spelling.word(member.terraform!)] = said;
  }
  return config;
}

function spellRow<V>(row: Row, props: Props, { value }: Spelling<V>, all: Props): V | undefined {
  const said = props[row.prop!] ?? followed(row, props, all);
  if (said !== undefined) return value(row.shape.toTerraform(said));
  return row.unsaid === undefined ? undefined : value(row.unsaid);
}

function spellBlock<V>(block: Block, props: Props, spelling: Spelling<V>, all: Props): V | undefined {
  if (block.flat) {
    const inner = spell(block.rows, props, spelling, all);
    return block.when === "always" || Object.keys(inner).length > 0 ? spelling.elements(block, [inner]) : undefined;
  }
  const found = block.beside === undefined ? props[block.prop!] : withAddresses(all[block.beside], block);
  if (found === undefined) return block.implied ? spelling.elements(block, [{}]) : undefined;
  const elements = (isList(block) ? (found as readonly PropValue[]) : [found]).map((element) => {
    const said = spell(block.rows, unfold(block, element), spelling, all);
    const inner = block.filler !== undefined && Object.keys(said).length === 0 ? spell(block.rows, block.filler as Props, spelling, all) : said;
    // The provider's attribute of objects wants every key of each.
    if (block.whole) for (const { terraform } of block.rows) if (terraform !== null) inner[spelling.word(terraform)] ??= spelling.value(null);
    return inner;
  });
  return spelling.elements(block, elements);
}

const withAddresses = (cards: PropValue | undefined, block: Block): readonly PropValue[] | undefined => {
  const names = namesIn(block);
  const all = (cards ?? []) as readonly Props[];
  // The provider gives the first addresses to the first card: cards without any before one that has some count, too.
  const last = all.findLastIndex((card) => names.some((name) => card[name] !== undefined));
  return last < 0 ? undefined : (all.slice(0, last + 1) as readonly PropValue[]);
};

const names = new WeakMap<Block, readonly string[]>();

function namesIn(block: Block): readonly string[] {
  const known = names.get(block) ?? propsOf(block.rows);
  names.set(block, known);
  return known;
}

const isList = (block: Block) => block.from !== undefined && block.from.is !== "key";

/** What the props beside it say of a row that is left out. */
const followed = ({ follows }: Row, beside: Props, all: Props): PropValue | undefined => (typeof follows === "function" ? follows(beside, all) : follows === undefined ? undefined : beside[follows]);

/** What a construct writes once, and leaves alone afterwards: paths in Terraform's words. */
export function writtenOnce(table: GuestTable, props: object): string[] {
  const all = props as Props;
  const isOnce = (row: Row, said: Props) => said[row.prop!] === undefined && followed(row, said, all) !== undefined;
  return oncesOf(table).flatMap(({ member, rows }) => {
    if (member.kind === "row") return isOnce(member, all) ? [member.terraform!] : [];
    const value = all[member.prop!];
    if (value === undefined) return [];
    const said = unfold(member, value);
    if (member.onceAlone !== undefined && isAlone(said, member.onceAlone)) return [member.terraform!];
    return rows.flatMap((row) => (isOnce(row, said) ? [`${member.terraform}[0].${row.terraform}`] : []));
  });
}

interface Once {
  readonly member: Member;
  /** Rows of a block that take their value from others. */
  readonly rows: readonly Row[];
}

const onces = new WeakMap<GuestTable, readonly Once[]>();

/** The members of which something may be written once: few, and asked for of every guest. */
function oncesOf(table: GuestTable): readonly Once[] {
  const known = onces.get(table);
  if (known !== undefined) return known;
  const follows = (member: Member): member is Row => member.kind === "row" && member.prop !== null && member.follows !== undefined;
  const found = table.rows.flatMap((member): Once[] => {
    if (member.kind === "row") return follows(member) ? [{ member, rows: [] }] : [];
    const rows = member.rows.filter(follows);
    return member.prop !== null && (member.onceAlone !== undefined || rows.length > 0) ? [{ member, rows }] : [];
  });
  onces.set(table, found);
  return found;
}

const isAlone = (said: Props, prop: string) => said[prop] !== undefined && Object.keys(said).every((name) => name === prop || said[name] === undefined);

// `agent: true` stands for `agent: { enabled: true }`.
function unfold(block: Block, value: PropValue): Props {
  const isObject = typeof value === "object" && !Array.isArray(value) && !isSize(value) && !isReference(value) && isPlain(value);
  return isObject ? (value as Props) : { [block.short ?? ""]: value };
}

/** Whether Terraform has the block as a list of several, and not as one. */
export const isMany = (block: Block) => isList(block) || block.listed === true;

const isPlain = (value: object) => Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null;

// ---- Terraform → props -------------------------------------------------------------------------------------------------------

/**
 * Attributes and blocks → the props that say the same. `places` tells, for a block whose elements is beside another list,
 * which element of that list each belongs to.
 */
export function toProps(table: Pick<GuestTable, "rows">, config: State, places: Readonly<Record<string, readonly number[]>> = {}): Props {
  const props: Open<PropValue> = {};
  readMembers(table.rows, config, props, props, places);
  return props;
}

type Places = Readonly<Record<string, readonly number[]>>;

function readMembers(members: readonly Member[], config: State, props: Open<PropValue>, all: Open<PropValue>, places: Places): void {
  for (const member of members) {
    const value = member.terraform === null ? undefined : config[member.terraform];
    if (value === undefined || value === null || member.prop === null) continue;
    if (member.kind === "row") props[member.prop] = member.shape.toProp(value);
    else readBlock(member, value as Elements, props, all, places);
  }
}

function readBlock(block: Block, elements: Elements, props: Open<PropValue>, all: Open<PropValue>, places: Places): void {
  if (block.flat) return readMembers(block.rows, elements[0] ?? {}, props, all, places);
  const read = elements.map((element) => {
    const inner: Open<PropValue> = {};
    readMembers(block.rows, element, inner, all, places);
    return inner;
  });
  if (block.beside !== undefined) return placeBeside(all, block.beside, read, places[block.beside] ?? []);
  const folded = read.map((one) => fold(block, one));
  props[block.prop!] = isList(block) ? folded : folded[0]!;
}

function fold(block: Block, props: Open<PropValue>): PropValue {
  const names = Object.keys(props);
  return block.short !== undefined && names.length === 1 && names[0] === block.short ? props[block.short]! : props;
}

function placeBeside(all: Open<PropValue>, prop: string, elements: readonly Open<PropValue>[], places: readonly number[]): void {
  const cards = all[prop] as readonly Open<PropValue>[];
  elements.forEach((element, at) => Object.assign(cards[places[at] ?? at] ?? {}, element));
}

// ---- names -------------------------------------------------------------------------------------------------------------------

/** The props that a list of members has, flat blocks included. */
function propsOf(members: readonly Member[]): readonly string[] {
  return members.flatMap((member) => {
    if (member.prop === null || member.terraform === null) return [];
    return member.kind === "block" && member.flat ? propsOf(member.rows) : [member.prop];
  });
}

const step = /^([a-z0-9_]+)(\[\d+\])?(?:\.(.*))?$/;

/** `numa[0].policy` → `numaNodes[0].policy`. A path that no row knows comes back as it is. */
export function propPath(members: readonly Member[], path: string): string {
  const [, name, index = "", rest] = step.exec(path) ?? [];
  const member = members.find((one) => one.terraform === name);
  if (!member || member.prop === null) return path;
  if (member.kind === "row" || rest === undefined) return member.prop + index;
  const inner = propPath(member.rows, rest);
  if (member.flat) return inner;
  return `${member.prop}${isList(member) ? index : ""}.${inner}`;
}

/** `numaNodes[0].policy` → `numa[0].policy`. A path that no prop knows comes back as it is: Terraform's words are welcome. */
export function terraformPath(members: readonly Member[], path: string): string {
  const [, name, index = "", rest] = /^([A-Za-z0-9_]+)(\[\d+\])?(?:\.(.*))?$/.exec(path) ?? [];
  for (const member of members) {
    if (member.terraform === null || member.prop === null) continue;
    if (member.kind === "block" && member.flat) {
      const inner = terraformPath(member.rows, path);
      // `memory` names the block as well as its first attribute; the block includes the attribute.
      if (path === member.terraform) return path;
      if (inner !== path || member.rows.some((row) => row.prop === name)) return `${member.terraform}[0].${inner}`;
    }
    if (member.prop !== name) continue;
    if (member.kind === "row" || rest === undefined) return member.terraform + index;
    return `${member.terraform}${index === "" ? "[0]" : index}.${terraformPath(member.rows, rest)}`;
  }
  return path;
}
