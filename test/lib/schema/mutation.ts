import type { GuestType } from "../../../lib/pve/address";
import type { Place, Source } from "../../../lib/schema/place";
import type { Block, BlockOptions, Member, Row, RowOptions } from "../../../lib/schema/row";
import type { TerraformValue } from "../../../lib/schema/shape";
import { catalog } from "../../../lib/schema/catalog";

/** One thing that the table says of the provider, and how to make it say something else. */
export interface Fact {
  readonly type: GuestType;
  /** `cpu.cores` */
  readonly where: string;
  /** What is said: `pve`, `default`, `accepts`, … */
  readonly kind: string;
  /** The member of the table's first level that it is in. */
  readonly top: Member;
  /** Breaks the fact in place, and gives the way back. */
  readonly break: () => () => void;
}

type Open<T> = { -readonly [key in keyof T]: T[key] };

/** Broken by being taken away. */
const rowKinds = ["default", "absent", "unsaid", "always", "saidIf", "onlyAsked", "accepts", "normalise", "counts", "requires", "refuses", "replaces", "required", "computed", "output", "secret", "means", "beside", "follows", "unsayable", "includes", "caution", "blank"] as const;
const blockKinds = ["most", "only", "role", "missing", "refuses", "waits", "replaces", "whole", "gapIgnores", "unread", "unsought", "implied", "has", "filler", "onceAlone", "assumed"] as const;

/** Every fact of a table about what the provider reads, takes and rewrites. Keys that it does not know are the business of another test. */
export function factsOf(type: GuestType): Fact[] {
  return catalog[type].rows.flatMap((top) => factsOfMember(top, "").map((fact) => ({ ...fact, type, top })));
}

type Found = Omit<Fact, "type" | "top">;

function factsOfMember(member: Member, path: string): Found[] {
  if (member.kind === "row") return factsOfRow(member, path);
  // A block of the provider's own is never in state, and says nothing.
  if (member.terraform === null || (member.prop === null && member.rows.length === 0)) return [];
  const where = path + member.terraform;
  return [...factsOfBlock(member, where), ...member.rows.flatMap((one) => factsOfMember(one, `${where}.`))];
}

function factsOfRow(row: Row, path: string): Found[] {
  if (row.terraform === null && !row.refuses) return [];
  const where = path + (row.terraform ?? String(row.pve));
  const sources = row.terraform === null ? [] : brokenSources(row.pve).map((pve) => fact<Row>(where, "pve", row, { pve }));
  // A constant is not read, and text is read as it is.
  const plain = row.shape.read === String || (typeof row.pve === "object" && row.pve.is === "constant");
  const shapes = row.terraform === null || plain ? [] : [fact<Row>(where, "shape", row, { shape: { ...row.shape, read: (value) => value as TerraformValue } })];
  return [...sources, ...shapes, ...takenAway<Row, keyof RowOptions>(where, row, rowKinds)];
}

/** A row that looks for its value under another key; one for each key that it looks under. */
function brokenSources(source: Source): Source[] {
  if (typeof source === "string") return [source.replace(/[^/]+$/, "nosuchkey")];
  if (source.is === "constant") return [{ is: "constant", value: "nosuchvalue" }];
  if (source.is === "first") return source.of.map((_, at) => ({ is: "first", of: source.of.flatMap((one, i) => (i === at ? brokenSources(one) : [one])) }));
  return ["nosuchkey"];
}

function factsOfBlock(block: Block, where: string): Found[] {
  const places = (block.from ? brokenPlaces(block.from) : []).map((from) => fact<Block>(where, "from", block, { from }));
  const when = block.when === undefined ? [] : [fact<Block>(where, "when", block, { when: block.when === "present" ? "differs" : "present" })];
  const gaps = block.gaps === undefined ? [] : [fact<Block>(where, "gaps", block, { gaps: "close" })];
  return [...places, ...when, ...gaps, ...takenAway<Block, keyof BlockOptions>(where, block, blockKinds)];
}

/** Another key, another family of keys, fewer of them. */
function brokenPlaces(from: Place): Place[] {
  if (from.is !== "numbered") return [{ ...from, key: "nosuchkey" }];
  const others = from.families.map((family) => ({ ...from, families: from.families.map((one) => (one === family ? "nosuchkey" : one)) }));
  return [...others, { ...from, count: 1 }];
}

function takenAway<T extends Row | Block, K extends keyof T & string>(where: string, member: T, kinds: readonly K[]): Found[] {
  return kinds.filter((kind) => member[kind] !== undefined).map((kind) => fact(where, kind, member, { [kind]: undefined } as Partial<T>));
}

function fact<T extends Row | Block>(where: string, kind: string, member: T, broken: Partial<T>): Found {
  const before = { ...member };
  const set = (values: Partial<T>) => void Object.assign(member as Open<T>, values);
  return {
    where,
    kind,
    break: () => {
      set(broken);
      return () => set(before);
    },
  };
}

/** Puts a part of a kind's rows in the place of all, so that a look at that part is quick; gives the way back. */
export function narrow(type: GuestType, rows: readonly Member[]): () => void {
  const tables = catalog as Open<typeof catalog>;
  const whole = tables[type];
  tables[type] = { ...whole, rows };
  return () => void (tables[type] = whole);
}
