import { catalog } from "../../lib/schema/catalog";
import type { GuestType } from "../../lib/pve/address";
import { asWritten, type Block, type Member, type Row } from "../../lib/schema/row";
import { isSize, type PropValue, type TerraformValue } from "../../lib/schema/shape";
import type { Size } from "../../lib/pve/size";
import { isMatcher, type Matcher, type Plain, type PlainMatcher } from "./match";

type Read = (value: unknown) => Plain;

/** What props of a guest say, whichever of their ways they say it: `memory: Size.gibibytes(4)` and `{ dedicated: Size.mebibytes(4096) }` are the same. */
export function plainProps(type: GuestType, props: object): Plain {
  return objectOf(catalog[type].rows, catalog[type].rows)(props);
}

/** What a value of no table comes to. */
export const plainValue: Read = (value) => read(value, (one) => {
  if (Array.isArray(one)) return one.map(plainValue);
  if (isSize(one)) return sizeText(one);
  return typeof one === "object" && one !== null ? mapped(one, () => plainValue) : (one as Plain);
});

/** A matcher may be wherever a value may, and its patterns are values of that place. */
function read(value: unknown, plain: Read): Plain {
  if (!isMatcher(value)) return plain(value);
  const { says, judge } = value;
  return { isMatcher: true, says, test: judge(patternsOf(value, plain)) } satisfies PlainMatcher;
}

const patternsOf = ({ patterns }: Matcher, plain: Read) => patterns.map((one) => read(one, plain));

const mapped = (props: object, of: (name: string) => Read): Plain => Object.fromEntries(Object.entries(props).flatMap(([name, value]) => (value === undefined ? [] : [[name, of(name)(value)]])));

const objectOf = (members: readonly Member[], all: readonly Member[]): Read => {
  const readers = readersOf(members, all);
  return (props) => read(props, (one) => mapped(one as object, (name) => readers.get(name) ?? plainValue));
};

const known = new WeakMap<readonly Member[], ReadonlyMap<string, Read>>();

function readersOf(members: readonly Member[], all: readonly Member[]): ReadonlyMap<string, Read> {
  const before = known.get(members);
  if (before !== undefined) return before;
  const found = new Map<string, Read>();
  known.set(members, found);
  for (const member of members.map(asWritten)) {
    if (member.kind === "row") {
      if (member.prop !== null) found.set(member.prop, valueOf(member));
    } else if (member.flat) {
      for (const [name, reader] of readersOf(member.rows, all)) found.set(name, reader);
    } else if (member.prop !== null && member.beside === undefined) {
      found.set(member.prop, blockOf(member, all));
    }
  }
  return found;
}

/** A block, or a list of them; in its elements is what other blocks say beside it. */
function blockOf(block: Block, all: readonly Member[]): Read {
  const beside = besidesOf(all, block.prop!);
  const rows = beside.length === 0 ? block.rows : [...block.rows, ...beside];
  const inner = objectOf(rows, all);
  const one: Read = (value) => read(value, (said) => (isObject(said) ? inner(said) : block.short === undefined ? plainValue(said) : inner({ [block.short]: said })));
  return (value) => read(value, (said) => (Array.isArray(said) ? said.map(one) : one(said)));
}

const besidesOf = (members: readonly Member[], prop: string): readonly Member[] => members.flatMap((one) => (one.kind !== "block" ? [] : one.beside === prop ? one.rows : one.flat ? besidesOf(one.rows, prop) : []));

// A storage, a size, an image are objects of classes.
const isObject = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null) && !("nodeName" in value || "datastoreId" in value || "bridgeName" in value || "poolId" in value || "fileId" in value);

const valueOf = ({ shape, prop }: Row): Read => (value) => read(value, (said) => {
  if (said === null || (typeof said === "object" && Object.keys(said).length === 0 && !Array.isArray(said))) return plainValue(said);
  if (Array.isArray(said) && prop !== null && said.some(isMatcher)) return said.map(plainValue);
  const written = shape.toTerraform(said as PropValue);
  const again = shape.type.startsWith("Size") && written !== null ? shape.toProp(written) : written;
  return isSize(again) ? sizeText(again) : (again as TerraformValue as Plain);
});

/** One text for one size: `4G`, whether it was said as 4 GiB or as 4096 MiB. */
function sizeText(size: Size): string {
  const bytes = size.toBytes();
  const [unit, of] = ([["T", 2 ** 40], ["G", 2 ** 30], ["M", 2 ** 20], ["K", 2 ** 10]] as const).find(([, one]) => bytes > 0 && bytes % one === 0) ?? ["", 1];
  return `${bytes / of}${unit}`;
}
