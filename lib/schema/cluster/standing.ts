import type { PropStep, Said, Standing } from "../departure";
import { sameValue, type State } from "../read-back";
import type { Block, Member, Row } from "../row";
import type { TerraformValue } from "../shape";
import { innerOf, itemsOf, nameOf, plannedUnsaid, readDocument, stateOf, valueAt } from "./read";
import type { ClusterTable, Document } from "./table";

/**
 * Sets what code says of something that is not a guest beside what the provider would read of it, setting by setting, as `standingsOf` does
 * for guests. References that only Terraform resolves, secrets, and what only the provider knows, are left out. Throws a Refusal where
 * the provider cannot read it.
 */
export function standingsOfDocument(table: ClusterTable, answered: Document, { values, ignored }: Said): readonly Standing[] {
  const found: Standing[] = [];
  const document = table.document?.(answered) ?? answered;
  compareMembers(table.rows, values as State, readDocument(table, answered), { older: table.older === true, ignored, found, scope: document, path: "", steps: [], key: "" });
  return found;
}

interface Walk {
  readonly older: boolean;
  readonly ignored: readonly string[];
  readonly found: Standing[];
  readonly scope: Document;
  /** Ends with a dot inside of a block. */
  readonly path: string;
  readonly steps: readonly PropStep[];
  /** What comes before a setting: `rule[2] `. */
  readonly key: string;
}

function compareMembers(members: readonly Member[], said: State, read: State, walk: Walk): void {
  for (const member of members) {
    if (member.terraform === null || member.prop === null) continue;
    if (member.kind === "row") compareRow(member, said[member.terraform] ?? null, read[member.terraform] ?? null, walk);
    else compareBlock(member, said[member.terraform], readOf(member, read[member.terraform], walk), walk);
  }
}

function compareRow(row: Row, said: TerraformValue, read: TerraformValue, walk: Walk): void {
  if (row.output || row.secret || isToken(said)) return;
  const meant = said ?? plannedUnsaid(row, read, walk.older);
  const raw = valueAt(row.pve, walk.scope);
  note(walk, {
    setting: walk.key + nameOf(row.pve),
    path: walk.path + row.terraform!,
    steps: [...walk.steps, { prop: row.prop! }],
    isSame: isAlike(row, meant, read),
    ...(said === null ? {} : { code: printed(said) }),
    ...(raw === undefined ? {} : { cluster: printed(raw) }),
  });
}

/** What the provider does not read is compared all the same: the cluster has it. */
function readOf(block: Block, read: TerraformValue | undefined, { scope, older }: Walk): TerraformValue | undefined {
  const inner = block.unread === undefined ? undefined : innerOf(block, scope);
  return inner === undefined ? read : (stateOf(block.rows, inner, older) as TerraformValue);
}

function compareBlock(block: Block, said: TerraformValue | undefined, read: TerraformValue | undefined, walk: Walk): void {
  if (typeof said === "string" && isToken(said)) return;
  const [code, cluster] = [elementsOf(said), elementsOf(read)];
  const prop: PropStep = { prop: block.prop!, ...(block.short === undefined ? {} : { short: block.short }) };
  const steps = block.flat ? walk.steps : [...walk.steps, prop];
  if (block.from?.is !== "items") {
    if (code.length === 0 && cluster.length === 0) return;
    const key = block.from?.is === "key" ? `${walk.key}${block.from.key} ` : walk.key;
    return compareMembers(block.rows, code[0] ?? {}, cluster[0] ?? {}, { ...walk, scope: innerOf(block, walk.scope) ?? {}, path: `${walk.path}${block.terraform!}${walk.older ? "[0]" : ""}.`, steps, key });
  }
  const [items, list] = [itemsOf(block, walk.scope), block.from.key];
  for (const [at, is] of pairsOf(block, code, cluster, walk.older)) {
    const [own, there] = [code[at], cluster[is]];
    const place = own === undefined ? is : at;
    const spot = { setting: `${walk.key}${list}[${place}]`, path: `${walk.path}${block.terraform!}[${place}]`, steps: [...steps, { item: place }] };
    if (own !== undefined && there !== undefined) compareMembers(block.rows, own, there, { ...walk, scope: items[is] ?? {}, path: `${spot.path}.`, steps: spot.steps, key: `${spot.setting} ` });
    else note(walk, { ...spot, steps: own === undefined ? steps : spot.steps, isSame: false, ...(own === undefined ? {} : { code: summed(own) }), ...(there === undefined ? {} : { cluster: summed(items[is] ?? there) }) });
  }
}

type Pair = readonly [at: number, is: number];

/** Which element of the code is which of the cluster: the one that follows as in the code, or of the same name where the order says nothing. -1: none is. */
function pairsOf({ unordered, rows }: Block, code: readonly State[], cluster: readonly State[], older: boolean): readonly Pair[] {
  if (unordered === undefined) return inSequence(code.map((own) => cluster.map((there) => isSameElement(rows, own, there, older))), cluster.length);
  const named = (list: readonly State[], name: TerraformValue | undefined) => list.findIndex((one) => sameValue(one[unordered] ?? null, name ?? null));
  const only = cluster.flatMap((one, is): [number, number][] => (named(code, one[unordered]) < 0 ? [[-1, is]] : []));
  return [...code.map((one, at): [number, number] => [at, named(cluster, one[unordered])]), ...only];
}

/** A block that is there once may stand alone. */
const elementsOf = (value: TerraformValue | undefined): readonly State[] => (value === undefined || value === null ? [] : ([value].flat() as unknown as readonly State[]));

/** Elements that are equal stay together as far as they are in one order; what is between them is paired by its place. */
function inSequence(equal: readonly (readonly boolean[])[], others: number): readonly Pair[] {
  const longest = Array.from({ length: equal.length + 1 }, () => new Array<number>(others + 1).fill(0));
  for (let at = equal.length - 1; at >= 0; at--) for (let is = others - 1; is >= 0; is--) longest[at]![is] = equal[at]![is] ? longest[at + 1]![is + 1]! + 1 : Math.max(longest[at + 1]![is]!, longest[at]![is + 1]!);
  const pairs: Pair[] = [];
  let [at, is, own, there] = [0, 0, 0, 0];
  const close = () => {
    for (let gap = 0; gap < Math.max(at - own, is - there); gap++) pairs.push([own + gap < at ? own + gap : -1, there + gap < is ? there + gap : -1]);
  };
  while (at < equal.length && is < others) {
    if (equal[at]![is]) {
      close();
      pairs.push([at++, is++]);
      [own, there] = [at, is];
    } else if (longest[at + 1]![is]! >= longest[at]![is + 1]!) at++;
    else is++;
  }
  [at, is] = [equal.length, others];
  close();
  return pairs;
}

/** What only Terraform resolves may be anything. */
const isSameElement = (rows: readonly Member[], own: State, there: State, older: boolean): boolean =>
  rows.every((row) => {
    if (row.kind !== "row" || row.terraform === null || row.prop === null || row.output || row.secret) return true;
    const [said, read] = [own[row.terraform] ?? null, there[row.terraform] ?? null];
    return isToken(said) || isAlike(row, said ?? plannedUnsaid(row, read, older), read);
  });

const isToken = (value: unknown): boolean => (typeof value === "string" ? value.includes("${") : typeof value === "object" && value !== null && JSON.stringify(value).includes("${"));

function isAlike(row: Row, code: TerraformValue, cluster: TerraformValue): boolean {
  const plain = (value: TerraformValue) => (typeof value === "string" && row.normalise ? row.normalise(value) : value);
  const [one, other] = [plain(code), plain(cluster)];
  if (sameValue(one, other) || (isNothing(one) && isNothing(other))) return true;
  // Words in no order are read in one.
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && sameValue(row.shape.read(one), row.shape.read(other));
  return !isNothing(one) && !isNothing(other) && typeof one !== "object" && typeof other !== "object" && String(one) === String(other);
}

const isNothing = (value: TerraformValue) => value === null || value === "" || (Array.isArray(value) && value.length === 0);

function note({ found, ignored }: Walk, { isSame, ...standing }: Omit<Standing, "is"> & { readonly isSame: boolean }): void {
  const [path, names] = [standing.path.replaceAll("[0]", ""), ignored.map((entry) => entry.replaceAll("[0]", ""))];
  const isIgnored = names.some((entry) => entry === "all" || path === entry || path.startsWith(`${entry}.`) || path.startsWith(`${entry}[`));
  found.push({ ...standing, is: isSame ? "same" : isIgnored ? "ignored" : "differs" });
}

/** As Proxmox VE writes it, in short. */
function printed(value: unknown): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  if (Array.isArray(value)) return value.map((one) => (typeof one === "object" ? JSON.stringify(one) : String(one))).join(",");
  return typeof value === "object" ? JSON.stringify(value) : String(value as string | number);
}

/** `action=ACCEPT,type=in` */
const summed = (values: Readonly<Record<string, unknown>>) => Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== "").map(([name, value]) => `${name}=${printed(value)}`).join(",");
