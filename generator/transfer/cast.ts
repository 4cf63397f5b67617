import type { Observation } from "../../lib/inventory/document";
import { readInventory, type Guest, type Inventory } from "../../lib/inventory/inventory";
import type { ResourceKey } from "../../lib/pve/address";
import { textTemplate } from "../../lib/pve/template";
import { kinds } from "../../lib/schema/kind/all";
import { printGuestName } from "../../lib/schema/kind/name";
import { guestDocument } from "../../lib/schema/kind/document";
import { rewriteConfig, type Place, type Says } from "../../lib/schema/rewrite";
import type { Resource } from "../../lib/inventory/resource";
import type { Cast } from "./called";
import { carryOthers, type CarriedOthers } from "./others";

/** A value that a guest does not have any more. */
export interface LeftOut extends Place {
  readonly guest: string;
  readonly says: Says["is"];
}

export interface Carried {
  readonly observation: Observation;
  readonly leftOut: readonly LeftOut[];
  /** Guests of which nothing but their row was seen: they stay behind. */
  readonly unread: readonly Guest[];
  readonly others: CarriedOthers;
}

type Json = Readonly<Record<string, unknown>>;

/** The documents of the same cluster under other names, with what was chosen besides guests: only what is known here goes over, column by column. */
export function carry(observation: Observation, isMeant: (guest: Guest) => boolean, cast: Cast, chosen: readonly Resource[]): Carried {
  const inventory = readInventory(observation);
  const list = (address: string) => rowsOf(observation.documents.get(address));
  const meant = inventory.guests.filter(isMeant);
  const read = meant.filter(({ config, unreadable }) => config !== undefined && unreadable === undefined);
  const carried = read.map((guest) => ({ guest, ...configOf(guest, cast) }));
  const used = list("/cluster/resources");
  const documents = new Map<string, unknown>([
    ["/version", keep((observation.documents.get("/version") ?? {}) as Json, ["version", "release"])],
    ["/cluster/status", [{ type: "cluster", id: "cluster", name: cast.cluster(inventory.name), nodes: inventory.nodes.length, quorate: 1 }, ...inventory.nodes.map(({ name, online }, at) => ({ type: "node", id: `node/${cast.node(name)}`, name: cast.node(name), online: online ? 1 : 0, nodeid: at + 1, local: at === 0 ? 1 : 0 }))]],
    ["/nodes", inventory.nodes.map(({ name, online }) => ({ type: "node", id: `node/${cast.node(name)}`, node: cast.node(name), status: online ? "online" : "offline" }))],
    ["/cluster/resources", [...resourcesOf(inventory, used, cast), ...carried.map(({ guest, config }) => rowOf(guest, config, used, cast))]],
    ["/storage", inventory.storages.map(({ name, type, disabled, nodes }) => ({ storage: cast.storage(name), type, ...keep(list("/storage").find(({ storage }) => storage === name) ?? {}, ["content", "shared"]), ...(disabled ? { disable: 1 } : {}), ...(nodes === undefined ? {} : { nodes: nodes.map(cast.node).join(",") }) }))],
    ["/pools", inventory.pools.map(({ name }) => ({ poolid: cast.pool(name) }))],
    ...inventory.nodes.map(({ name }) => [`/nodes/${encodeURIComponent(cast.node(name))}/network`, bridgesOn(list(`/nodes/${encodeURIComponent(name)}/network`), cast)] as const),
    ...carried.flatMap(({ guest, config }): [string, unknown][] => {
      const place = { type: guest.type, vmId: cast.vmId(guest.vmId), node: cast.node(guest.node) };
      return [[guestDocument(place, "config"), config], [guestDocument(place, "state"), { vmid: place.vmId, status: guest.status }]];
    }),
  ]);
  const others = carryOthers(observation, chosen, read, cast);
  for (const [address, body] of others.documents) documents.set(address, joined(documents.get(address), body));
  return { observation: { documents, unreadable: new Map() }, leftOut: carried.flatMap(({ leftOut }) => leftOut), unread: meant.filter((guest) => !read.includes(guest)), others };
}

/** Rows that say more take the place of those by the same name. */
function joined(before: unknown, body: unknown): unknown {
  if (!Array.isArray(before) || !Array.isArray(body)) return body;
  const nameOf = ({ storage, poolid }: Json) => storage ?? poolid;
  const names = new Set((body as readonly Json[]).map(nameOf));
  return [...(before as readonly Json[]).filter((row) => !names.has(nameOf(row))), ...(body as readonly Json[])];
}

function configOf(guest: Guest, cast: Cast): { readonly config: Json; readonly leftOut: readonly LeftOut[] } {
  const { config, leftOut } = rewriteConfig(guest.type, guest.config!, (says, text) => cast.value(says, text, guest));
  return { config: withoutDanglingBoot(config), leftOut: leftOut.map((one) => ({ guest: printGuestName(guest), ...one })) };
}

/** A boot order names only devices that came along. */
function withoutDanglingBoot(config: Json): Json {
  const [, order] = /^order=(.*)$/.exec(String(config.boot ?? "")) ?? [];
  if (order === undefined) return config;
  const kept = order.split(";").filter((device) => device in config);
  const { boot: _, ...others } = config;
  return kept.length === 0 ? others : { ...others, boot: `order=${kept.join(";")}` };
}

function rowOf(guest: Guest, config: Json, rows: readonly Json[], cast: Cast): Json {
  const row = rows.find(({ type, vmid }) => type === guest.type && vmid === guest.vmId) ?? {};
  const vmid = cast.vmId(guest.vmId);
  return {
    id: `${guest.type}/${vmid}`, type: guest.type, vmid, node: cast.node(guest.node), status: guest.status, template: guest.template ? 1 : 0,
    ...(config.name === undefined && config.hostname === undefined ? {} : { name: config.name ?? config.hostname }),
    ...(config.tags === undefined ? {} : { tags: config.tags }),
    ...(guest.pool === undefined ? {} : { pool: cast.pool(guest.pool) }),
    ...keep(row, ["maxcpu", "maxmem", "maxdisk"]),
  };
}

const resourcesOf = ({ nodes, storages }: Inventory, rows: readonly Json[], cast: Cast): readonly Json[] => [
  ...nodes.map(({ name, online }) => ({ id: `node/${cast.node(name)}`, type: "node", node: cast.node(name), status: online ? "online" : "offline", ...keep(rows.find(({ type, node }) => type === "node" && node === name) ?? {}, ["maxcpu", "maxmem", "maxdisk"]) })),
  ...rows.flatMap((row) => {
    const [storage, node] = [String(row.storage), String(row.node)];
    if (row.type !== "storage" || !storages.some(({ name }) => name === storage)) return [];
    return [{ id: `storage/${cast.node(node)}/${cast.storage(storage)}`, type: "storage", storage: cast.storage(storage), node: cast.node(node), ...keep(row, ["status", "plugintype", "content", "shared", "maxdisk", "disk"]) }];
  }),
];

const bridgesOn = (rows: readonly Json[], cast: Cast): readonly Json[] =>
  rows.flatMap((row) => (row.type === "bridge" || row.type === "OVSBridge" ? [{ iface: cast.bridge(String(row.iface)), ...keep(row, ["type", "active", "autostart", "bridge_vlan_aware", "priority"]), method: "manual" }] : []));

const keep = (row: Json, columns: readonly string[]): Json => Object.fromEntries(columns.flatMap((column) => (row[column] === undefined ? [] : [[column, row[column]]])));
const rowsOf = (body: unknown): readonly Json[] => (Array.isArray(body) ? (body as Json[]) : []);

/** Everything that guests and others name of the cluster, by kind; what a map has to say. */
export function namesUsed(guests: readonly Guest[], others: readonly Resource[], links: readonly { readonly from: ResourceKey; readonly to: ResourceKey; readonly as: string }[]): Readonly<Record<"node" | "storage" | "bridge" | "pool" | "vlan", readonly string[]>> {
  const keys = new Set([...guests, ...others].map(({ key }) => key));
  const own = (prefix: string) => others.flatMap(({ kind, key }) => (kind.prefix === prefix ? [key.slice(prefix.length + 1)] : []));
  const linked = (as: string) => links.flatMap((link) => (keys.has(link.from) && link.as === as ? [nameIn(link.to)] : []));
  const sorted = (names: readonly string[]) => [...new Set(names)].sort();
  return { node: sorted([...guests.map(({ node }) => node), ...linked("node")]), storage: sorted([...linked("storage"), ...own("storage")]), bridge: sorted(linked("bridge")), pool: sorted([...guests.flatMap(({ pool }) => pool ?? []), ...linked("pool"), ...own("pool")]), vlan: vlansIn(guests) };
}

/** The name in a key, without the node that it is on: pools have slashes in theirs. */
function nameIn(key: ResourceKey): string {
  const { kind, parts = {} } = kinds.parseKey(key) ?? {};
  return kind === undefined ? key : (parts.iface ?? textTemplate(kind.id).print(parts));
}

function vlansIn(guests: readonly Guest[]): readonly string[] {
  const found = new Set<string>();
  for (const { type, config } of guests) {
    if (config === undefined) continue;
    rewriteConfig(type, config, (says, text) => {
      if (says.is === "vlans") for (const vlan of text.split(/[;-]/)) found.add(vlan);
      return text;
    });
  }
  return [...found].sort((a, b) => Number(a) - Number(b));
}
