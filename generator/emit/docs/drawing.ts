import { graphOf } from "../../../lib/inventory/link";
import { parseGuestKey, type ResourceKey } from "../../../lib/pve/address";
import { kinds } from "../../../lib/schema/kind/all";
import { printName } from "../../../lib/schema/kind/name";
import type { Plan } from "../../plan/plan";

/** A cluster as a picture shows it: the guests of each node, and what they share. */
export interface Drawing {
  readonly title: string;
  readonly nodes: readonly DrawnNode[];
  /** What guests refer to, by kind: networks, storages, pools, … */
  readonly shelves: readonly Shelf[];
}

export interface DrawnNode {
  readonly name: string;
  readonly guests: readonly DrawnGuest[];
}

export interface DrawnGuest {
  readonly key: ResourceKey;
  readonly name: string;
  /** `vm 101` */
  readonly label: string;
  readonly template: boolean;
  /** Ids of what it shares with others. */
  readonly uses: readonly string[];
  /** Guests that it refers to: the template that it was made from. */
  readonly from: readonly ResourceKey[];
}

export interface Shelf {
  /** In a heading: `Bridges`. */
  readonly title: string;
  readonly items: readonly Shared[];
}

/** Something that guests share. A bridge that several nodes have is one: guests move between them. */
export interface Shared {
  /** `bridge/vmbr0` */
  readonly id: string;
  readonly name: string;
  /** The number of guests that refer to it. */
  readonly users: number;
}

/** Draws a plan's cluster: every guest that was seen, whether or not it is in the code. */
export function draw({ inventory, guests }: Plan): Drawing {
  const graph = graphOf(inventory);
  const shared = new Map<string, Shared & { readonly kind: string }>();
  const byNode = new Map<string, DrawnGuest[]>(inventory.nodes.map(({ name }) => [name, []]));
  for (const { guest, host } of guests) {
    const uses = new Set<string>();
    const targets = graph.linksOf(guest.key).flatMap(({ to }) => kinds.parseKey(to) ?? []).filter(({ kind }) => kind.prefix !== "node");
    const from = targets.map((target) => kinds.printKey(target)).filter((key) => parseGuestKey(key) !== undefined);
    for (const { kind, parts } of targets.filter((target) => !from.includes(kinds.printKey(target)))) {
      const name = kinds.printKey({ kind, parts }).slice(kind.prefix.length + 1).replace(kind.id.startsWith("{node}/") ? `${parts.node}/` : "", "");
      uses.add(`${kind.prefix}/${name}`);
      shared.set(`${kind.prefix}/${name}`, { id: `${kind.prefix}/${name}`, name, users: 0, kind: kind.prefix });
    }
    const drawn: DrawnGuest = { key: guest.key, name: guest.name ?? host, label: printName(guest.key), template: guest.template, uses: [...uses].sort(byKind), from };
    byNode.set(guest.node, [...(byNode.get(guest.node) ?? []), drawn]);
  }
  const nodes = [...byNode].map(([name, all]) => ({ name, guests: all })).sort((a, b) => byText(a.name, b.name));
  const usersOf = (id: string) => nodes.reduce((sum, { guests: all }) => sum + all.filter(({ uses }) => uses.includes(id)).length, 0);
  const shelves = kinds.all.flatMap(({ prefix, word }) => {
    const items = [...shared.values()].filter(({ kind }) => kind === prefix).map(({ id, name }) => ({ id, name, users: usersOf(id) }));
    return items.length === 0 ? [] : [{ title: capital(word.many), items: items.sort((a, b) => byText(a.name, b.name)) }];
  });
  return { title: inventory.name, nodes, shelves };
}

const { compare: byText } = new Intl.Collator("en", { numeric: true });
const rankOf = (id: string) => kinds.of(id.slice(0, id.indexOf("/")))?.rank ?? 0;
const byKind = (a: string, b: string) => rankOf(a) - rankOf(b) || byText(a, b);
const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
