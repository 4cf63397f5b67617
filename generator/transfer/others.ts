import { guestsByKey } from "../../lib/inventory/guest-by-key";
import { readInventory, type Guest, type Inventory } from "../../lib/inventory/inventory";
import type { Observation } from "../../lib/inventory/document";
import { membershipsIn } from "../../lib/inventory/membership";
import { partsOf, type Resource } from "../../lib/inventory/resource";
import type { Address, ResourceKey } from "../../lib/pve/address";
import { addressTemplate, textTemplate, type Parts } from "../../lib/pve/template";
import { clusterTableOf } from "../../lib/schema/cluster/all";
import { documentOf } from "../../lib/schema/cluster/document";
import { readDocument } from "../../lib/schema/cluster/read";
import { rewriteDocument, type Giving } from "../../lib/schema/cluster/rewrite";
import type { ClusterTable, Document } from "../../lib/schema/cluster/table";
import { guestKinds, kinds } from "../../lib/schema/kind/all";
import type { Link } from "../../lib/inventory/link";
import type { Kind } from "../../lib/schema/kind/kind";
import { terraformTypeOf } from "../../lib/schema/kind/kinds";
import { poolKind, poolMemberKind } from "../../lib/schema/kind/pool";
import { Refusal } from "../../lib/schema/shape";
import type { Cast } from "./called";

/** What a cluster has besides guests, carried over. */
export interface CarriedOthers {
  readonly documents: ReadonlyMap<Address, unknown>;
  /** Keys here and there. */
  readonly keys: ReadonlyMap<ResourceKey, ResourceKey>;
  /** Settings that did not come along: `storage nas password`. */
  readonly leftOut: readonly { readonly at: string; readonly says: string }[];
  /** What could not be carried over. */
  readonly behind: readonly ResourceKey[];
}

/** The table of something of the cluster; undefined for what no code says. */
export function tableOf({ kind, row, config }: Pick<Resource, "kind" | "row" | "config">): ClusterTable | undefined {
  const type = kind.unsaid === undefined ? terraformTypeOf(kind, { ...row, ...config }) : undefined;
  return type && clusterTableOf(type.type);
}

/** Everything besides guests that code can say of another cluster, too: not what belongs to the machine that a node is, and not what every cluster has. */
export function portable(inventory: Inventory): readonly Resource[] {
  return [...inventory.resources.values(), ...membershipsIn(inventory)].filter((one) => {
    const table = tableOf(one);
    return table !== undefined && !one.kind.bound && table.builtIn?.(one.row) !== true;
  });
}

/** What no code can say and goes with what was chosen: somebody has to make it there. */
export function unsaidBeside(inventory: Inventory, chosen: readonly Resource[]): readonly ResourceKey[] {
  const prefixes = new Set(chosen.map(({ kind }) => kind.prefix));
  return [...inventory.resources.values()].flatMap(({ key, kind }) => (kind.unsaid !== undefined && !kind.bound && kind.guest === undefined && prefixes.has(kind.unsaid.beside) ? [key] : []));
}

const mapped = new Set(["node", "storage", "pool", "bridge", "bond", "vlan"]);

/** What those that were chosen name and does not come along, besides what a map names: `zone ev`, `pci-mapping gpu`. */
export function namedThere(chosen: readonly Resource[], inventory: Inventory, links: readonly Link[]): readonly string[] {
  const keys = new Set(chosen.map(({ key }) => key));
  return links.flatMap(({ from, to, missing }) => {
    const found = kinds.parseKey(to);
    const resource = inventory.resources.get(to);
    if (!keys.has(from) || keys.has(to) || missing || found === undefined || found.kind.guest !== undefined || mapped.has(found.kind.prefix) || found.kind.prefix in guestKinds) return [];
    return resource !== undefined && tableOf(resource)?.builtIn?.(resource.row) === true ? [] : [kinds.printName(found)];
  });
}

/** Whether only its own nodes reach what it is: another cluster has a thing of that name, or none. */
export function isLocal(resource: Resource): boolean {
  const table = tableOf(resource);
  try {
    return table !== undefined && readDocument(table, documentOf(resource.config ?? resource.row, resource.parts, resource.row)).shared === false;
  } catch (error) {
    if (error instanceof Refusal) return true;
    throw error;
  }
}

/** The documents of resources under other names; what belongs to a guest comes along with it. */
export function carryOthers(observation: Observation, chosen: readonly Resource[], guests: readonly Guest[], cast: Cast): CarriedOthers {
  const carried = new Set(guests.map(({ key }) => key));
  const documents = new Map<Address, unknown>();
  const keys = new Map<ResourceKey, ResourceKey>();
  const [leftOut, behind]: [{ at: string; says: string }[], ResourceKey[]] = [[], []];
  const add = (address: Address, row: unknown) => documents.set(address, [...((documents.get(address) as readonly unknown[] | undefined) ?? []), row]);
  for (const resource of chosen) {
    const { kind, key, parts } = resource;
    if (kind.guest !== undefined && (!carried.has(`${kind.guest}/${parts.vmid!}`) || cast.thing("guest", parts.vmid!) === undefined)) {
      behind.push(key);
      continue;
    }
    if (kind.prefix === poolMemberKind.prefix) {
      const there = memberThere(parts, carried, cast);
      if (there === undefined) behind.push(key);
      else keys.set(key, kinds.printKey({ kind, parts: there }));
      continue;
    }
    const giving: Giving = {
      thing: (as, name) => cast.thing(as, name),
      value: (says, text, setting, isNeeded) => {
        const given = cast.setting(says, text, isNeeded);
        if (given === undefined) leftOut.push({ at: `${kinds.printName({ kind, parts })} ${setting}`, says: says.is });
        return given;
      },
    };
    const rewrite = (document: Document) => rewriteDocument(kind, tableOf(resource)!.rows, document, giving);
    const around = partsThere(kind, addressTemplate(kind.reads.list).names, parts, cast);
    const list = addressTemplate(kind.reads.list).print(around);
    const row = kind.reads.one ? resource.row : rewrite(resource.row);
    const there = kind.reads.one ? partsThere(kind, textTemplate(kind.id).names, parts, cast) : partsOf(row, around, kind);
    if (there === undefined) {
      behind.push(key);
      continue;
    }
    keys.set(key, kinds.printKey({ kind, parts: there }));
    if (kind.reads.one) documents.set(list, rewriteRaw(observation.documents.get(addressTemplate(kind.reads.list).print(parts)), rewrite));
    else add(list, row);
    const own = kind.reads.documents?.config;
    const raw = own === undefined ? undefined : observation.documents.get(addressTemplate(own).print(parts));
    if (raw !== undefined) documents.set(addressTemplate(own!).print({ ...around, ...there }), rewriteRaw(raw, rewrite));
  }
  for (const [address, members] of membersOf(observation, keys, cast)) documents.set(address, members);
  return { documents, keys, leftOut: unique(leftOut), behind };
}

/** An answer is an object, or the list that rows find under `list`. */
function rewriteRaw(raw: unknown, rewrite: (document: Document) => Document): unknown {
  return Array.isArray(raw) ? (rewrite({ list: raw }).list ?? []) : rewrite(raw as Document);
}

/** Parts that name others, as they are called there. */
function partsThere(kind: Kind, names: readonly string[], parts: Parts, cast: Cast): Parts {
  return Object.fromEntries(names.map((name) => {
    const as = name === "vmid" ? "guest" : (kinds.of(name)?.prefix ?? kind.reads.of ?? kind.prefix);
    return [name, cast.thing(as, parts[name]!) ?? parts[name]!];
  }));
}

function memberThere({ poolid, kind, member }: Parts, carried: ReadonlySet<ResourceKey>, cast: Cast): Parts | undefined {
  const [pool, there] = [cast.thing("pool", poolid!), kind === "storage" || carried.has(`lxc/${member!}`) || carried.has(`qemu/${member!}`) ? cast.thing(kind === "storage" ? "storage" : "guest", member!) : undefined];
  return pool === undefined || there === undefined ? undefined : { poolid: pool, kind: kind!, member: there };
}

/** What each pool answers of its members: those that came along. */
function membersOf(observation: Observation, keys: ReadonlyMap<ResourceKey, ResourceKey>, cast: Cast): ReadonlyMap<Address, unknown> {
  const inventory = readInventory(observation);
  const found = new Map<Address, unknown>();
  for (const { name, comment, members = [] } of inventory.pools) {
    const kept = members.flatMap(({ kind, member, key }): Document[] => {
      if (!keys.has(kinds.printKey({ kind: poolMemberKind, parts: { poolid: name, kind, member } }))) return [];
      const guest = guestsByKey(inventory.guests).get(key);
      return [kind === "storage" ? { type: "storage", storage: cast.storage(member) } : { type: guest?.type ?? key.split("/")[0], vmid: cast.vmId(Number(member)), node: cast.node(guest?.node ?? "") }];
    });
    if (kept.length === 0) continue;
    const there = cast.pool(name);
    const address = addressTemplate(poolKind.reads.documents!.members!).print({ poolid: there });
    const said = comment === undefined || !keys.has(`pool/${name}`) ? undefined : cast.setting({ is: "text" }, comment, false);
    const before = ((found.get(address) as readonly Document[] | undefined)?.[0]?.members ?? []) as readonly Document[];
    found.set(address, [{ poolid: there, ...(said === undefined ? {} : { comment: said }), members: [...before, ...kept] }]);
  }
  return found;
}

const unique = <T extends { readonly at: string }>(all: readonly T[]): readonly T[] => all.filter(({ at }, index) => all.findIndex((one) => one.at === at) === index);
