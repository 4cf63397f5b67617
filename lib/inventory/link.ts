import type { ResourceKey } from "../pve/address";
import { mentionsIn } from "../schema/format";
import { kinds as allKinds } from "../schema/kind/all";
import type { Kinds } from "../schema/kind/kinds";
import type { Mention } from "../schema/shape";
import type { Inventory } from "./inventory";
import type { Resource } from "./resource";

/** One resource that names another. */
export interface Link {
  readonly from: ResourceKey;
  readonly to: ResourceKey;
  /** By which reference: `storage`, `bridge`, `guest`, `pci-mapping`. */
  readonly as: string;
  /** The settings that name it: `scsi0`, `net1`, `pool`. */
  readonly at: readonly string[];
  /** Others of its kind were seen, and nothing of that key. */
  readonly missing?: true;
}

/** Who names whom in a cluster. */
export interface Graph {
  readonly links: readonly Link[];
  /** What a resource names: what it depends on. */
  linksOf(key: ResourceKey): readonly Link[];
  /** Who names it: what depends on it. */
  linkedFrom(key: ResourceKey): readonly Link[];
}

const graphs = new WeakMap<Inventory["resources"], Graph>();

/** The links of an inventory, found once by the rows: a value that is a reference says of what kind. */
export function graphOf({ resources }: Pick<Inventory, "resources">, kinds: Kinds = allKinds): Graph {
  const graph = graphs.get(resources) ?? findLinks(resources, kinds);
  graphs.set(resources, graph);
  return graph;
}

function findLinks(resources: Inventory["resources"], kinds: Kinds): Graph {
  const seen = new Set([...resources.values()].map(({ kind }) => kind.prefix));
  const links = [...resources.values()].flatMap((resource) => linksIn(resource, { resources, seen, kinds }));
  const [by, to] = [group(links, ({ from }) => from), group(links, (link) => link.to)];
  return { links, linksOf: (key) => by.get(key) ?? [], linkedFrom: (key) => to.get(key) ?? [] };
}

interface Known {
  readonly resources: Inventory["resources"];
  /** Prefixes of the kinds that anything was seen of. */
  readonly seen: ReadonlySet<string>;
  readonly kinds: Kinds;
}

function linksIn(resource: Resource, { resources, seen, kinds }: Known): readonly Link[] {
  const found = new Map<string, Link & { readonly at: string[] }>();
  for (const [at, { as, name }] of mentionsOf(resource, kinds)) {
    const candidates = kinds.mentioned({ as, name }, resource.parts.node).map((id) => ({ key: kinds.printKey(id), kind: id.kind }));
    const to = candidates.find(({ key }) => resources.has(key)) ?? candidates[0];
    if (to === undefined || to.key === resource.key) continue;
    const isMissing = !resources.has(to.key) && candidates.some(({ kind }) => seen.has(kind.prefix));
    const known = found.get(`${as} ${to.key}`);
    // A list that is made with what is in it takes a tenth of one that grew; and there are three links for each guest.
    if (known === undefined) found.set(`${as} ${to.key}`, { from: resource.key, to: resources.get(to.key)?.key ?? to.key, as, at: [at], ...(isMissing ? { missing: true } : {}) });
    else if (!known.at.includes(at)) known.at.push(at);
  }
  return [...found.values()];
}

/** What a resource names, by setting. */
function mentionsOf({ kind, parts, row, config = row }: Resource, kinds: Kinds): readonly (readonly [string, Mention])[] {
  const settings = Object.entries(config).flatMap(([key, value]) =>
    typeof value === "string" || typeof value === "number" ? mentionsIn(kind.prefix, key, String(value)).map((mention) => [key, mention] as const) : [],
  );
  const columns = Object.entries(kind.reads.mentions ?? {}).flatMap(([column, as]) => namesIn(config[column] ?? row[column]).map((name) => [column, { as, name }] as const));
  // A part of its name may be that of something else: the storage of an image, the node of a bridge.
  const around = Object.entries(parts).flatMap(([part, name]) => (kind.id !== `{${part}}` && kinds.of(part) ? [[part, { as: part, name }] as const] : []));
  return [...around, ...columns, ...settings.sort(byNumber)];
}

const collator = new Intl.Collator("en", { numeric: true });
const byNumber = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => collator.compare(a, b);

// High availability calls guests by their type, and gives nodes a priority: `vm:101`, `pve1:2`.
const bare = (name: string) => name.replace(/^(?:vm|ct):/, "").replace(/:\d+$/, "");

function namesIn(value: unknown): readonly string[] {
  const all = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return all.flatMap((one) => (typeof one === "string" || typeof one === "number" ? String(one).split(/[\s,;]+/).filter((name) => name !== "").map(bare) : []));
}

function group(links: readonly Link[], keyOf: (link: Link) => ResourceKey): ReadonlyMap<ResourceKey, readonly Link[]> {
  const groups = new Map<ResourceKey, Link[]>();
  for (const link of links) {
    const found = groups.get(keyOf(link));
    if (found) found.push(link);
    else groups.set(keyOf(link), [link]);
  }
  return groups;
}
