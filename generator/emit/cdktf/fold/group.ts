import { isOwn, mayLack, typeOf } from "./column";
import { idPath, type Leaves } from "./leaf";

/** The code of a guest that may be said with others. */
export interface Candidate {
  readonly vmId: number;
  readonly kin: readonly string[];
  readonly leaves: Leaves;
}

/** A value in a place: what the guests say there, where they differ. */
export type Varying = ReadonlySet<string>;

const mostVarying = 4;

/** The places in which guests differ, where a table can say all of them; undefined if it cannot. */
export function varyingIn(all: readonly Candidate[]): Varying | undefined {
  const paths = new Set(all.flatMap(({ leaves }) => [...leaves.texts.keys()]));
  const varying = new Set([idPath, "vmId"]);
  for (const path of paths) {
    const texts = new Set(all.map(({ leaves }) => leaves.texts.get(path)));
    if (texts.size === 1) continue;
    if (!canSay(path, all)) return undefined;
    varying.add(path);
  }
  return [...varying].filter((path) => !isOwn(path)).length <= mostVarying && all.every(({ leaves }) => leaves.values.has("vmId")) ? varying : undefined;
}

function canSay(path: string, all: readonly Candidate[]): boolean {
  const values = all.flatMap(({ leaves }) => leaves.values.get(path) ?? []);
  const isComplete = values.length === all.length || mayLack(path, all.map(({ leaves }) => leaves));
  return isComplete && values.length > 0 && typeOf(path, values) !== undefined;
}

/** Guests that a table can say together, beginning with one of them: each that fits is taken along. */
function gather(first: Candidate, others: readonly Candidate[]): readonly Candidate[] {
  const group = [first];
  for (const one of others) if (one !== first && varyingIn([...group, one]) !== undefined) group.push(one);
  return group;
}

const mostSeeds = 8;

/** The largest groups among guests that share one of some words, whichever of them they begin with. */
export function groupsAmong(all: readonly Candidate[], words: ReadonlySet<string>): readonly { readonly kin: string; readonly members: readonly Candidate[] }[] {
  return [...words].flatMap((kin) => {
    const related = all.filter((one) => one.kin.includes(kin));
    // Guests that are equal but for what each has of its own come to the same group.
    const seeds = new Map(related.map((one) => [looks(one), one] as const).reverse());
    const found = [...seeds.values()].slice(0, mostSeeds).map((seed) => gather(seed, related)).filter(({ length }) => length >= 3);
    return found.map((members) => ({ kin, members: [...members].sort((a, b) => a.vmId - b.vmId) }));
  });
}

const looks = ({ leaves: { texts } }: Candidate) => [...texts].filter(([path]) => !isOwn(path)).join("\n");

/** Guests of an earlier table that fit it still, and others that do: they differ in its columns alone from what most of them say. */
export function fitting(before: readonly Candidate[], others: readonly Candidate[], columns: ReadonlySet<string>): readonly Candidate[] {
  const isColumn = (path: string) => columns.has(path) || path === "adopt";
  const shape = ({ leaves: { texts } }: Candidate) => [...texts].filter(([path]) => !isColumn(path)).sort(([a], [b]) => (a < b ? -1 : 1)).join("\n");
  const votes = new Map<string, number>();
  for (const one of before) votes.set(shape(one), (votes.get(shape(one)) ?? 0) + 1);
  // Of two that are as many, the one with the lower number counts.
  const [wanted] = [...votes].sort(([, a], [, b]) => b - a)[0] ?? [];
  const kept: Candidate[] = [];
  for (const one of [...before, ...others]) {
    if (shape(one) !== wanted) continue;
    const all = [...kept, one];
    if ([...new Set(all.flatMap(({ leaves }) => [...leaves.texts.keys()]))].filter(isColumn).every((path) => new Set(all.map(({ leaves }) => leaves.texts.get(path))).size === 1 || canSay(path, all))) kept.push(one);
  }
  return kept.sort((a, b) => a.vmId - b.vmId);
}
